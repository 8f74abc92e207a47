"""Read committed offsets so that "none" and "ask me later" are told apart.

A broker that has just started answers with an error for the whole group until it has loaded its
offsets. aiokafka's `committed()` (0.14) looks only at errors of single partitions and takes the
empty answer for "never committed"; a worker that believed it would read every topic from the
start.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, NotCoordinatorForGroupError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest

from runtime.logs import logger

log = logger("offsets")

_PAUSE_SECONDS = 0.1


class MessagesGone(RuntimeError):
    """Retention removed messages that this service has not read."""

    def __init__(self, place: TopicPartition, committed: int, begins: int) -> None:
        super().__init__(f"{place.topic}/{place.partition} was read to offset {committed} and begins at {begins}")


async def committed_offsets(coordinator: Any, places: Sequence[TopicPartition]) -> Mapping[TopicPartition, int | None]:
    """Return the committed offset of each place in the coordinator's group, or None.

    Retriable errors are retried without limit, so the caller sets the bound. Raises other
    KafkaErrors.
    """
    while True:
        try:
            await coordinator.ensure_coordinator_known()
            return _offsets(await coordinator._send_req(_request(coordinator, places)))  # noqa: SLF001 - it has no public question that tells
        except NotCoordinatorForGroupError:
            coordinator.coordinator_dead()
        except KafkaError as error:
            if not error.retriable:
                raise
        await asyncio.sleep(_PAUSE_SECONDS)


def refuse_gone(place: TopicPartition, committed: int, begins: int) -> None:
    """Raise MessagesGone if *place* begins behind the *committed* offset."""
    if committed < begins:
        log.critical("messages_gone", topic=place.topic, partition=place.partition, offset=committed, count=begins - committed)
        raise MessagesGone(place, committed, begins)


def _request(coordinator: Any, places: Sequence[TopicPartition]) -> OffsetFetchRequest:
    numbers = defaultdict(list)
    for place in places:
        numbers[place.topic].append(place.partition)
    return OffsetFetchRequest(coordinator.group_id, list(numbers.items()))


def _offsets(response: Any) -> Mapping[TopicPartition, int | None]:
    """Return the offsets in *response*; raise the group's error, else a partition's."""
    _raise(getattr(response, "error_code", 0))  # older versions have none for the group
    offsets = {}
    for topic, partitions in response.topics:
        for number, offset, _metadata, code in partitions:
            _raise(code)
            offsets[TopicPartition(topic, number)] = int(offset) if offset >= 0 else None
    return offsets


def _raise(code: int) -> None:
    if code:
        raise for_code(code)


def fall_back_to(consumer: AIOKafkaConsumer, strategy: int) -> None:
    """Set where *consumer* goes on reading if an offset is not there.

    At an assignment that is the beginning, since aiokafka asks before we seek. Later it is nowhere:
    retention that overtakes a slow worker must not make it skip messages.
    """
    fetcher = consumer._fetcher  # noqa: SLF001 - the strategy is set for the life of a consumer only
    if fetcher is not None:  # None before the start
        fetcher._default_reset_strategy = strategy  # noqa: SLF001


def stable_offsets(consumer: AIOKafkaConsumer, places: Iterable[TopicPartition]) -> dict[tuple[str, int], tuple[int, int]]:
    """Return the last stable offset and the end of each of *places*, as of the last fetch.

    Places that were not fetched yet are left out.
    """
    known = [(each, consumer.last_stable_offset(each), consumer.highwater(each)) for each in places]
    return {
        (each.topic, each.partition): (stable, reaches)
        for each, stable, reaches in known
        if stable is not None and reaches is not None and stable >= 0
    }
