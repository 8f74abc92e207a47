"""Help and usage errors: whole words in every width."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from cli import help_text
from cli.help_text import HelpText
from cli.main import app
from tests.cli.screens import WIDTHS, commands

COMMANDS = dict(commands(get_group(app)))


def _words(command: Any) -> Iterator[str]:
    """Yield the options, values and identifiers that the help of *command* has to show."""
    for each in command.params:
        is_option = each.param_type_name == "option"
        yield from each.opts if is_option else []
        yield from [each.metavar] if each.metavar else []
        yield from re.findall(r"[\w/]+(?:[-._/:@][\w/]+)+", each.help or "")


@pytest.mark.parametrize("width", [*WIDTHS, None])
@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_no_option_or_value_is_cut(path: tuple[str, ...], width: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line is wider than the terminal only for a word that is."""
    monkeypatch.setattr(help_text, "terminal_width", lambda: width)
    shown = CliRunner().invoke(app, [*path, "--help"]).output

    assert "…" not in shown.replace("IMR_…", "")
    assert [] == [word for word in _words(COMMANDS[path]) if word not in shown]
    too_wide = [line.split() for line in shown.splitlines() if len(line) > min(width or 80, 100)]
    assert all(len(words) == 1 for words in too_wide), too_wide


@pytest.mark.parametrize("width", WIDTHS)
def test_the_summary_of_a_command_is_whole(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of commands has no ellipsis."""
    monkeypatch.setattr(help_text, "terminal_width", lambda: width)
    shown = " ".join(CliRunner().invoke(app, ["--help"]).output.split())

    assert "..." not in shown.replace("[ARGS]...", "")
    assert "Run a broker and every service until Ctrl-C; a second start on the same data continues." in shown


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "  --out FOLDER  Where to write, as far as there is a place\n                for it.\n  --json\n"),
        (40, "  --out FOLDER\n      Where to write, as far as there is\n      a place for it.\n  --json\n"),
    ],
)
def test_meanings_stand_beside_names_or_below(width: int, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below where there is no room."""
    monkeypatch.setattr(help_text, "terminal_width", lambda: width)
    formatter = HelpText()
    formatter.indent()
    formatter.write_dl([("--out FOLDER", "Where to write, as far as there is a place for it."), ("--json", "")])

    assert shown == formatter.getvalue()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["case", "list", "--limit", "x"], "Invalid value for '--limit': is not a whole number"),
        (["case", "list", "--limit", "0"], "Invalid value for '--limit': is less than 1"),
        (["dead-letters", "list", "--reason", "x"], "'x' is not one of 'unreadable', 'unhandled', 'behind'."),
        (["case", "list", "--\x1b[2J"], "No such option: --\\x1b[2J"),
        (["submit", "--rejects", "a\nb", "x"], "'a\\nb' does not exist"),
        (["decision", "sign"], "Missing argument 'CASE_NUMBER'."),
        (["case", "shw"], "Did you mean 'show'?"),
    ],
)
def test_a_wrong_argument_is_told_in_words(arguments: list[str], told: str) -> None:
    """With the usage, the way to the help, and no wording or control character from elsewhere."""
    done = CliRunner().invoke(app, arguments)

    assert 2 == done.exit_code
    assert done.stderr.startswith("Usage: ")
    assert "--help' for help." in done.stderr
    assert told in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["decision"]])
def test_no_command_shows_the_help(arguments: list[str]) -> None:
    """Exit status 2, as for a wrong argument."""
    done = CliRunner().invoke(app, arguments)

    assert 2 == done.exit_code
    assert "Commands:" in done.output
    assert "Error" not in done.output
