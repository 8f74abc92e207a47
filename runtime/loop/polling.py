"""What has come for a worker's partitions: each is asked for itself, so that none waits for another's backlog.

A common poll gives a bounded number of records, those first that were fetched first: while one partition has more than that, it would be
the only one that is served. One that still has something in hand is not asked.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from aiokafka import TopicPartition

from runtime.record import Record

POLL_MS = 200

Polled = Mapping[int, Sequence[Sequence[Record]]]
"""By partition number what came for it, one sequence a topic."""


async def poll(consumer: Any, topics: Sequence[str], idle: Collection[int], *, all_idle: bool) -> Polled:
    """What has come on *topics* for the partitions that are *idle*; waits for the first of it only if they *all* are."""
    polled: dict[int, list[Sequence[Record]]] = defaultdict(list)
    if all_idle:
        for place, records in (await consumer.getmany(timeout_ms=POLL_MS)).items():
            if place.partition in idle:  # else not open yet: opening seeks back to the committed offset
                polled[place.partition].append(records)
    for number in frozenset(idle) - frozenset(polled):
        places = [TopicPartition(topic, number) for topic in topics]
        polled[number] += (await consumer.getmany(*places, timeout_ms=0)).values()
    return polled
