"""Timers, and wall clocks that jump."""

from datetime import UTC, date, datetime, timedelta

import pytest

from runtime.handlers import Handlers, Outgoing
from runtime.service import Service
from runtime.state.state import State, Timer
from runtime.state.timers import JUMP_MAX, SteadyClock
from runtime.testing import NOON, MemoryStream
from schemas.messages.intake import RecordsOverdue, RecordsRequested
from schemas.topics import INTAKE_EVENTS
from tests.examples import CASE_NUMBER

HOUR = timedelta(hours=1)


def _reminding() -> Service:
    """Return a service that sets a timer of one hour per request and reports when it fires."""

    def create_handlers(state: State) -> Handlers:
        def on_records_requested(message: RecordsRequested, at: datetime) -> Outgoing:
            timer = Timer(clock="records-due", subject=message.case_number, due_at=at + HOUR)
            state.timers[f"{timer.subject}/{timer.clock}"] = timer
            return []

        handlers = Handlers()
        handlers.on(RecordsRequested, on_records_requested)
        handlers.on_timer(
            "records-due", lambda subject, due_at: [RecordsOverdue(case_number=subject, records_due_on=due_at.date())]
        )
        return handlers

    return Service("triage", (INTAKE_EVENTS,), create_handlers)


async def test_a_clock_fires_once_when_it_runs_out() -> None:
    """A timer fires once, at its instant and not a second before.

    The event's id is derived from case, timer and due instant.
    """
    stream = MemoryStream(_reminding())
    stream.publish(RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 5)))
    await stream.settle()

    await stream.pass_time(HOUR - timedelta(seconds=1))
    before = stream.messages(RecordsOverdue)
    await stream.pass_time(timedelta(seconds=1))
    await stream.pass_time(HOUR)

    assert [] == before
    assert [{}] * 4 == [dict(state.timers) for state in stream.states("triage")]
    assert [RecordsOverdue(case_number=CASE_NUMBER, records_due_on=(NOON + HOUR).date())] == stream.messages(RecordsOverdue)


@pytest.mark.parametrize(
    ("jump", "trusted"),
    [(timedelta(0), True), (JUMP_MAX, True), (JUMP_MAX + timedelta(seconds=1), False), (-JUMP_MAX - HOUR, False)],
)
def test_a_wall_clock_that_jumps_is_not_believed(jump: timedelta, trusted: bool) -> None:  # noqa: FBT001 - a row of the table
    """A wall clock that jumps is not trusted.

    One hour passes; the wall clock advances by an hour and *jump*.
    """
    monotonic = iter([0.0, HOUR.total_seconds()])
    clock = SteadyClock(lambda: next(monotonic))
    start = datetime(2015, 4, 1, tzinfo=UTC)
    clock.trusted(start)

    shown = clock.trusted(start + HOUR + jump)

    assert trusted == (shown is not None)


def test_a_clock_that_comes_back_is_believed_again() -> None:
    """A wall clock that jumped and came back is trusted again."""
    clock = SteadyClock(lambda: 0.0)
    start = datetime(2015, 4, 1, tzinfo=UTC)

    assert [start, None, start] == [clock.trusted(each) for each in (start, start + HOUR, start)]


async def test_a_clock_whose_handler_has_a_bug_is_not_lost() -> None:
    """A timer whose handler raises stays due, and fires once after the fix and a restart.

    Meanwhile the worker goes on.
    """
    mended = False

    def create_handlers(state: State) -> Handlers:
        handlers = _reminding().create_handlers(state)
        fires = handlers.timers["records-due"]
        handlers.timers["records-due"] = lambda subject, due_at: fires(subject, due_at) if mended else [1 / 0]  # type: ignore[list-item]
        return handlers

    stream = MemoryStream(Service("triage", (INTAKE_EVENTS,), create_handlers))
    stream.publish(RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 5)))
    await stream.settle()
    await stream.pass_time(HOUR)
    await stream.pass_time(HOUR)
    before = stream.messages(RecordsOverdue)

    mended = True
    stream.restart("triage")
    await stream.pass_time(timedelta(0))

    assert [] == before
    assert 1 == len(stream.messages(RecordsOverdue))


async def test_what_a_clock_says_names_the_message_that_set_it() -> None:
    """A timer's event names the message that set the timer as its cause."""
    stream = MemoryStream(_reminding())
    request = stream.publish(RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 5)))
    await stream.settle()
    await stream.pass_time(HOUR)

    (overdue,) = [envelope for envelope, message in stream.read() if isinstance(message, RecordsOverdue)]
    assert (request, request) == (overdue.causation_id, overdue.correlation_id)
