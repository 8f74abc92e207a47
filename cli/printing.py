"""How commands print: tables for people, JSON for programs."""

import json
from typing import Any

import typer
from rich.console import Console

console = Console()
"""Where tables and progress go."""


def print_json(data: Any) -> None:
    """Print *data* as one line of JSON."""
    typer.echo(json.dumps(data, ensure_ascii=False, default=str))
