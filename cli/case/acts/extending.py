"""`imr case extend` gives a decision clock more time, with approval."""

from typing import Annotated

import typer

from cli.case.acts.sending import send
from cli.session.connection import connect
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, who
from runtime import clock
from schemas.messages.acts.extensions import ExtendClock


def extend(
    case_number: str,
    days: Annotated[int, typer.Option(help="How many calendar days more.", min=1, max=366)],
    approval: Annotated[str, typer.Option(help="The approval of the administrative director, by its id.")],
    reason: Reason,
    name: Annotated[str, typer.Option("--clock", help="The clock; imr case clocks names those that run.")] = "determination-due",
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Give the determination of CASE_NUMBER more time, for good cause.

    California: up to three days in all, with approval of the administrative director (LC
    4610.6(d)(3)). A clock that has run out is not extended.
    """
    settings = connect()
    command = command_of(
        ExtendClock,
        {"name": "--clock"},
        case_number=case_number,
        name=name,
        days=days,
        approval=approval,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)
