"""State from its changelog: what a new owner of a partition reads before it handles anything."""

from collections.abc import Callable
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from runtime.disk import Disk
from runtime.service import Service
from runtime.settings import Settings
from runtime.state import State
from schemas.topics import MESSAGE_BYTES_MAX


async def restore(
    state: State, disk: Disk | None, service: Service, number: int, settings: Settings, turn: Callable[[], None]
) -> int:
    """Read the changelog of partition *number* into *state* to its end, committed records only; from where *disk* stands, if there is one.

    A copy that stands beyond the end is of a changelog that was made anew since, and is thrown away. *turn* is called whenever some of
    it was read: a long changelog is no stall. Returns how many records there were.
    """
    records = 0
    changelog = TopicPartition(service.changelog, number)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=MESSAGE_BYTES_MAX,
    )
    await consumer.start()
    try:
        consumer.assign([changelog])
        end = (await consumer.end_offsets([changelog]))[changelog]
        if disk is not None and disk.position > end:
            disk.clear()
        consumer.seek(changelog, 0 if disk is None else disk.position)
        while await consumer.position(changelog) < end:
            for found in (await consumer.getmany(timeout_ms=200)).values():
                records += len(found)
                turn()
                state.restore([(record.key.decode(), record.value) for record in found], found[-1].offset + 1)
    finally:
        await consumer.stop()
    state.restored()
    return records


async def open_disk(service: Service, number: int, settings: Settings) -> Disk | None:
    """This worker's copy of the changelog of partition *number*, if its state is kept on disk; raises DiskInUse."""
    if settings.state == "memory":
        return None
    folder = Path(settings.data_dir) / "state" / f"{service.name}-{settings.slot}" / str(number)
    return Disk(folder, await _cluster(settings))


async def _cluster(settings: Settings) -> str:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    await admin.start()
    try:
        return str((await admin.describe_cluster())["cluster_id"])
    finally:
        await admin.close()
