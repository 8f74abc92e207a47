"""Restore state from its changelog before a new owner of a partition handles anything."""

from collections.abc import Callable
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition

from runtime.broker.topics.topics import cluster_id
from runtime.broker.topics.transactions import stable_and_end
from runtime.outside.breath import Breath
from runtime.outside.committed_reader import committed_reader
from runtime.settings import Settings
from runtime.state.disk import Disk
from runtime.state.state import State


class ChangelogUnfinished(RuntimeError):
    """A changelog holds a transaction without an end.

    Its changes cannot be read, so a worker that started anyway would have the wrong state.
    """

    def __init__(self, changelog: TopicPartition, offset: int) -> None:
        super().__init__(
            f"{changelog.topic}/{changelog.partition} holds a transaction from offset {offset} that never ends; "
            "see docs/how-to/end-transactions.md"
        )


async def restore(
    state: State, disk: Disk | None, changelog_name: str, number: int, settings: Settings, turn: Callable[[], None]
) -> int:
    """Read the changelog of partition *number* into *state*; return the number of records.

    Only committed records are read, to the changelog's end and from the position of *disk* if
    there is one. A copy whose position lies beyond the end belongs to a changelog that was made
    anew since, and is deleted. *turn* is called after each part, so that a long changelog does not
    look like a stall. Raises ChangelogUnfinished.
    """
    records, breath = 0, Breath()
    changelog = TopicPartition(changelog_name, number)
    async with committed_reader(settings, to_end=True) as consumer:
        end = await _end(consumer, changelog)
        consumer.assign([changelog])
        if disk is not None and disk.position > end:
            disk.clear()
        consumer.seek(changelog, 0 if disk is None else disk.position)
        while await consumer.position(changelog) < end:
            for found in (await consumer.getmany(timeout_ms=200)).values():
                records += len(found)
                turn()
                state.restore([(record.key.decode(), record.value) for record in found], found[-1].offset + 1)
            await breath.take()  # a poll of fetched records does not wait, and the group's heartbeat must go out
    state.restored()
    return records


async def _end(consumer: AIOKafkaConsumer, changelog: TopicPartition) -> int:
    """Return the end of *changelog*.

    Raises ChangelogUnfinished if a transaction before it is open: fencing the only writer ended
    its last transaction, so an open one has lost its end.
    """
    stable, end = (await stable_and_end(consumer, [changelog]))[changelog]
    if stable < end:
        raise ChangelogUnfinished(changelog, stable)
    return end


async def open_disk(service_name: str, number: int, settings: Settings) -> Disk | None:
    """Open this worker's copy of a changelog if state is kept on disk; raise DiskInUse.

    A copy belongs to the changelog of one prefix: another's has the same partitions and offsets,
    and other state.
    """
    if settings.state == "memory":
        return None
    folder = Path(settings.data_dir) / "state" / f"{service_name}-{settings.slot}" / str(number)
    return Disk(folder, f"{await cluster_id(settings.kafka_bootstrap)}/{settings.prefix}")
