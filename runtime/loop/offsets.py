"""The committed offsets of partitions, asked in a way that tells "there is none" from "ask me later".

A broker that has just started answers with an error for the whole group until it has read its offsets again. aiokafka looks only at the
errors of single partitions and takes the empty answer for "never committed" (0.14, `committed()`): a worker that believed it would begin
at the beginning and read everything again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError, NotCoordinatorForGroupError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest

_PAUSE_SECONDS = 0.1


async def committed_offsets(coordinator: Any, places: Sequence[TopicPartition]) -> Mapping[TopicPartition, int | None]:
    """The offsets that the group of *coordinator*, a consumer's, has committed at *places*, in one answer; None where there is none.

    What is retriable is tried again for as long as it takes: the caller has the bound. Raises other KafkaErrors.
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


def _request(coordinator: Any, places: Sequence[TopicPartition]) -> OffsetFetchRequest:
    numbers = defaultdict(list)
    for place in places:
        numbers[place.topic].append(place.partition)
    return OffsetFetchRequest(coordinator.group_id, list(numbers.items()))


def _offsets(response: Any) -> Mapping[TopicPartition, int | None]:
    """What *response* says of the partitions that were asked about; raises an error of the group, or else of a partition."""
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
