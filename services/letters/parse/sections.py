"""A letter's sections by the form's headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from services.letters.composition.layout import Layout
from services.letters.parse.errors import LetterMalformed, LetterTruncated, NotALetter, OtherLayout
from services.letters.parse.lines import Line

Name = Literal["how_made", "credentials", "clinical_summary", "items", "documents_reviewed", "recipients"]

_NEEDED: tuple[Name, ...] = ("how_made", "credentials", "clinical_summary", "items")
_OTHER_LAYOUTS = re.compile(
    r"notice of (?:imr|independent medical review) (?:final )?determination|(?:imr )?decision\(s\) and rationale\(s\)"
    r"|medical professional review(?:er)?|summary of reviewer qualifications|issue\(?s?\)? at dispute|termination of review"
    r"|notice of (?:final )?(?:external review|ineligibility)\b.*|final external review decision",
    re.IGNORECASE,
)
_INTRODUCTION_LINES_MAX = 4


@dataclass(frozen=True)
class Section:
    """A section: its lines without the heading, and the line of the heading."""

    heading: Line
    lines: tuple[Line, ...]

    def without_introduction(self) -> tuple[Line, ...]:
        """The lines after the sentence that introduces them, which ends in a colon; all of them where there is none."""
        for index, line in enumerate(self.lines[:_INTRODUCTION_LINES_MAX]):
            if line.text.endswith(":"):
                return self.lines[index + 1 :]
        return self.lines

    @property
    def last_line(self) -> int:
        """The number of its last line."""
        return self.lines[-1].number if self.lines else self.heading.number


@dataclass(frozen=True)
class Sections:
    """What stands before the first heading, and the sections by their names."""

    header: tuple[Line, ...]
    found: dict[Name, Section]

    def check_order(self) -> None:
        """Raise LetterMalformed where a section is missing although a later one is there."""
        for name, later in pairwise(_NEEDED):
            if name not in self.found and later in self.found:
                raise LetterMalformed(
                    self.found[later].heading.number, f"the section {name.replace('_', ' ')} is missing before this"
                )

    def need(self, name: Name, lines: Sequence[Line]) -> Section:
        """The section *name*; raises LetterTruncated where the text ends before it."""
        if name not in self.found:
            raise LetterTruncated(lines[-1].number, f"the text ends before its section {name.replace('_', ' ')}")
        return self.found[name]


def sections_of(lines: Sequence[Line], layout: Layout) -> Sections:
    """The sections of a letter; raises NotALetter or OtherLayout where no heading of the form is found."""
    starts = _starts(lines, layout)
    other = next((line for line in lines if _OTHER_LAYOUTS.fullmatch(line.text.strip(" :"))), None)
    if other is not None and not {"clinical_summary", "items"} <= {name for _, name in starts}:
        raise OtherLayout(
            other.number, f"this is the layout of another kind or period; what is read is {layout.form.id}@{layout.form.version}"
        )
    if not starts:
        raise NotALetter(
            lines[-1].number if lines else 1, f"none of the headings of {layout.form.id}@{layout.form.version} was found up to here"
        )
    ends = [index for index, _ in starts[1:]] + [len(lines)]
    return Sections(
        header=tuple(lines[: starts[0][0]]),
        found={name: Section(lines[start], tuple(lines[start + 1 : end])) for (start, name), end in zip(starts, ends, strict=True)},
    )


def _starts(lines: Sequence[Line], layout: Layout) -> list[tuple[int, Name]]:
    """Where which section begins; raises LetterMalformed where a heading of the form stands a second time."""
    headings: dict[str, Name] = {
        layout.words.headings["how_made"]: "how_made",
        layout.words.labels["credentials"]: "credentials",
        layout.words.headings["clinical_summary"]: "clinical_summary",
        layout.words.headings["items"]: "items",
        layout.words.headings["documents_reviewed"]: "documents_reviewed",
        layout.words.headings["recipients"]: "recipients",
    }
    starts: dict[Name, int] = {}
    for index, line in enumerate(lines):
        name = headings.get(line.text.rstrip(" :"))
        if name in _NEEDED and name in starts:
            raise LetterMalformed(line.number, "this heading of the form stands here again; a file has one letter")
        if name is not None:
            starts.setdefault(name, index)
    return [(index, name) for name, index in starts.items()]
