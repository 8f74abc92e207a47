"""How commands print: wrapped text on a terminal, plain lines in a pipe, or JSON."""

import json
import re
import shutil
import sys
import unicodedata
from datetime import datetime
from typing import Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

console = Console()
"""Where the live view and the status of a long step go."""

_terminal = Console(stderr=True)
_as_terminal: list[int] = []


def terminal_width() -> int | None:
    """Return the columns of the terminal that standard output is; None for a pipe or a file."""
    if _as_terminal:
        return _as_terminal[0]
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def is_terminal() -> bool:
    """Return whether standard output is a terminal itself."""
    return sys.stdout.isatty()


def print_as_terminal(columns: int) -> None:
    """Print as for a terminal of *columns*: the output is shown on one later."""
    _as_terminal[:] = [columns]


def counted(number: int, noun: str) -> str:
    """Return *number* with the noun in its form, such as `1 case` or `2,000 cases`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def money(cents: int | None) -> str | None:
    """Return an amount with two decimals, such as `420.00`; None if it is not known."""
    if cents is None:
        return None
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def printable(text: str) -> str:
    """Return *text* for a terminal, with each control character escaped as Python writes it.

    A name or text from outside could otherwise move the cursor, or pass for a line of ours.
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or unicodedata.category(each) == "Zs" else repr(each)[1:-1] for each in text)


def say(*lines: str, indent: int = 0, style: str = "") -> None:
    """Print *lines*, on a terminal wrapped at spaces with each line indented.

    A word is never broken, so that an identifier can be copied. Into a pipe each goes as one line.
    """
    width = terminal_width()
    for line in map(printable, lines or ("",)):
        if width is None:
            typer.echo(line)
            continue
        for part in wrap(line, max(1, width - indent)):
            say_whole(" " * indent + part, style)


def say_whole(line: str, style: str = "") -> None:
    """Print *line* in one piece, however wide."""
    console.print(Text(printable(line), style), soft_wrap=True, highlight=False)


def pass_on(output: str, indent: int = 0, *, as_error: bool = False) -> None:
    """Print the *output* of another command of ours, which has escapes and colours already."""
    for line in output.rstrip().splitlines():
        typer.echo(" " * indent + line, err=as_error)


def say_aside(text: str) -> None:
    """Print a sentence about the output; in a pipe it goes to standard error."""
    if terminal_width() is None:
        say_error(text, style=None)
    else:
        say(text)


def say_error(*lines: str, style: str | None = typer.colors.RED) -> None:
    """Print *lines* on standard error, on a terminal wrapped at spaces as `say` does."""
    width = _as_terminal[0] if _as_terminal else _terminal.width if _terminal.is_terminal else None
    for line in map(printable, lines):
        for part in [line] if width is None else wrap(line, width):
            typer.echo(typer.style(part, fg=style) if style else part, err=True)


def wrap(text: str, width: int, hanging: int = 0) -> list[str]:
    """Return *text* in lines of at most *width* cells, the later ones indented by *hanging*.

    Lines break at spaces only; a longer word has a line of its own. Leading spaces are kept.
    """
    if cell_len(text) <= width:
        return [text.rstrip()]
    lead = " " * (len(text) - len(text.lstrip(" ")))
    lines, line = [], lead
    for word in re.findall(r"\S+\s*", text):
        if line.strip() and cell_len(line) + cell_len(word.rstrip()) > width:
            lines.append(line.rstrip())
            line = lead + " " * hanging
        line += word
    return [*lines, line.rstrip()]


def progress_bar() -> Progress:
    """Return a progress bar for long work, on standard error."""
    return Progress(console=_terminal, transient=True, disable=not _terminal.is_terminal)


def print_json(data: Any) -> None:
    """Print *data* as one line of JSON."""
    typer.echo(json_text(data))


def json_text(data: Any, indent: int | None = None) -> str:
    """Return *data* as JSON in which letters stay readable and control characters are escaped."""
    text = json.dumps(data, ensure_ascii=False, default=_plain, indent=indent)
    return "\n".join(_escaped(line) for line in text.split("\n"))


def _escaped(line: str) -> str:
    """Return a *line* of JSON with an escape for each character that is not printable."""
    return line if line.isprintable() else "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in line)


def _plain(value: object) -> str:
    """Return an instant as RFC 3339 has it, anything else as text."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
