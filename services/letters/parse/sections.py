"""Divide a letter into sections at the form's headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from services.letters.composition.layout import Layout
from services.letters.parse.errors import LetterMalformed, LetterTruncated, NotALetter, OtherLayout
from services.letters.parse.text.lines import Line

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
    """The heading of a section and the lines after it."""

    heading: Line
    lines: tuple[Line, ...]

    def without_introduction(self) -> tuple[Line, ...]:
        """Return the lines after the introductory sentence, if one ends in a colon."""
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
    """The lines before the first heading, the sections by name, and the form's headings.

    *lines* are those from the first heading on.
    """

    header: tuple[Line, ...]
    lines: tuple[Line, ...]
    found: dict[Name, Section]
    headings: dict[Name, str]

    def check_order(self) -> None:
        """Raise LetterMalformed if a section is missing and a later one is present."""
        for name, later in pairwise(_NEEDED):
            if name not in self.found and later in self.found:
                raise LetterMalformed(
                    self.found[later].heading.number, f"the section {self.headings[name]!r} is missing before this one"
                )

    def need(self, name: Name, lines: Sequence[Line]) -> Section:
        """Return the section *name*; raises LetterTruncated if the text ends before it."""
        if name not in self.found:
            raise LetterTruncated(lines[-1].number, f"the text ends before the section {self.headings[name]!r}")
        return self.found[name]


def sections_of(lines: Sequence[Line], layout: Layout) -> Sections:
    """Find the sections of a letter.

    Raises OtherLayout if the headings are those of another layout, NotALetter if there are none.
    """
    headings = _headings(layout)
    starts = _starts(lines, headings, {layout.words.labels["panel_credentials"]: "credentials"})
    other = next((line for line in lines if _OTHER_LAYOUTS.fullmatch(line.text.strip(" :"))), None)
    if other is not None and not {"clinical_summary", "items"} <= {name for _, name in starts}:
        raise OtherLayout(
            other.number,
            f"this heading is from another kind of letter or another form; only {layout.form.id}@{layout.form.version} can be read",
        )
    if not starts:
        raise NotALetter(
            lines[-1].number if lines else 1,
            f"the text has no heading of {layout.form.id}@{layout.form.version}; is it a letter of determination?",
        )
    ends = [index for index, _ in starts[1:]] + [len(lines)]
    return Sections(
        header=tuple(lines[: starts[0][0]]),
        lines=tuple(lines[starts[0][0] :]),
        found={name: Section(lines[start], tuple(lines[start + 1 : end])) for (start, name), end in zip(starts, ends, strict=True)},
        headings=headings,
    )


def _headings(layout: Layout) -> dict[Name, str]:
    """Return the form's heading of each section."""
    return {
        "how_made": layout.words.headings["how_made"],
        "credentials": layout.words.labels["credentials"],
        "clinical_summary": layout.words.headings["clinical_summary"],
        "items": layout.words.headings["items"],
        "documents_reviewed": layout.words.headings["documents_reviewed"],
        "recipients": layout.words.headings["recipients"],
    }


def _starts(lines: Sequence[Line], headings: dict[Name, str], others: dict[str, Name]) -> list[tuple[int, Name]]:
    """Return the index and name of each heading; raises LetterMalformed if one occurs twice."""
    names = {heading: name for name, heading in headings.items()} | others
    starts: dict[Name, int] = {}
    for index, line in enumerate(lines):
        name = names.get(line.text.rstrip(" :"))
        if name in _NEEDED and name in starts:
            raise LetterMalformed(line.number, "this heading occurs a second time; a file must contain one letter only")
        if name is not None:
            starts.setdefault(name, index)
    return [(index, name) for name, index in starts.items()]
