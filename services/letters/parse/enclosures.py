"""What follows the decisions in letters of ours: the documents reviewed, and who gets a copy."""

import re
from collections.abc import Sequence
from datetime import datetime

from services.letters.letter import ReviewedDocument
from services.letters.parse.lines import Line, joined

_ENTRY = "- "
_DAY = "%m/%d/%Y"
_DATES = re.compile(r", (?P<from>\d{2}/\d{2}/\d{4})(?: to (?P<to>\d{2}/\d{2}/\d{4}))?$")


def entries(lines: Sequence[Line]) -> tuple[str, ...]:
    """The entries of a list; what stands before the first introduces it."""
    starts = [index for index, line in enumerate(lines) if line.text.startswith(_ENTRY)]
    return tuple(
        joined(lines[start:end]).removeprefix(_ENTRY) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    )


def documents(lines: Sequence[Line]) -> tuple[ReviewedDocument, ...]:
    """The documents reviewed, by title and dates."""
    return tuple(_document(entry) for entry in entries(lines))


def _document(entry: str) -> ReviewedDocument:
    dated = _DATES.search(entry)
    if dated is None:
        return ReviewedDocument(title=entry)
    days = [datetime.strptime(day, _DAY).date() if day else None for day in (dated["from"], dated["to"])]  # noqa: DTZ007 - a day
    return ReviewedDocument(title=entry[: dated.start()], from_on=days[0], to_on=days[1])
