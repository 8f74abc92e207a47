"""Timers and messages go in the order of their times."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import TopicPartition

from runtime import clock
from runtime.loop.input_time import NEVER, InputTime
from runtime.record import Found

A, B = TopicPartition("a", 0), TopicPartition("b", 0)
NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)


def at(hour: int) -> datetime:
    """Return the instant *hour* of the day of the tests."""
    return NOW.replace(hour=hour)


def stamp(instant: datetime) -> int:
    """Return *instant* as Kafka has it."""
    return int(instant.timestamp() * 1_000)


class FakeConsumer:
    """A consumer by its position in each place, the end, and the hour of the broker's answer."""

    def __init__(self, a: tuple[int, int | None], b: tuple[int, int | None] = (0, 0), *, answered: int = 0) -> None:
        self.known = {A: a, B: b}
        self.answered = answered

    def highwater(self, place: TopicPartition) -> int | None:
        """Return the end, which is None before the first answer."""
        return self.known[place][1]

    def last_poll_timestamp(self, place: TopicPartition) -> int | None:
        """Return when the answer came."""
        return None if self.known[place][1] is None else stamp(at(self.answered))

    async def position(self, place: TopicPartition) -> int:
        """Return the next offset."""
        return self.known[place][0]


def record(topic: str, hour: int, *, header: str | None = None, written: datetime | None = None) -> Found:
    """Return a record of *topic* that was written at *hour*."""
    headers = {
        "ce_specversion": "1.0",
        "ce_id": "1",
        "ce_source": "/test",
        "ce_type": "imr.test",
        "ce_time": at(hour).isoformat() if header is None else header,
        "ce_dataschema": "urn:imr:schema:imr.test:1",
    }
    return Found(topic, 0, 0, stamp(written or at(hour)), None, b"{}", [(name, text.encode()) for name, text in headers.items()])


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let it be noon; the clock is not set afterwards."""
    monkeypatch.setattr(clock, "real", lambda: NOW)
    yield
    clock.shift(0)


READ, BEHIND, NEW = (5, 5), (3, 5), (0, None)


@pytest.mark.parametrize(
    ("a", "b", "polled", "until"),
    [
        (READ, READ, {}, at(9)),
        (READ, NEW, {}, NEVER),
        (NEW, NEW, {"a": 1}, NEVER),
        (READ, BEHIND, {}, NEVER),
        (READ, BEHIND, {"b": 7}, at(7)),
        (BEHIND, BEHIND, {"a": 8, "b": 7}, at(7)),
        (READ, BEHIND, {"a": 2, "b": 11}, at(9)),
        (READ, READ, {"a": 2, "b": 3}, at(9)),
    ],
)
async def test_the_topic_that_is_furthest_behind_counts(
    a: tuple[int, int | None], b: tuple[int, int | None], polled: dict[str, int], until: datetime
) -> None:
    """A topic is read up to the last record polled, or at its end to the time that was asked."""
    found = InputTime((A, B))

    for hour in (9, 10):
        await found.note(
            FakeConsumer(a, b, answered=hour), [record(topic, at_hour) for topic, last in polled.items() for at_hour in (0, last)]
        )

    assert until == found.until(NOW)


async def test_an_answer_that_lay_there_for_hours_counts_from_its_question() -> None:
    """A process that is stopped reads an old end later; the next answer tells of meanwhile.

    For the first answer it is the time of the assignment.
    """
    found = InputTime((A,), at(0))
    seen = []
    for position_and_end, hour in ((READ, 1), (READ, 1), (READ, 2), (READ, 11), ((5, 6), 12)):
        await found.note(FakeConsumer(position_and_end, answered=hour), [])
        seen.append(found.until(NOW))

    assert [at(0), at(0), at(1), at(2), at(2)] == seen


async def test_without_news_the_time_stands_still() -> None:
    """An open transaction hides messages: position and end differ, and nothing is polled."""
    found = InputTime((A,))
    for hour, place in ((1, READ), (2, READ), (3, BEHIND), (4, BEHIND)):
        await found.note(FakeConsumer(place, answered=hour), [])

    assert at(1) == found.until(NOW)


@pytest.mark.parametrize(
    ("next_record", "until"),
    [
        (None, at(10)),
        (record("a", 9), at(9)),
        (record("a", 11), at(10)),
        (record("a", 0, header="no time"), NEVER),
        (record("a", 0, header="2026-01-02T09:00:00"), NEVER),
        (record("a", 9, header="9999-12-31T23:59:59Z"), at(9)),
        (record("a", 9, header="0001-01-01T00:00:00+14:00"), datetime.fromisoformat("0001-01-01T00:00:00+14:00")),
        (record("a", 10, written=datetime(9000, 1, 1, tzinfo=UTC)), at(10)),
    ],
)
async def test_a_timer_fires_before_a_message_that_was_written_later(next_record: Found | None, until: datetime) -> None:
    """A record that tells no time, or one ahead of Kafka's, fires nothing early."""
    found = InputTime((A,))
    for hour in (10, 11):
        await found.note(FakeConsumer(READ, answered=hour), [])

    assert until == found.until(NOW, next_record)


async def test_no_timer_fires_later_than_now_or_without_a_clock() -> None:
    """A clock of the machine that went back, or is not trusted, fires nothing."""
    found = InputTime((A,))
    for hour in (10, 11):
        await found.note(FakeConsumer(READ, answered=hour), [])

    assert [at(9), NEVER] == [found.until(at(9)), found.until(None)]


async def test_a_clock_that_is_set_on_does_not_age_messages() -> None:
    """A message of yesterday's clock is of yesterday; the end counts by the clock of today."""
    clock.shift(timedelta(days=40).total_seconds())
    now, found = clock.now(), InputTime((A,))
    for hour in (9, 10):
        await found.note(FakeConsumer(READ, answered=hour), [])

    assert at(8) == found.until(now, record("a", 8))
    assert at(9) + timedelta(days=40) == found.until(now)
