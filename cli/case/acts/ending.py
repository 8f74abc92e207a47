"""`imr case withdraw` and `authorize` end a review; `defer` and `resolve` a deferral."""

from datetime import date
from typing import Annotated, Literal

import typer

from cli.case.acts.sending import SentBy, send
from cli.session.connection import connect
from cli.session.local_time import a_day
from cli.session.options import NUMBER_MAX, Actor, AsJson, Reason, Timeout, command_of, who
from runtime import clock
from schemas.messages.acts.deferral import DeferReview
from schemas.messages.lifecycle import AuthorizeTreatment, ResolveLiability, WithdrawApplication


def withdraw(
    case_number: str,
    sent_by: SentBy,
    reason: Reason,
    ground: Annotated[
        Literal["withdrawn", "settled", "awarded"],
        typer.Option(help="Withdrawn by the worker's side, or the dispute settled or decided by an award."),
    ] = "withdrawn",
    item: Annotated[
        list[int] | None, typer.Option(help="An item by its number; repeat for more. Without it, all items.", min=1, max=NUMBER_MAX)
    ] = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """End the review of CASE_NUMBER, or of single items, without a determination.

    With the last item its clocks stop and its reviewer is free. Treatment that is withdrawn can be
    filed for again.
    """
    settings = connect()
    command = command_of(
        WithdrawApplication,
        {"items": "--item"},
        case_number=case_number,
        sent_by=sent_by,
        items=tuple(item or ()),
        ground=ground,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def authorize(
    case_number: str,
    authorised_on: Annotated[date, typer.Option("--on", help="The day of the authorisation.", parser=a_day, metavar="YYYY-MM-DD")],
    reason: Reason,
    item: Annotated[
        list[int] | None, typer.Option(help="An item by its number; repeat for more. Without it, all items.", min=1, max=NUMBER_MAX)
    ] = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Drop items of CASE_NUMBER that the claims administrator has authorised.

    The review goes on for the others, with a new assessment. With the last item it ends.
    """
    settings = connect()
    command = command_of(
        AuthorizeTreatment,
        {"items": "--item", "authorised_on": "--on"},
        case_number=case_number,
        items=tuple(item or ()),
        authorised_on=authorised_on,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def defer(
    case_number: str,
    reason: Reason,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Defer the review of CASE_NUMBER: the claims administrator disputes liability.

    Its clocks stand still and nothing can be signed until `imr case resolve` tells that the dispute
    has ended; then it goes on where it stood, with its file.
    """
    settings = connect()
    command = command_of(DeferReview, case_number=case_number, actor=who(actor), reason=reason, acted_at=clock.now())
    send(settings, command, case_number, timeout, as_json=as_json)


def resolve(
    case_number: str,
    outcome: Annotated[Literal["liable", "not-liable"], typer.Option(help="How the dispute about liability ended.")],
    notified_on: Annotated[
        date, typer.Option("--on", help="The day of the notice to the worker.", parser=a_day, metavar="YYYY-MM-DD")
    ],
    reason: Reason,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Tell that the dispute about liability for which CASE_NUMBER is deferred has ended.

    The application is screened again; it is in time if it came within thirty days of that notice. A
    review that had begun goes on where it stood or, without liability, ends.
    """
    settings = connect()
    command = command_of(
        ResolveLiability,
        {"notified_on": "--on"},
        case_number=case_number,
        outcome=outcome,
        notified_on=notified_on,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)
