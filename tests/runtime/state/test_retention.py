"""Closed cases are dropped on their day, and are not taken for new ones after it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.handlers import Handlers, Outgoing
from runtime.loop.consume import Result
from runtime.service import Service
from runtime.state.handled import IDS_MAX, Handled
from runtime.state.retention import CASES_MAX, CaseDropped, Dropped, Retention, _with_number
from runtime.state.state import State
from runtime.testing import MemoryStream
from schemas.message import Part
from schemas.messages.intake import RecordsRequested
from schemas.topics import INTAKE_EVENTS
from schemas.wire.dead_letters import DiscardParked, MessageParked, ReplayParked
from tests.examples import CASE_NUMBER

KEPT = timedelta(days=100)
NOW = datetime(2015, 4, 1, 12, tzinfo=UTC)
HOME = 133 % 4


class Seen(Part):
    """The state of a case: it is closed once two messages were seen, open again with a third."""

    times: int


def seeing() -> Service:
    """Return a service that counts the messages of each case, and keeps closed ones for KEPT."""

    def create_handlers(state: State) -> Handlers:
        seen = state.table("seen", Seen)

        def see(message: RecordsRequested, _at: datetime) -> Outgoing:
            known = seen.get(message.case_number)
            if message.records_due_on.year == 1901:
                raise ValueError("a bug")
            seen[message.case_number] = Seen(times=1 + (known.times if known else 0))
            return []

        def is_closed(subject: str) -> bool:
            known = seen.get(subject)
            return known is not None and known.times % 2 == 0

        handlers = Handlers()
        handlers.on(RecordsRequested, see)
        handlers.retain(Retention(state, is_closed, seen.__delitem__, lambda at: at + KEPT))
        return handlers

    return Service("triage", (INTAKE_EVENTS,), create_handlers)


def requested(case_number: str = CASE_NUMBER, year: int = 2015) -> RecordsRequested:
    """Return a message of a case; of the year 1901, one that cannot be handled."""
    return RecordsRequested(case_number=case_number, records_due_on=NOW.date().replace(year=year))


async def stream(*messages: RecordsRequested) -> MemoryStream:
    """Return a stream on which *messages* were handled."""
    found = MemoryStream(seeing(), now=NOW)
    for message in messages:
        found.publish(message)
    await found.settle()
    return found


def kept(found: MemoryStream) -> dict[str, int]:
    """Return the number of records in each table of all partitions that has one."""
    counts: dict[str, int] = {}
    for state in found.states("triage"):
        for name, table in state._tables.items():
            if len(table):
                counts[name] = counts.get(name, 0) + len(table)
    return counts


async def test_a_closed_case_is_dropped_on_its_day() -> None:
    """Its state, the ids of its messages, the list and the timer are gone; its number is kept."""
    found = await stream(requested(), requested())
    await found.pass_time(KEPT - timedelta(seconds=1))
    assert {"seen": 1, "handled": 1, "retention": 2, "timers": 1} == kept(found)

    await found.pass_time(timedelta(seconds=1))

    assert {"dropped": 1} == kept(found)
    assert Dropped(ranges=((1, 1),)) == found.states("triage")[HOME].table("dropped", Dropped)["CM15-133"]


async def test_an_open_case_is_not_dropped() -> None:
    """Neither one that never closed, nor one that was opened again."""
    found = await stream(requested(), requested("CM15-1330002"), *[requested("CM15-1330003")] * 3)

    await found.pass_time(KEPT * 10)

    assert {"seen": 3, "handled": 3} == kept(found)


async def test_a_case_touched_since_counts_anew() -> None:
    """The time runs from the last message."""
    found = await stream(requested(), requested())
    await found.pass_time(KEPT / 2)
    for _ in range(2):
        found.publish(requested())
    await found.pass_time(KEPT / 2)
    assert 1 == kept(found)["seen"]

    await found.pass_time(KEPT / 2)

    assert {"dropped": 1} == kept(found)


async def test_a_message_of_a_dropped_case_is_parked_and_not_handled_as_new() -> None:
    """Another one, and one that was handled before and comes again under its id."""
    found = await stream()
    first = found.publish(requested())
    found.publish(requested())
    await found.pass_time(KEPT)
    found.restart("triage")

    found.publish(requested())
    found.publish(requested(), message_id=first)
    await found.settle()

    parked = [message.parked for message in found.messages(MessageParked)]
    assert ["unhandled", "behind"] == [each.reason for each in parked]
    assert parked[0].error.startswith(f"CaseDropped: the state of {CASE_NUMBER} was dropped")
    assert (2, None) == (found.results[Result.HANDLED], kept(found).get("seen"))


async def test_a_message_of_a_dropped_case_can_be_discarded() -> None:
    """The desk's command is not of the case; a replay parks the message again."""
    found = await stream(requested(), requested())
    await found.pass_time(KEPT)
    found.publish(requested())
    await found.settle()
    (parked,) = found.messages(MessageParked)

    found.publish(ReplayParked(parked=parked.parked, actor="Example Operator"))
    await found.settle()
    again = found.messages(MessageParked)[-1].parked
    assert 2 == again.attempt
    found.publish(DiscardParked(parked=again, actor="Example Operator", reason="too late"))
    await found.settle()

    assert [] == [key for state in found.states("triage") for key in state.parked]


async def test_a_case_with_a_parked_message_waits_for_its_end() -> None:
    """The message can still be replayed; once it is discarded, the case has a day again."""
    found = await stream(requested(), requested(), requested(year=1901))

    await found.pass_time(KEPT)
    assert 1 == kept(found)["seen"]
    (parked,) = found.messages(MessageParked)
    found.publish(DiscardParked(parked=parked.parked, actor="Example Operator", reason="noise"))
    await found.pass_time(KEPT)

    assert {"dropped": 1} == kept(found)


async def test_many_cases_of_a_day_are_dropped_together() -> None:
    """In records of bounded size; a case with many messages too, whose ids are in parts."""
    numbers = [f"CM15-133{number:04d}" for number in range(1, 2 * CASES_MAX + 2)]
    found = await stream(*[requested(number) for number in numbers for _ in range(2)], *[requested()] * IDS_MAX * 2)
    assert (1, 5) == (kept(found)["timers"], kept(found)["retention"])  # a case is on the list for each time it closed

    await found.pass_time(KEPT)

    assert {"dropped": 1} == kept(found)
    assert Dropped(ranges=((1, len(numbers)),)) == found.states("triage")[HOME].table("dropped", Dropped)["CM15-133"]


@given(st.lists(st.integers(1, 30), unique=True))
def test_ranges_hold_the_dropped_numbers_and_no_others(numbers: Sequence[int]) -> None:
    """In any order; neighbours are one range."""
    ranges: tuple[tuple[int, int], ...] = ()
    for number in numbers:
        ranges = _with_number(ranges, number)

    assert sorted(numbers) == [number for first, last in ranges for number in range(first, last + 1)]
    assert all(after[0] > before[1] + 1 for before, after in pairwise(ranges))


def test_other_subjects_are_never_dropped() -> None:
    """A submission or a pool is no case."""
    state = State()
    state.handled["ca-workers-comp"] = Handled(ids=("a",))
    retention = Retention(state, lambda _subject: True, lambda _subject: None, lambda at: at)

    retention.note("ca-workers-comp", NOW)
    retention.check("ca-workers-comp")

    assert state.handled["ca-workers-comp"].drop_on is None


def test_a_dropped_case_is_named() -> None:
    """The error says where its history is."""
    with pytest.raises(CaseDropped, match="its history is in the events"):
        raise CaseDropped(CASE_NUMBER)
