"""Tables: aligned on a terminal of any width, tab-separated in a pipe.

Identifiers, days and words that are typed again stay whole in every width. Only prose is wrapped,
at spaces. A terminal too narrow for the table gets each row as a block of lines.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import typer
from rich.cells import cell_len

from cli.session.output import printable, say_whole, terminal_width, wrap

Cell = str | int | datetime | None
"""A datetime is printed in its own zone: to the minute, or in a pipe as ISO 8601."""

_GAP = 2
_PROSE_MIN = 12
"""Columns narrower than this are hard to read, unless their cells are short."""

_SHORT_LINES_MAX = 3
"""A cell that fits in so many lines is short."""


@dataclass(frozen=True)
class Prose:
    """A column of sentences, which may be wrapped."""

    heading: str


Column = str | Prose
"""A heading; a plain one is of a column that is never wrapped."""


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, indent: int = 0, headings: bool = True) -> None:
    """Print *rows* under the headings of *columns*.

    In a pipe each row is one line without headings, its cells separated by tabs.
    """
    width = terminal_width()
    if width is None:
        for row in rows:
            typer.echo("\t".join(_text(cell, "seconds") for cell in row))
        return
    texts = [[_text(cell, "minutes") for cell in row] for row in rows]
    names = [each if isinstance(each, str) else each.heading for each in columns]
    widths = _widths(columns, [names, *texts] if headings else texts, width - indent)
    if widths is None:
        _print_blocks(names, texts, indent)
        return
    if headings:
        _print_row(names, widths, indent, "bold")
    for cells in texts:
        _print_row(cells, widths, indent)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Return the width of each column, or None if the table does not fit."""
    natural = [max((cell_len(row[place]) for row in rows), default=0) for place in range(len(columns))]
    least = [
        most if isinstance(column, str) else _longest_word(row[place] for row in rows)
        for place, (column, most) in enumerate(zip(columns, natural, strict=True))
    ]
    readable = [max(low, min(high, _PROSE_MIN)) for low, high in zip(least, natural, strict=True)]
    room = width - _GAP * (len(columns) - 1)
    widths = readable if sum(readable) <= room else least
    room -= sum(widths)
    if room < 0 or (widths is least and _longest_cell(rows, least) > _SHORT_LINES_MAX):
        return None
    while room > 0 and (open_ones := [place for place, most in enumerate(natural) if widths[place] < most]):
        narrowest = min(open_ones, key=lambda place: widths[place])
        widths[narrowest] += 1
        room -= 1
    return widths


def _longest_cell(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> int:
    """Return the most lines that a cell takes."""
    return max((len(wrap(cell, width)) for row in rows for cell, width in zip(row, widths, strict=True)), default=0)


def _longest_word(texts: Iterable[str]) -> int:
    return max((cell_len(word) for text in texts for word in text.split()), default=0)


def _print_row(cells: Sequence[str], widths: Sequence[int], indent: int, style: str = "") -> None:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(len(each) for each in wrapped)):
        line = _line([each[number] if number < len(each) else "" for each in wrapped], widths)
        say_whole(" " * indent + line, style)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    gap = " " * _GAP
    return gap.join(cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _print_blocks(names: Sequence[str], rows: Sequence[Sequence[str]], indent: int) -> None:
    """Print each row as lines of heading and cell, with an empty line between rows."""
    width = (terminal_width() or 0) - indent
    for number, cells in enumerate(rows):
        if number:
            typer.echo()
        for name, cell in zip(names, cells, strict=True):
            if cell:
                for line in wrap(f"{name}: {cell}" if name else cell, width, _GAP):
                    say_whole(" " * indent + line)


def _text(cell: Cell, precision: str) -> str:
    """Return *cell* on one line without tabs."""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds") if precision == "seconds" else f"{cell:%Y-%m-%d %H:%M %Z}"
    return "" if cell is None else printable(re.sub(r"[\t\n\r\f\v]", " ", str(cell)))
