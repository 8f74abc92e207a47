"""The benchmark of restoring a partition of 1,000,000 records.

Measured in memory, on an empty disk, and on disk after a restart.
"""

import asyncio
import json
import os
import time
from collections.abc import Iterator

import uvloop
from aiokafka import AIOKafkaProducer

from bench.alone import OUR_CORE, in_a_process, kafka_on_its_core
from bench.throughput import Count, counting
from runtime.settings import Settings
from runtime.state.changelog import open_disk, restore
from runtime.state.handled import Handled
from runtime.state.state import State

RECORDS = 1_000_000


def seconds_to_restore() -> dict[str, float]:
    """Return the seconds to restore by the kind of state."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with kafka_on_its_core(partitions=1) as (settings, folder):
        await _write(settings)
        return in_a_process("bench.restore", settings, data_dir=folder, slot="0", state="rocksdb")


def records(start: int, stop: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield keys and values of a changelog as a service leaves it.

    Half of the records are handled ids, the other half counts of cases.
    """
    handled = Handled(ids=("00000000-0000-5000-8000-000000000000",) * 3).model_dump_json().encode()
    count = Count(requests=3).model_dump_json().encode()
    for number in range(start, stop):
        name, value = ("handled", handled) if number % 2 else ("counts", count)
        yield f"{name}/CM15-{number:07d}".encode(), value


async def _write(settings: Settings) -> None:
    """Write a changelog of RECORDS records in batches of 10,000."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap, max_batch_size=1 << 20)
    await producer.start()
    for start in range(0, RECORDS, 10_000):
        batch = producer.create_batch()
        for key, value in records(start, start + 10_000):
            batch.append(key=key, value=value, timestamp=None)
        await (await producer.send_batch(batch, counting().changelog, partition=0))
    await producer.stop()


async def _restore_each_way() -> None:
    os.sched_setaffinity(0, {OUR_CORE})
    on_disk = Settings()
    in_memory = on_disk.model_copy(update={"state": "memory"})
    ways = {"in memory": in_memory, "on disk, empty": on_disk, "on disk, after a restart": on_disk}
    print(json.dumps({way: await _seconds(settings) for way, settings in ways.items()}))


async def _seconds(settings: Settings) -> float:
    service = counting()
    began = time.monotonic()
    disk = await open_disk(service.name, 0, settings)
    state = State(disk)
    service.create_handlers(state)
    await restore(state, disk, service.changelog, 0, settings, lambda: None)
    seconds = time.monotonic() - began
    assert len(state.table("counts", Count)) == RECORDS // 2
    if disk is not None:
        disk.close()
    return seconds


if __name__ == "__main__":
    uvloop.run(_restore_each_way())
