"""Options that several commands share, each defined once."""

import getpass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, TypeAdapter, ValidationError

from cli.session.connection import fail, wrong_option
from reading.wording import first_in_words, in_words
from schemas.message import Name

C = TypeVar("C", bound=BaseModel)

_OPTIONS = {
    "": "",
    "case_number": "CASE_NUMBER",
    "service_id": "SERVICE",
    "reviewer_id": "--reviewer",
    "parties": "--party",
    "findings": "--finding",
}
"""The options whose fields have another name."""


NUMBER_MAX = 1_000_000_000
"""The greatest number that an option takes which has no limit of its own."""

_YEAR_SECONDS = 31_536_000


def of_seconds(seconds: float) -> float:
    """Return *seconds*; end the command unless they are a number that can be waited for."""
    if not 0 <= seconds <= _YEAR_SECONDS:  # which is false for nan
        raise typer.BadParameter(f"{seconds:g} is not a number of seconds from 0 to {_YEAR_SECONDS}, a year")
    return seconds


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
AsJsonLines = Annotated[bool, typer.Option("--json", help="Print JSON Lines: one JSON value a line.")]
Timeout = Annotated[float, typer.Option(help="The longest wait, in seconds.", callback=of_seconds)]
DataDir = Annotated[Path | None, typer.Option(help="The folder for all data.", show_default="var/imr", metavar="FOLDER")]
Actor = Annotated[str | None, typer.Option(help="Your name, for the audit trail.", show_default="your login name")]
Reason = Annotated[str, typer.Option(help="Why, for the audit trail.")]


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
        wrong_option(option, first_in_words(error))


def command_of(kind: type[C], options: dict[str, str] | None = None, /, **fields: Any) -> C:
    """Return the message with these *fields*; end the command at one that it cannot hold.

    *options* names the option of a field where it differs from the usual one.
    """
    try:
        return kind(**fields)
    except ValidationError as error:
        names = {**_OPTIONS, **(options or {})}
        wrong = {str(each["loc"][0]) if each["loc"] else "": in_words(each) for each in error.errors()}
        told = {names.get(field, f"--{field}".replace("_", "-")): text for field, text in wrong.items()}
        wrong_option(", ".join(told), "; ".join(dict.fromkeys(told.values())))
