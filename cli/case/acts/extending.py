"""`imr case extend` gives a clock more time; `convert` another priority."""

from datetime import date
from typing import Annotated, Literal

import typer

from cli.case.acts.sending import send
from cli.session.connection import connect, wrong_option
from cli.session.local_time import a_day
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, who
from runtime import clock
from schemas.form.utilization_review import Certification
from schemas.messages.acts.conversion import ConvertReview
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


def convert(
    case_number: str,
    to: Annotated[Literal["expedited", "standard"], typer.Option(help="The priority from now on.")],
    reason: Reason,
    certified_by: Annotated[str | None, typer.Option(help="The physician who certified it.")] = None,
    certified_on: Annotated[
        date | None, typer.Option(help="The day of the certification.", parser=a_day, metavar="YYYY-MM-DD")
    ] = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Convert the review of CASE_NUMBER to expedited by a physician's certification, or back.

    The certification says that delay is an imminent and serious threat to health; without one only
    a review whose utilization review was expedited can be. A review goes back to standard where the
    certification is withdrawn. The parties are told.
    """
    if (certified_by is None) != (certified_on is None):
        wrong_option("--certified-by, --certified-on", "a certification has both its physician and its day")
    settings = connect()
    options = {"priority": "--to", "name": "--certified-by"}
    certification = None
    if certified_by is not None:
        certification = command_of(Certification, options, name=certified_by, certified_on=certified_on, reason=reason)
    command = command_of(
        ConvertReview,
        options,
        case_number=case_number,
        priority=to,
        certification=certification,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)
