"""`imr case appeal`, `affirm` and `remand`: a petition to the board, and its outcome."""

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from cli.case.acts.former_review import former_review
from cli.case.acts.sending import send
from cli.session.connection import connect, no_such_case, partition_of_case
from cli.session.local_time import a_day
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, who
from cli.session.output import say_aside
from runtime import clock
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.acts.appeals import AffirmCase, AppealCase, AppealGround, Petitioner
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.acts.remand import RemandCase
from schemas.messages.intake import ApplicationReceived
from schemas.messages.letters import LetterServed
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, LETTERS_EVENTS, TRIAGE_EVENTS, Topic

OfPetitioner = Annotated[
    Petitioner | None, typer.Option("--by", help="The party whose petition it was.", show_default="the only one that is pending")
]


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
    recorded too, and one of each party. Until the court decides, nothing of the case is dropped.
    """
    settings = connect()
    case_number, events = where_it_goes_on(settings, case_number, LETTERS_EVENTS)
    command = command_of(
        AppealCase,
        {"petitioned_on": "--on", "petitioner": "--by"},
        case_number=case_number,
        jurisdiction=jurisdiction_of(events),
        petitioned_on=petitioned_on,
        petitioner=by,
        ground=ground,
        appeal_until=last_day(by, events),
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def affirm(
    case_number: str,
    decided_on: Annotated[date, typer.Option("--on", help="The day of the decision.", parser=a_day, metavar="YYYY-MM-DD")],
    reason: Reason,
    by: OfPetitioner = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Record that a petition against CASE_NUMBER was denied or withdrawn.

    Its end stands, once no petition of another party is pending.
    """
    settings = connect()
    case_number, events = where_it_goes_on(settings, case_number)
    command = command_of(
        AffirmCase,
        {"decided_on": "--on", "petitioner": "--by"},
        case_number=case_number,
        jurisdiction=jurisdiction_of(events),
        petitioner=by,
        decided_on=decided_on,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def remand(
    case_number: str,
    ordered_on: Annotated[date, typer.Option("--on", help="The day of the order.", parser=a_day, metavar="YYYY-MM-DD")],
    ground: Annotated[AppealGround, typer.Option(help="The ground that the order names: one of the five of LC 4610.6(h).")],
    facts: Annotated[str, typer.Option(help="The facts that the order names.")],
    reason: Reason,
    by: OfPetitioner = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Record the order to review CASE_NUMBER anew: by another reviewer, with a new clock.

    The file is that of the former review with all that came since. An application that was found
    ineligible, or whose review was terminated, is eligible by order.
    """
    settings = connect()
    case_number, events = where_it_goes_on(settings, case_number, TRIAGE_EVENTS, DECISION_EVENTS)
    former = former_review(events)
    if former is None:
        no_such_case(case_number)
    command = command_of(
        RemandCase,
        {"ordered_on": "--on", "petitioner": "--by"},
        case_number=case_number,
        petitioner=by,
        ordered_on=ordered_on,
        ground=ground,
        facts=facts,
        former=former,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def where_it_goes_on(settings: Settings, case_number: str, *topics: Topic) -> tuple[str, list[Message]]:
    """Return the number under which the items of a case are decided, and its events.

    The events are those of intake and of *topics*, each read once. A petition may name the number
    under which the items were filed; if that is another, it says so.
    """
    partition = partition_of_case(case_number, settings)
    seen = asyncio.run(read_to_end(settings, (INTAKE_EVENTS, *topics), partition, subject=case_number))
    events = [each.message for each in seen]
    into = next((each.into for each in events if isinstance(each, CaseConsolidated)), None)
    if into is None:
        return case_number, events
    say_aside(f"{case_number} is consolidated into {into}, which has its determination")
    return where_it_goes_on(settings, into, *topics)


def last_day(party: str, events: Iterable[Message]) -> date | None:
    """Return the last day to appeal of *party* by the newest service on it, None if not known."""
    days = [each.appeal_until for each in events if isinstance(each, LetterServed) and each.party == party]
    return next((day for day in reversed(days) if day is not None), None)


def jurisdiction_of(events: Iterable[Message]) -> str | None:
    """Return the jurisdiction of the case that *events* tell of; None without an application."""
    return next((each.application.jurisdiction for each in events if isinstance(each, ApplicationReceived)), None)
