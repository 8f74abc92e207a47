"""`imr case implement`: proof that overturned treatment is authorised or paid."""

from datetime import date
from typing import Annotated

import typer

from cli.case.acts.sending import send
from cli.session.connection import connect
from cli.session.local_time import a_day
from cli.session.options import NUMBER_MAX, Actor, AsJson, Reason, Timeout, command_of, who
from runtime import clock
from schemas.messages.acts.implementation import ImplementDetermination


def implement(
    case_number: str,
    implemented_on: Annotated[
        date, typer.Option("--on", help="The day of the authorisation or payment.", parser=a_day, metavar="YYYY-MM-DD")
    ],
    reason: Reason,
    item: Annotated[
        list[int] | None,
        typer.Option(help="An item by its number; repeat for more. Without it, all that is owed.", min=1, max=NUMBER_MAX),
    ] = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Record that the claims administrator implemented the determination of CASE_NUMBER.

    It authorises overturned treatment in five working days after service on it, and pays for
    treatment already given in twenty days (8 CCR 9792.10.7). `imr case clocks` shows until when.
    """
    settings = connect()
    command = command_of(
        ImplementDetermination,
        {"items": "--item", "implemented_on": "--on"},
        case_number=case_number,
        items=tuple(item or ()),
        implemented_on=implemented_on,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)
