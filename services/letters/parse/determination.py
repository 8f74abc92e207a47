"""Read a letter's text as a Letter, in whole or in part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise, takewhile
from typing import Any

from pydantic import ValidationError

from reading.wording import first_in_words
from services.letters.composition.layout import Layout, load_layout
from services.letters.letter import LayoutReference, Letter, LetterItem, ReviewedDocument
from services.letters.parse.credentials import organization, reviewers
from services.letters.parse.errors import LetterMalformed, LetterNotRead, LetterTruncated
from services.letters.parse.header import header_fields
from services.letters.parse.items import items_of
from services.letters.parse.sections import Section, Sections, sections_of
from services.letters.parse.text.lines import Line, joined, lines_of
from services.letters.parse.text.running import without_running_lines

LAYOUT = LayoutReference(id="ca-workers-comp-2014", version=1)
"""The only layout that can be read."""

_ENTRY = re.compile(r"(?:[-\u2022\u2023\u2043\u2219\u25aa\u25cf\u25e6\u00b7\u2013*]|\(?\d{1,3}[.)])(?:\s+|$)")
"""An entry of a list begins with a bullet or a number."""

_DAY = "%m/%d/%Y"
_DATES = re.compile(r", (?P<from>\d{2}/\d{2}/\d{4})(?: to (?P<to>\d{2}/\d{2}/\d{4}))?$", re.ASCII)


@dataclass
class PartlyRead:
    """The fields read so far, and the error that stopped reading, or None."""

    fields: dict[str, Any] = field(default_factory=dict)
    stopped: LetterNotRead | None = None


def read_letter(text: str) -> Letter:
    """Read *text* as a letter; raises LetterNotRead with the line where reading stopped."""
    read = read_as_far_as_possible(text)
    if read.stopped is not None:
        raise read.stopped
    return letter_of(read)


def letter_of(read: PartlyRead) -> Letter:
    """Return the letter of a text that was read to its end."""
    return Letter(**read.fields)


def read_as_far_as_possible(text: str) -> PartlyRead:
    """Read the fields of *text* up to the first error."""
    read = PartlyRead({"layout": LAYOUT})
    try:
        for fields in _fields(text, load_layout(LAYOUT)):
            read.fields.update(fields)
        letter_of(read)
    except LetterNotRead as error:
        read.stopped = error
    except ValidationError as error:  # a text or name longer than its field allows
        place, problem = error.errors()[0]["loc"], first_in_words(error)
        read.stopped = LetterMalformed(text.count("\n") + 1, f"{'.'.join(map(str, place))}: {problem}")
    return read


def _fields(text: str, layout: Layout) -> Iterator[dict[str, Any]]:
    """Yield the fields in the order of the form, each as soon as it is read."""
    divided = sections_of(lines_of(text), layout)
    fields = header_fields(divided.header, layout)
    yield fields
    title = {*takewhile(lambda words: layout.words.header["case_number"] not in words, (line.text for line in divided.header))}
    lines = without_running_lines(divided.lines, fields.get("case_number"), title | {layout.words.mark})
    sections = sections_of(lines, layout)
    sections.check_order()
    sections.need("how_made", lines)
    first, *others = reviewers(sections.need("credentials", lines), layout)
    yield {"reviewer": first, "other_reviewers": tuple(others)}
    summary = sections.need("clinical_summary", lines)
    if not summary.without_introduction():
        raise LetterTruncated(summary.last_line, "there is no clinical summary")
    yield {"clinical_summary": joined(summary.without_introduction())}
    yield from _items(sections, sections.need("items", lines).without_introduction(), layout)
    if (section := sections.found.get("documents_reviewed")) is not None:
        yield {"documents_reviewed": _documents(section)}
    if (section := sections.found.get("recipients")) is not None:
        yield {"recipients": _entries(section)}


def _items(sections: Sections, lines: Sequence[Line], layout: Layout) -> Iterator[dict[str, Any]]:
    """Yield the items read so far after each one, with the names of the organization.

    The label of an item's guideline holds the short name.
    """
    items: tuple[LetterItem, ...] = ()
    for read in items_of(lines, layout):
        items = (*items, read.item)
        full = organization(read.organization, sections.found["how_made"])
        yield {
            "items": items,
            "review_organization": full,
            "review_organization_short": None if full == read.organization else read.organization,
        }


def _entries(section: Section) -> tuple[str, ...]:
    """Return the entries of a list, without the lines that introduce it."""
    lines = section.lines
    starts = [index for index, line in enumerate(lines) if _ENTRY.match(line.text)]
    if not starts:
        raise LetterMalformed(section.heading.number, f"{section.heading.text}: no entry of this list begins with a bullet")
    return tuple(_ENTRY.sub("", joined(lines[start:end]), count=1) for start, end in pairwise([*starts, len(lines)]))


def _documents(section: Section) -> tuple[ReviewedDocument, ...]:
    """Read the documents reviewed: their titles and dates."""
    return tuple(_document(entry) for entry in _entries(section))


def _document(entry: str) -> ReviewedDocument:
    dated = _DATES.search(entry)
    if dated is None:
        return ReviewedDocument(title=entry)
    days = [datetime.strptime(day, _DAY).date() if day else None for day in (dated["from"], dated["to"])]  # noqa: DTZ007 - a day
    return ReviewedDocument(title=entry[: dated.start()], from_on=days[0], to_on=days[1])
