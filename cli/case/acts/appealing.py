"""`imr case appeal` and `affirm`: a petition to the appeals board, and its denial."""

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from cli.case.acts.sending import send
from cli.session.connection import connect, partition_of_case
from cli.session.local_time import a_day
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, who
from runtime import clock
from runtime.outside.follow import read_to_end
from schemas.message import Message
from schemas.messages.acts.appeals import AffirmCase, AppealCase, AppealGround, Petitioner
from schemas.messages.letters import LetterServed
from schemas.topics import LETTERS_EVENTS


def appeal(
    case_number: str,
    petitioned_on: Annotated[
        date, typer.Option("--on", help="The day on which the petition was filed.", parser=a_day, metavar="YYYY-MM-DD")
    ],
    by: Annotated[Petitioner, typer.Option(help="The party that petitions.")],
    ground: Annotated[AppealGround, typer.Option(help="Its ground: one of the five of LC 4610.6(h).")],
    reason: Reason,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Record a petition to the appeals board against the end of CASE_NUMBER.

    The answer says whether it came within the time that service on the party began; a late one is
    recorded too. Until the court decides, nothing of the case is dropped.
    """
    settings = connect()
    partition = partition_of_case(case_number, settings)
    seen = asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition, subject=case_number))
    command = command_of(
        AppealCase,
        {"petitioned_on": "--on"},
        case_number=case_number,
        petitioned_on=petitioned_on,
        petitioner=by,
        ground=ground,
        appeal_until=last_day(by, (each.message for each in seen)),
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def affirm(
    case_number: str,
    decided_on: Annotated[date, typer.Option("--on", help="The day of the decision.", parser=a_day, metavar="YYYY-MM-DD")],
    reason: Reason,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Record that the petition against CASE_NUMBER was denied or withdrawn: its end stands."""
    settings = connect()
    command = command_of(
        AffirmCase,
        {"decided_on": "--on"},
        case_number=case_number,
        decided_on=decided_on,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def last_day(party: str, events: Iterable[Message]) -> date | None:
    """Return the last day to appeal of *party* by the newest service on it, None if not known."""
    days = [each.appeal_until for each in events if isinstance(each, LetterServed) and each.party == party]
    return next((day for day in reversed(days) if day is not None), None)
