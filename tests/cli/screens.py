"""Commands as a terminal of some width or a pipe shows them."""

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.core import TyperGroup

WIDTHS = (40, 80, 200)


def set_width(monkeypatch: pytest.MonkeyPatch, width: int | None) -> None:
    """Have every command print for a terminal of *width* columns, or None for a pipe."""
    for name, module in list(sys.modules.items()):
        if name.startswith("cli.") and hasattr(module, "terminal_width"):
            monkeypatch.setattr(module, "terminal_width", lambda: width)


def commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command of *group* with its path, those of its groups too."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def sentence(printed: str) -> str:
    """Return the text *printed* in a frame, in one line."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", printed).split())
