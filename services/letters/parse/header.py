"""The header's fields; its cells come in any order, break across lines, and may be absent."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.letters.composition.layout import Layout
from services.letters.parse.errors import LetterMalformed
from services.letters.parse.lines import Line
from services.letters.prose.dates import read_date

_DATES = {"assigned_on", "injured_on", "decided_on", "denied_on", "received_on"}
_PRIORITIES = {"standard": "Standard", "expedited": "Expedited"}
_UNKNOWN = re.compile(r"(?:n/?a|none|unknown|not (?:known|provided|available|stated)|-+)?", re.IGNORECASE)


def header_fields(lines: Sequence[Line], layout: Layout) -> dict[str, Any]:
    """Read the header's printed fields; raises LetterMalformed for an invalid value."""
    labels = {layout.words.header[field]: field for row in layout.form.header for field in row}
    cell = re.compile("|".join(rf"\b{_spaced(label)}\s*:" for label in labels))
    text = " ".join(line.text for line in lines)
    cells = list(cell.finditer(text))
    ends = [*(cell.start() for cell in cells[1:]), len(text)][: len(cells)]
    fields: dict[str, Any] = {"draft": layout.words.mark in text[: cells[0].start() if cells else None]}
    for found, end in zip(cells, ends, strict=True):
        label = " ".join(found[0].rstrip(" :").split())
        field = labels[label]
        value = _value(field, text[found.end() : end].strip())
        if value is _WRONG:
            expected = "a date such as 10/27/2016" if field in _DATES else " or ".join(_PRIORITIES.values())
            raise LetterMalformed(_line_of(label, lines), f"{label}: expected {expected}")
        fields[field] = value
        if field == "injured_on" and isinstance(value, date):
            fields |= _span(value, text[found.end() : end].split(), layout.words.to)
    return fields


_WRONG = object()


def _spaced(label: str) -> str:
    """Return a pattern for *label* with any white space between its words."""
    return r"\s+".join(re.escape(word) for word in label.split())


def _value(field: str, printed: str) -> date | str | object | None:
    """Convert *printed* to the value of *field*: None if it says unknown, _WRONG if invalid."""
    if _UNKNOWN.fullmatch(printed):
        return None
    first = printed.split(maxsplit=1)[0]
    if field in _DATES:
        return read_date(first) or _WRONG
    if field == "priority":
        return _PRIORITIES.get(first.lower(), _WRONG)
    return first


def _span(first: date, printed: Sequence[str], to: str) -> dict[str, date]:
    """Return both days of a cumulative injury, "01/07/2013 to 03/12/2014"; of another, none."""
    last = read_date(printed[2]) if len(printed) > 2 and printed[1] == to else None  # noqa: PLR2004 - the third word
    return {} if last is None else {"injured_from_on": first, "injured_on": last}


def _line_of(label: str, lines: Sequence[Line]) -> int:
    """Return the number of the line where *label* begins."""
    return next((line.number for line in lines if label.split(maxsplit=1)[0] in line.text), lines[0].number)
