"""Messages through intake's handlers, for the tests of each."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.assessment import Outcome
from schemas.messages.decision import Decision, DeterminationSigned
from schemas.messages.intake import (
    ApplicationFoundIneligible,
    ReceiveRecords,
    ScreenApplication,
)
from schemas.messages.ledgers.clocks import ClockChanged, DeadlineMissed
from services.intake.clocks.running import RECORDS_DUE
from services.intake.handlers.changing.answering import on_answer_due
from services.intake.handlers.clocks import on_records_due
from services.intake.handlers.medical_records import on_receive_records
from services.intake.handlers.screening import on_screen_application
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.messages import AT, no_records, screening

PACIFIC = ZoneInfo("America/Los_Angeles")
REVIEW = application().utilization_review


def screen(tables: Tables, message: ScreenApplication, at: datetime | None = None) -> list[Message]:
    """Screen an application under California's rules, on its receipt or *at* another time.

    The helpers here leave out the events of clocks.
    """
    return others(on_screen_application(message, at or message.received_at, tables=tables, jurisdiction_of=load_jurisdiction))


def receive(tables: Tables, message: ReceiveRecords) -> list[Message]:
    """Receive records under California's rules."""
    return others(on_receive_records(message, AT, tables=tables, jurisdiction_of=load_jurisdiction))


def lapse(tables: Tables, due_at: datetime | None = None) -> list[Message]:
    """Let the time for the records of the case run out under California's rules.

    Without *due_at* its timer fires, or one that was stopped meanwhile.
    """
    timer = tables.timers.pop(f"{CASE_NUMBER}/{RECORDS_DUE}", None)
    fired_at = due_at or (timer.due_at if timer else AT)
    return others(on_records_due(CASE_NUMBER, fired_at, tables=tables, jurisdiction_of=load_jurisdiction))


def unanswered(tables: Tables, number: str = CASE_NUMBER) -> list[Message]:
    """Let the time for answers about the eligibility run out, if the case waits for them."""
    timer = tables.timers.pop(f"{number}/answer-due", None)
    if timer is None:
        return []
    return others(on_answer_due(number, timer.due_at, tables=tables, jurisdiction_of=load_jurisdiction))


def others(messages: list[Message]) -> list[Message]:
    """Return *messages* without those that tell of clocks."""
    return [each for each in messages if not isinstance(each, ClockChanged | DeadlineMissed)]


def ends(tables: Tables) -> list[str]:
    """Return the keys of the timers that fire at the end of a clock."""
    return [key for key in tables.timers if not key.endswith("-approaching")]


def told(messages: list[Message]) -> list[tuple[str, str]]:
    """Return the names and changes of the clocks that *messages* tell of."""
    return [(each.name, each.change) for each in messages if isinstance(each, ClockChanged)]


def pacific(text: str) -> datetime:
    """The instant at which a clock on a Californian wall shows *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC)


def waiting() -> Tables:
    """Return the state after an application without medical records was screened."""
    tables = Tables()
    screen(tables, screening(**no_records()))
    return tables


def ready() -> Tables:
    """Return the state after a complete application was screened."""
    tables = Tables()
    screen(tables, screening())
    return tables


def doubtful(key: str = "doubtful", **changes: Any) -> ScreenApplication:
    """An application whose one item may be the first of the example."""
    first = application().items[0]
    item = first.model_copy(update={"request": "Chiropractic care, 6 visits"})
    return screening(key, **{"items": (item,), **changes})


def determined(case_number: str = CASE_NUMBER, outcomes: tuple[Outcome, ...] = ("upheld", "overturned")) -> DeterminationSigned:
    """A signed determination, as far as intake looks at it."""
    decisions = tuple(Decision.model_construct(item=number, outcome=each) for number, each in enumerate(outcomes, 1))  # type: ignore[call-arg]
    return DeterminationSigned.model_construct(  # type: ignore[call-arg]
        case_number=case_number, decided_on=date(2015, 4, 27), decisions=decisions, reason_for_correction=None
    )


def codes(messages: list[Message]) -> list[str]:
    """The codes of the reasons that *messages* give."""
    return [reason.code for message in messages if isinstance(message, ApplicationFoundIneligible) for reason in message.reasons]
