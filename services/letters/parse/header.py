"""The header's fields, from its labels and values in any order of a PDF reader.

The header is a table. Read along its rows, each value follows its label; some readers give a column
of labels before the column of their values, or break a label in two with its value between.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from services.letters.composition.layout import Layout
from services.letters.parse.errors import LetterMalformed
from services.letters.parse.text.lines import Line
from services.letters.prose.dates import read_date

_DATES = {"assigned_on", "injured_on", "decided_on", "denied_on", "received_on"}
_IN_TIME = ("injured_on", "denied_on", "received_on", "assigned_on", "decided_on")
"""The days of a case in the order in which they follow each other."""

_PRIORITIES = {"standard": "Standard", "expedited": "Expedited"}
_DAY = r"\d{1,4}[/-]\d{1,2}[/-]\d{2,4}(?!\S)"
_PRIORITY = rf"(?:{'|'.join(_PRIORITIES)})(?!\S)"
_UNKNOWN = r"(?:n/?a|none|unknown|not (?:known|provided|available|stated)|[-\u2013\u2014]+)(?!\S)"
_WORDS_MAX = 2
"""The header ends at a line without a label that has more words than these."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A printed value and its kind: day, speed, unknown, number or word."""

    kind: str
    text: str

    def fits(self, name: str) -> bool:
        """Return whether this can be the value of the field *name*."""
        wanted = "day" if name in _DATES else "speed" if name == "priority" else "number"
        return self.kind in {wanted, "unknown"}


@dataclass
class _Run:
    """Labels in a row, by the names of their fields, and the values behind them."""

    labels: list[str] = field(default_factory=list)
    values: list[_Value] = field(default_factory=list)

    def cells(self) -> list[_Value]:
        """Return the values of a single label, else those that fit a label here or elsewhere."""
        if len(self.labels) == 1 and (not self.values or not any(value.fits(self.labels[0]) for value in self.values[:1])):
            return self.values[:1]
        return [value for value in self.values if value.kind in {"day", "speed", "unknown"} or self._numbers(value)]

    def _numbers(self, value: _Value) -> bool:
        return value.kind == "number" and "case_number" in self.labels and value is self.values[0]


def header_fields(lines: Sequence[Line], layout: Layout) -> dict[str, Any]:
    """Read the header's printed fields; a value that says unknown is None.

    Raises LetterMalformed for an invalid value, for a label without a value, and if labels and
    values stand so that nobody can tell how they belong together.
    """
    names = {name: layout.words.header[name] for row in layout.form.header for name in row}
    before, runs = _runs(lines, names, layout.words.to)
    fields: dict[str, Any] = {"draft": layout.words.mark in before}
    for name, value in _paired(runs, names, lines):
        read = _read(name, value)
        if read is _WRONG:
            expected = "a date such as 10/27/2016" if name in _DATES else " or ".join(_PRIORITIES.values())
            raise LetterMalformed(_line_of(names[name], lines), f"{names[name]}: expected {expected}")
        fields[name] = read
        if name == "injured_on" and isinstance(read, date):
            fields |= _span(read, value.text.split(), layout.words.to)
    return fields


def _runs(lines: Sequence[Line], names: dict[str, str], to: str) -> tuple[str, list[_Run]]:
    """Return the text before the first label, and the runs of labels and values behind it."""
    span = rf"{_DAY}(?:\s+{to}\s+{_DAY})?"
    labels = "|".join(rf"(?P<{name}>\b{_spaced(printed)}(?!\w)\s*:?)" for name, printed in names.items())
    token = re.compile(
        rf"{labels}|(?P<day>{span})|(?P<speed>{_PRIORITY})|(?P<unknown>{_UNKNOWN})|(?P<number>[A-Z]+\d\S*)|(?P<word>\S+)",
        re.IGNORECASE,
    )
    before: list[str] = []
    runs: list[_Run] = []
    for line in _labels_whole("\n".join(line.text for line in lines), names.values(), rf"(?:{span}|{_PRIORITY}|{_UNKNOWN})").split(
        "\n"
    ):
        found = [(str(match.lastgroup), match[0]) for match in token.finditer(line)]
        are_labels = all(kind in names for kind, _ in found)
        read = [(kind if kind not in names or are_labels or text.endswith(":") else "word", text) for kind, text in found]
        has_labels = any(kind in names for kind, _ in read)
        if not has_labels and not runs:
            before.append(line)
        elif not has_labels and sum(kind == "word" for kind, _ in read) > _WORDS_MAX:
            break
        else:
            _add(runs, read, names)
    return "\n".join(before), runs


def _add(runs: list[_Run], read: Iterable[tuple[str, str]], names: dict[str, str]) -> None:
    """Add a line's labels and values to *runs*; a label behind a value begins another run."""
    for kind, text in read:
        if kind not in names:
            if runs:
                runs[-1].values.append(_Value(kind, text))
            continue
        if not runs or runs[-1].values:
            runs.append(_Run())
        runs[-1].labels.append(kind)


def _labels_whole(text: str, labels: Iterable[str], value: str) -> str:
    """Return *text* with each label on one line, before a value that stood within it."""
    for label in labels:
        words = label.split()
        for split in range(1, len(words)):
            first, rest = (_spaced(" ".join(part)) for part in (words[:split], words[split:]))
            broken = re.compile(rf"\b{first}(?:\s+(?P<value>{value}))?\s+{rest}(?!\w)(?P<colon>\s*:)?", re.IGNORECASE)
            text = broken.sub(partial(_whole, label), text)
    return text


def _whole(label: str, found: re.Match[str]) -> str:
    return f"{label}{':' if found['colon'] else ''}{' ' + found['value'] if found['value'] else ''}"


def _paired(runs: Sequence[_Run], names: dict[str, str], lines: Sequence[Line]) -> list[tuple[str, _Value]]:
    """Return each label with its value.

    Where each run has a value for each label they stand in the same order. Where a reader gave the
    columns apart, all labels and values together must fit, in their order, and the days follow
    each other.
    """
    if all(len(run.cells()) >= len(run.labels) for run in runs):
        return [pair for run in runs for pair in zip(run.labels, run.cells(), strict=False)]
    short = next(run for run in runs if len(run.cells()) < len(run.labels))
    pairs = _queued(runs)
    days = {name: read_date(value.text) for name, value in pairs if name in _DATES}
    known = [day for name in _IN_TIME if (day := days.get(name)) is not None]
    if len(pairs) < sum(len(run.labels) for run in runs) or any(first > second for first, second in pairwise(known)):
        told = ", ".join(names[name] for name in short.labels)
        problem = (
            "the value is missing"
            if len(short.labels) == 1
            else "a value is missing, or stands where it cannot be told whose it is"
        )
        raise LetterMalformed(_line_of(names[short.labels[0]], lines), f"{told}: {problem}")
    return pairs


def _queued(runs: Sequence[_Run]) -> list[tuple[str, _Value]]:
    """Give each value to the first label that waits for its kind, of its own run first.

    If a value fits no label there are no pairs.
    """
    waiting: list[str] = []
    pairs: list[tuple[str, _Value]] = []
    for run in runs:
        waiting = run.labels + waiting
        for value in run.cells():
            name = next((name for name in waiting if value.fits(name)), None)
            if name is None:
                return []
            waiting.remove(name)
            pairs.append((name, value))
    return pairs


_WRONG = object()


def _spaced(label: str) -> str:
    """Return a pattern for *label* with any white space between its words."""
    return r"\s+".join(re.escape(word) for word in label.split())


def _read(name: str, value: _Value) -> date | str | object | None:
    """Convert *value* to that of the field *name*: None if it says unknown, _WRONG if invalid."""
    if value.kind == "unknown":
        return None
    if name in _DATES:
        return read_date(value.text.split()[0]) or _WRONG
    if name == "priority":
        return _PRIORITIES.get(value.text.lower(), _WRONG)
    return value.text


def _span(first: date, printed: Sequence[str], to: str) -> dict[str, date]:
    """Return both days of a cumulative injury, "01/07/2013 to 03/12/2014"; of another, none."""
    last = read_date(printed[2]) if len(printed) > 2 and printed[1] == to else None  # noqa: PLR2004 - the third word
    return {} if last is None else {"injured_from_on": first, "injured_on": last}


def _line_of(label: str, lines: Sequence[Line]) -> int:
    """Return the number of the line where *label* begins."""
    return next((line.number for line in lines if label.split(maxsplit=1)[0] in line.text), lines[0].number)
