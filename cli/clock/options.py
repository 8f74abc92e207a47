"""The jurisdiction whose clocks are meant."""

from typing import Annotated

import typer

from cli.session.connection import fail, read_settings, wrong_option
from jurisdictions.files import JurisdictionNotSound, UnknownJurisdiction, load_jurisdiction
from jurisdictions.model import Jurisdiction as Rules

Jurisdiction = Annotated[str | None, typer.Option(help="The jurisdiction.", show_default="IMR_JURISDICTION")]


def rules_of(jurisdiction: str | None) -> Rules:
    """Return the rules of *jurisdiction* or of the settings; end the command without any."""
    named = read_settings().jurisdiction if jurisdiction is None else jurisdiction
    try:
        return load_jurisdiction(named)
    except JurisdictionNotSound as error:
        fail(*str(error).split("\n"))
    except UnknownJurisdiction as error:
        wrong_option("--jurisdiction" if jurisdiction is not None else "IMR_JURISDICTION", str(error))
