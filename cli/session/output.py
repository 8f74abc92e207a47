"""How commands print: tables for people, JSON for programs."""

import json
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress

console = Console()
"""Where tables go."""

_terminal = Console(stderr=True)


def progress_bar() -> Progress:
    """Return a progress bar for long work, on standard error."""
    return Progress(console=_terminal, transient=True, disable=not _terminal.is_terminal)


def print_json(data: Any) -> None:
    """Print *data* as one line of JSON."""
    typer.echo(json.dumps(data, ensure_ascii=False, default=str))
