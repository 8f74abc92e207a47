"""Options that several commands share, each defined once."""

import getpass
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from cli.session.connection import fail
from schemas.message import Name

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
AsJsonLines = Annotated[bool, typer.Option("--json", help="Print JSON Lines: one JSON value a line.")]
Timeout = Annotated[float, typer.Option(help="The longest wait for an answer, in seconds.")]
DataDir = Annotated[Path | None, typer.Option(help="The folder for all data.", show_default="var/imr", metavar="FOLDER")]
Actor = Annotated[str | None, typer.Option(help="Your name, for the audit trail.", show_default="your login name")]


def who(actor: str | None) -> str:
    """Return the actor to record; end the command if there is none."""
    if actor is not None:
        return sound("--actor", Name, actor)
    return login_name() or fail("you have no login name here; say who you are with --actor")


def login_name() -> str | None:
    """Return the user's login name; None in a container whose user has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


def sound(option: str, form: Any, text: str) -> str:
    """*text* as messages hold it; ends the command where they would not."""
    try:
        return str(TypeAdapter(form).validate_python(text))
    except ValidationError as error:
        fail(f"{option}: {error.errors()[0]['msg']}")
