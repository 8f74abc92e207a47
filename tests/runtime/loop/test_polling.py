"""Polling each partition separately, unless it still has buffered records."""

from collections.abc import Sequence

from aiokafka import TopicPartition

from runtime.loop.polling import poll
from runtime.record import Record

TOPICS = ("imr.intake.events", "imr.triage.events")
AT_ONCE = 3


class Consumer:
    """A consumer that, like aiokafka, gives the records fetched first, up to a limit."""

    def __init__(self, fetched: dict[TopicPartition, list[str]]) -> None:
        self.fetched = fetched
        self.waited = 0

    async def getmany(self, *places: TopicPartition, timeout_ms: int) -> dict[TopicPartition, list[str]]:
        """Return the next records, of *places* if given."""
        self.waited += timeout_ms > 0
        found, room = {}, AT_ONCE
        for place in [each for each in self.fetched if not places or each in places]:
            if given := self.fetched[place][:room]:
                found[place], room = given, room - len(given)
                self.fetched[place] = self.fetched[place][len(given) :]
        return found


def place(number: int, topic: str = TOPICS[0]) -> TopicPartition:
    """Return a partition of a topic."""
    return TopicPartition(topic, number)


def flat(batches: Sequence[Sequence[Record]]) -> list[Record]:
    """Return the records of all topics in one list."""
    return [record for batch in batches for record in batch]


async def test_a_backlog_keeps_nobody_waiting() -> None:
    """A long backlog in one partition does not delay the others in the same turn."""
    consumer = Consumer({place(0): list("abcdefgh"), place(1): ["one"], place(1, TOPICS[1]): ["two"], place(2): ["three"]})

    polled = await poll(consumer, dict.fromkeys((0, 1, 2), TOPICS), may_wait=True)

    assert {number: flat(batches) for number, batches in polled.items()} == {0: list("abc"), 1: ["one", "two"], 2: ["three"]}


async def test_who_has_something_in_hand_is_not_asked() -> None:
    """A partition with buffered records is not polled, and the poll does not wait."""
    consumer = Consumer({place(0): ["a"], place(1): ["one"]})

    polled = await poll(consumer, {1: TOPICS}, may_wait=False)

    assert {1: [["one"]]} == {number: list(batches) for number, batches in polled.items()}
    assert (0, ["a"]) == (consumer.waited, consumer.fetched[place(0)])


async def test_a_partition_that_is_not_open_yet_gets_nothing() -> None:
    """Records for a partition that is still opening are dropped; opening seeks back to them."""
    consumer = Consumer({place(3): ["early"], place(0): ["a"]})

    polled = await poll(consumer, {0: TOPICS}, may_wait=True)

    assert {0: ["a"]} == {number: flat(batches) for number, batches in polled.items()}


async def test_a_partition_whose_record_waits_is_polled_for_the_other_topics() -> None:
    """What it waits for may lie there."""
    consumer = Consumer({place(0): ["later"], place(0, TOPICS[1]): ["earlier"]})

    polled = await poll(consumer, {0: TOPICS[1:]}, may_wait=False)

    assert ({0: ["earlier"]}, ["later"]) == (
        {number: flat(batches) for number, batches in polled.items()},
        consumer.fetched[place(0)],
    )
