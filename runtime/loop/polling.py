"""Poll each partition of a worker for itself, so that none waits for another's backlog.

A common poll returns a bounded number of records, earliest fetched first: a partition with a
larger backlog would starve the others. A partition with buffered records is not polled.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from aiokafka import TopicPartition

from runtime.record import Record

POLL_MS = 200

Polled = Mapping[int, Sequence[Sequence[Record]]]
"""The polled records by partition number, one sequence for each topic."""


async def poll(consumer: Any, topics: Sequence[str], idle: Collection[int], *, all_idle: bool) -> Polled:
    """Poll *topics* for the *idle* partitions; wait for a first record only if all are idle."""
    polled: dict[int, list[Sequence[Record]]] = defaultdict(list)
    if all_idle:
        for place, records in (await consumer.getmany(timeout_ms=POLL_MS)).items():
            if place.partition in idle:  # else not open yet: opening seeks back to the committed offset
                polled[place.partition].append(records)
    for number in frozenset(idle) - frozenset(polled):
        places = [TopicPartition(topic, number) for topic in topics]
        polled[number] += (await consumer.getmany(*places, timeout_ms=0)).values()
    return polled
