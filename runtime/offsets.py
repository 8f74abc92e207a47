"""The committed offset of a partition, asked in a way that tells "there is none" from "ask me later".

A broker that has just started answers with an error for the whole group until it has read its offsets again. aiokafka looks only at the
errors of single partitions and takes the empty answer for "never committed" (0.14, `committed()`): a worker that believed it would begin
at the beginning and read everything again.
"""

import asyncio
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError, NotCoordinatorForGroupError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest

_PAUSE_SECONDS = 0.1


async def committed_offset(coordinator: Any, place: TopicPartition) -> int | None:
    """The offset that the group of *coordinator*, a consumer's, has committed at *place*; None if there is none.

    What is retriable is tried again for as long as it takes: the caller has the bound. Raises other KafkaErrors.
    """
    while True:
        try:
            await coordinator.ensure_coordinator_known()
            return _offset(await coordinator._send_req(_request(coordinator, place)))  # noqa: SLF001 - it has no public question that tells
        except NotCoordinatorForGroupError:
            coordinator.coordinator_dead()
        except KafkaError as error:
            if not error.retriable:
                raise
        await asyncio.sleep(_PAUSE_SECONDS)


def _request(coordinator: Any, place: TopicPartition) -> OffsetFetchRequest:
    return OffsetFetchRequest(coordinator.group_id, [(place.topic, [place.partition])])


def _offset(response: Any) -> int | None:
    """What *response* says of the one partition that was asked about; raises its error, that of the group before that of the partition."""
    _raise(getattr(response, "error_code", 0))  # older versions have none for the group
    ((_topic, ((_partition, offset, _metadata, code),)),) = response.topics
    _raise(code)
    return int(offset) if offset >= 0 else None


def _raise(code: int) -> None:
    if code:
        raise for_code(code)
