"""Help and usage errors as plain text, in which no option and no value is cut."""

import re
from collections.abc import Sequence

import typer
from pydantic import ValidationError
from rich.cells import cell_len
from typer._click.exceptions import BadParameter, NoArgsIsHelpError, UsageError
from typer._click.formatting import HelpFormatter

from cli.session.output import say_error, terminal_width, wrap
from reading.wording import first_in_words

_IN_A_PIPE = 80
_WIDTH_MAX = 100
_NAME_MAX = 30
"""A longer name of an option has a line of its own."""

_STACKED_BELOW = 60
"""On a terminal with fewer columns, each name has a line of its own."""

_GAP = 2
_STACKED_INDENT = 4


class HelpText(HelpFormatter):
    """Help that fits the terminal; a word that is longer than its line stays whole."""

    def __init__(self) -> None:
        super().__init__(width=min(terminal_width() or _IN_A_PIPE, _WIDTH_MAX))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        self._write(f"{prefix or 'Usage: '}{prog} {re.sub('[{}]', '', args)}", hanging=_STACKED_INDENT)

    def write_text(self, text: str) -> None:
        """Write paragraphs, which empty lines separate."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write_paragraph()
            self._write(" ".join(paragraph.split()))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = _NAME_MAX, col_spacing: int = _GAP) -> None:
        """Write names with their meaning beside or, where there is no room, below them."""
        fitting = [cell_len(name) for name, _ in rows if cell_len(name) <= col_max]
        column = self.current_indent + max(fitting, default=0) + col_spacing
        if self.width < _STACKED_BELOW:
            column = self.current_indent + _STACKED_INDENT
        for name, meaning in rows:
            lines = wrap(" ".join(meaning.split()), self.width - column)
            if self.current_indent + cell_len(name) + col_spacing <= column:
                name = name.ljust(column - self.current_indent) + lines.pop(0)  # noqa: PLW2901 - they share a line
            self._write(name, hanging=_STACKED_INDENT)
            self.write("".join(f"{' ' * column}{line}\n" for line in lines if line))

    def _write(self, text: str, hanging: int = 0) -> None:
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in wrap(text, self.width - self.current_indent, hanging)))


class PlainContext(typer.Context):
    """The context of a command whose help is plain."""

    def make_formatter(self) -> HelpFormatter:
        """Return the formatter of its help."""
        return HelpText()


def tell_usage_error(error: UsageError) -> None:
    """Print the usage of the command, and the error in its arguments."""
    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return
    if error.ctx is not None:
        say_error(*error.ctx.get_usage().splitlines(), style=None)
        say_error(f"Try '{error.ctx.command_path} --help' for help.", "", style=None)
    if isinstance(error, BadParameter) and isinstance(error.__cause__, ValidationError):
        error.message = first_in_words(error.__cause__)
    say_error(f"Error: {error.format_message()}")
