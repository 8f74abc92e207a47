"""A consumer without a group that sees committed messages only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer

from runtime.settings import Settings
from schemas.topics import MESSAGE_BYTES_MAX

_LONG_MS, _MOMENT_MS = 500, 50


@asynccontextmanager
async def committed_reader(
    settings: Settings, *, records_max: int = 500, fetch_bytes: int = MESSAGE_BYTES_MAX, to_end: bool = False
) -> AsyncIterator[AIOKafkaConsumer]:
    """Start a consumer that reads `read_committed` and commits no offset.

    It takes our largest message, also where one fetch holds fewer *fetch_bytes* of a partition.
    One that reads *to_end* asks for offsets often, and these questions wait behind the fetch before
    them, so its fetches wait for new messages for a moment only.

    The caller assigns partitions and seeks. A poll returns at most *records_max* records.
    Raises aiokafka's KafkaError where no broker answers.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=fetch_bytes,
        max_poll_records=records_max,
        fetch_max_wait_ms=_MOMENT_MS if to_end else _LONG_MS,
    )
    try:
        await consumer.start()
        yield consumer
    finally:
        await asyncio.shield(consumer.stop())
