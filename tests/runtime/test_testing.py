"""The stream in memory behaves as the real one where flow tests rely on it."""

from datetime import datetime, timedelta

import pytest

from runtime.handlers import Handlers
from runtime.service import Service
from runtime.state.state import State, Timer
from runtime.testing import NOON, MemoryStream
from schemas.message import Message, Part
from schemas.messages.intake import DeterminationOverdue, RecordsOverdue
from schemas.topics import INTAKE_EVENTS
from tests.examples import CASE_NUMBER


class Seen(Part):
    """The service's state of a case."""

    number: int


def create_handlers(state: State) -> Handlers:
    """Count an overdue determination, and answer it after an hour."""
    table = state.table("seen", Seen)
    handlers = Handlers()

    def wait(message: DeterminationOverdue, at: datetime) -> list[Message]:
        table[message.case_number] = Seen(number=len(table) + 1)
        due = at + timedelta(hours=1)
        state.timers[f"{message.case_number}/clock"] = Timer(subject=message.case_number, clock="clock", due_at=due)
        return []

    def fire(subject: str, due_at: datetime) -> list[Message]:
        return [RecordsOverdue(case_number=subject, records_due_on=due_at.date())]

    handlers.on(DeterminationOverdue, wait)
    handlers.on_timer("clock", fire)
    return handlers


@pytest.fixture
def stream() -> MemoryStream:
    """Return one service on four partitions."""
    return MemoryStream(Service("triage", (INTAKE_EVENTS,), create_handlers))


OVERDUE = DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=NOON)


async def test_time_passes_only_when_told(stream: MemoryStream) -> None:
    """A timer fires once, after its time, and only when a test lets time pass."""
    stream.publish(OVERDUE)
    await stream.settle()
    await stream.pass_time(timedelta(minutes=59))
    assert [] == stream.messages(RecordsOverdue)

    await stream.pass_time(timedelta(minutes=1))
    await stream.pass_time(timedelta(days=1))

    assert 1 == len(stream.messages(RecordsOverdue))


async def test_a_message_on_its_topic_is_handled_before_time_passes(stream: MemoryStream) -> None:
    """A message that was published before time passes sets its timer in time."""
    stream.publish(OVERDUE)
    await stream.pass_time(timedelta(hours=1))

    assert 1 == len(stream.messages(RecordsOverdue))


async def test_a_restarted_service_has_the_state_of_its_changelog(stream: MemoryStream) -> None:
    """A restarted service has the state and timers of its changelog."""
    stream.publish(OVERDUE)
    await stream.settle()

    stream.restart("triage")
    await stream.pass_time(timedelta(hours=1))

    assert [Seen(number=1)] == [each for state in stream.states("triage") for each in state.table("seen", Seen).values()]
    assert 1 == len(stream.messages(RecordsOverdue))


async def test_messages_that_never_end_are_an_error(stream: MemoryStream) -> None:
    """Messages that never end are an error, so that no test hangs."""
    stream.publish(OVERDUE)

    with pytest.raises(RuntimeError, match="still flow after 0 rounds"):
        await stream.settle(rounds_max=0)
