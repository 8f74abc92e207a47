"""Eight plausible but wrong runtimes, each of which a test must catch.

`bench.faults` patches one into its process by name. docs/explanation/delivery.md lists the
scenario that catches each.
"""

import asyncio
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from runtime.loop import consume as consume_module
from runtime.loop import partition as partition_module
from runtime.loop.partition import Partition
from runtime.loop.worker import Worker
from runtime.state import changelog as changelog_module

_CHANGELOG = ".changelog"


def offsets_outside_the_transaction() -> None:
    """Commit offsets at once, outside their transaction."""
    groups: list[AIOKafkaConsumer] = []
    _note_group_consumers(groups)

    async def commit_alone(_self: Any, offsets: Any, _group_id: str) -> None:
        await groups[0].commit(offsets)

    AIOKafkaProducer.send_offsets_to_transaction = commit_alone


def state_not_awaited() -> None:
    """Handle messages before the changelog is read: pretend that it is empty."""
    ends = AIOKafkaConsumer.end_offsets

    async def none_of_the_changelog(self: Any, places: Any) -> Any:
        return {place: 0 if place.topic.endswith(_CHANGELOG) else end for place, end in (await ends(self, places)).items()}

    AIOKafkaConsumer.end_offsets = none_of_the_changelog


def offsets_of_the_rebalance() -> None:
    """Start at the offsets committed at the time of the rebalance; skip the handled check."""
    assigned = Worker.on_partitions_assigned
    then: dict[Any, int | None] = {}

    async def with_offsets(self: Any, partitions: Any) -> None:
        then.update({each: await self._consumer.committed(each) for each in partitions})
        await assigned(self, partitions)

    async def seek_there(self: Any, places: Any, _generation: int) -> None:
        for place in places:
            self._consumer.seek(place, then[place] or 0)

    Worker.on_partitions_assigned, Worker._seek_to_committed = with_offsets, seek_there  # type: ignore[method-assign]  # noqa: SLF001
    handled_check_skipped()


def revoked_state_kept() -> None:
    """Keep the state of a revoked partition and use it when the partition comes back."""
    kept: dict[int, tuple[Any, Any]] = {}
    open_, close = Partition.open, Partition.close

    async def with_what_it_knew(self: Any, turn: Any) -> None:
        if self.number not in kept:
            await open_(self, turn)
            return
        await self._producer.start()
        self._state, self._handlers = kept[self.number]

    async def keeping(self: Any) -> None:
        kept[self.number] = (self._state, self._handlers)
        await close(self)

    Partition.open, Partition.close = with_what_it_knew, keeping  # type: ignore[method-assign]


def one_producer() -> None:
    """Use one transactional producer for all partitions of a worker, so that none is fenced.

    Open transactions of the changelog are not waited for; the sound runtime would not open the
    partition before they end.
    """
    changelog_module._end = _committed_end  # noqa: SLF001
    make = AIOKafkaProducer.__init__
    shared: list[Any] = []
    turn = asyncio.Lock()

    class OneProducer(AIOKafkaProducer):  # type: ignore[misc]  # aiokafka is untyped
        """The only producer of the process."""

        def __new__(cls, **_settings: Any) -> Any:
            if not shared:
                shared.append(object.__new__(cls))
            return shared[0]

        def __init__(self, **settings: Any) -> None:
            if not hasattr(self, "started"):
                self.started = False
                make(self, **{**settings, "transactional_id": f"worker-{id(self)}"})

        async def start(self) -> None:
            async with turn:
                if not self.started:
                    await super().start()
                    self.started = True

        async def stop(self) -> None:
            """Stay open for other partitions."""

        async def begin_transaction(self) -> None:
            await turn.acquire()
            await super().begin_transaction()

        async def commit_transaction(self) -> None:
            await super().commit_transaction()
            turn.release()

    partition_module.AIOKafkaProducer = OneProducer


async def _committed_end(consumer: Any, changelog: Any) -> int:
    return int((await consumer.end_offsets([changelog]))[changelog])


def fencing_error_caught() -> None:
    """Retry a commit that failed because of fencing, with a new producer."""
    commit = Partition._commit  # noqa: SLF001

    async def again(self: Any, *args: Any) -> None:
        try:
            await commit(self, *args)
        except KafkaError:
            name = f"{self._service.group}-{self.number}"
            self._producer = AIOKafkaProducer(bootstrap_servers=self._settings.kafka_bootstrap, transactional_id=name)
            await self._producer.start()
            await commit(self, *args)

    Partition._commit = again  # type: ignore[method-assign]  # noqa: SLF001


def handled_check_skipped() -> None:
    """Handle every message as new."""
    consume_module.is_handled = lambda *_: False


def uncommitted_read() -> None:
    """Read uncommitted messages."""
    make = AIOKafkaConsumer.__init__

    def of_everything(self: Any, *topics: str, **settings: Any) -> None:
        make(self, *topics, **{**settings, "isolation_level": "read_uncommitted"})

    AIOKafkaConsumer.__init__ = of_everything


PLANTS = {
    plant.__name__.replace("_", "-"): plant
    for plant in (
        offsets_outside_the_transaction,
        state_not_awaited,
        offsets_of_the_rebalance,
        revoked_state_kept,
        one_producer,
        fencing_error_caught,
        handled_check_skipped,
        uncommitted_read,
    )
}
"""The wrong runtimes, by name."""


def install(name: str) -> None:
    """Patch the wrong runtime *name* into this process."""
    PLANTS[name]()


def _note_group_consumers(groups: list[AIOKafkaConsumer]) -> None:
    make = AIOKafkaConsumer.__init__

    def noted(self: Any, *topics: str, **settings: Any) -> None:
        make(self, *topics, **settings)
        if settings.get("group_id"):
            groups.append(self)

    AIOKafkaConsumer.__init__ = noted
