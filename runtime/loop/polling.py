"""Poll each partition of a worker for itself, so that none waits for another's backlog.

A common poll returns a bounded number of records, earliest fetched first: a partition with a
larger backlog would starve the others. A partition with buffered records is not polled, unless they
wait for other topics.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import TopicPartition

from runtime.record import Record

POLL_MS = 200

Polled = Mapping[int, Sequence[Sequence[Record]]]
"""The polled records by partition number, one sequence for each topic."""


async def poll(consumer: Any, wanted: Mapping[int, Sequence[str]], *, may_wait: bool) -> Polled:
    """Poll the *wanted* topics of each partition; wait for a first record if it *may_wait*.

    It may if every partition wants all its topics.
    """
    polled: dict[int, list[Sequence[Record]]] = defaultdict(list)
    if may_wait:
        for place, records in (await consumer.getmany(timeout_ms=POLL_MS)).items():
            if place.partition in wanted:  # else not open yet: opening seeks back to the committed offset
                polled[place.partition].append(records)
    for number in frozenset(wanted) - frozenset(polled):
        places = [TopicPartition(topic, number) for topic in wanted[number]]
        polled[number] += (await consumer.getmany(*places, timeout_ms=0)).values()
    return polled
