"""The composition root of the live view: a faust app with three tables and one agent."""

import os
from collections.abc import AsyncIterable, Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, cast

import faust
from faust.types import TP

from runtime.clock import now as utc_now
from runtime.logs import logger
from runtime.loop.assignment.membership import instance_id
from runtime.settings import Settings
from schemas.topics import DAY_MS, PREFIX
from services.ops.domain.minutes import HOUR, MINUTE
from services.ops.live.counting import Record, forget, leave_out, take
from services.ops.live.live_app import TOPICS, LiveApp, LiveTable
from services.ops.state import LiveTables, PlaceKey, over, write

GROUP = f"{PREFIX}-ops-live"
"""The consumer group and prefix of the changelogs.

A renamed group would read everything again.
"""

log = logger("ops.app")


BATCH_MESSAGES, BATCH_SECONDS = 500, 0.1
"""A batch is counted together: when it is full, or after so long."""

FORGET_EVERY = 1_000
"""The messages between two searches for cases to forget, or the number of cases if larger.

A search costs as much as there are cases.
"""


def create_app(settings: Settings) -> LiveApp:
    """The app of a deployment; nothing happens before it is started."""
    app = LiveApp(GROUP, **_configuration(settings))
    app.live, app.under_way = _tables(app, settings.partitions), []
    channel = app.topic(
        *(topic.name for topic in TOPICS),
        key_type=bytes,
        value_type=bytes,
        key_serializer="raw",
        value_serializer="raw",
        allow_empty=True,
    )

    async def live(stream: faust.StreamT[Any]) -> None:
        batches = cast(faust.Stream[Any], stream).take_events(BATCH_MESSAGES, within=BATCH_SECONDS)
        records = ([cast(Record, event.message) for event in batch] async for batch in batches)
        await consume(records, app.live, utc_now, app.saved)

    app.agent(channel, name=f"{GROUP}.live")(live)
    app.on_partitions_revoked.connect(_start_over)
    return app


async def consume(
    batches: AsyncIterable[Sequence[Record]],
    tables: LiveTables,
    clock: Callable[[], datetime],
    saved: Callable[[], Awaitable[None]],
) -> None:
    """Count every message of every batch, and go on when its changes are *saved*.

    The positions of a batch are written with the changes of the next, when its own are known to be
    saved; a restart reads it again.
    """
    since_forgetting = 0
    positions: dict[PlaceKey, int] = {}
    async for batch in batches:
        now = clock().timestamp()
        changes = LiveTables(positions=positions)
        for record in batch:
            _take_or_leave_out(record, over(tables, changes), now)
        write(tables, changes)
        since_forgetting += len(batch)
        if since_forgetting > max(FORGET_EVERY, len(tables.cases)):
            forget(tables, now)
            since_forgetting = 0
        await saved()
        positions = {(record.partition, record.topic): record.offset + 1 for record in batch}


def _take_or_leave_out(record: Record, tables: LiveTables, now: float) -> None:
    """Count *record*, or count it as left out if that raises.

    An exception must not leave the loop: faust would acknowledge the messages it was handing out.
    """
    try:
        take(record, tables, now)
    except Exception as error:  # a view that stops at one message is worth less than one that says it left one out
        log.exception("counting_raised", error_type=type(error).__name__)
        leave_out(record, tables, "failed")


def _tables(app: faust.App, partitions: int) -> LiveTables:
    """Return the tables, each with a changelog of as many partitions as the topics.

    The changelog rolls daily, so that compaction keeps it short.
    """

    def table(name: str) -> Any:
        return app.Table(name, partitions=partitions, extra_topic_configs={"segment.ms": str(DAY_MS)})

    minutes = table("minutes").tumbling(MINUTE, expires=HOUR).table

    @minutes.on_recover  # type: ignore[untyped-decorator]
    async def drop_old_minutes() -> None:
        """Drop old minutes read from a changelog: faust expires only those it wrote."""
        oldest = utc_now().timestamp() - HOUR
        for key in [key for key in minutes.data if key[1][1] < oldest]:
            minutes.data.pop(key)

    return LiveTables(counts=table("counts"), minutes=minutes, cases=table("cases"), positions=table("positions"))


def _configuration(settings: Settings) -> dict[str, Any]:
    if not settings.kafka_bootstrap:
        raise ValueError("the live view needs a broker: IMR_KAFKA_BOOTSTRAP names none")
    session_seconds = settings.session_timeout_ms / 1_000
    return {
        "broker": [f"kafka://{address.strip()}" for address in settings.kafka_bootstrap.split(",")],
        "store": "memory://",
        "Table": LiveTable,
        "autodiscover": False,
        "broker_commit_interval": 1.0,
        "broker_session_timeout": session_seconds,
        "broker_heartbeat_interval": session_seconds / 3,
        "broker_request_timeout": 30.0,
        "broker_max_poll_records": 500,
        "consumer_auto_offset_reset": "earliest",
        "consumer_group_instance_id": instance_id(GROUP, settings.slot, (topic.name for topic in TOPICS)),
        "producer_acks": -1,
        "stream_wait_empty": False,  # messages buffered at the end are read again, and counted once
        "table_standby_replicas": 0,
        "topic_disable_leader": True,
        "topic_partitions": settings.partitions,
        "topic_replication_factor": settings.replication,
        "web_enabled": False,  # faust's pages show tables, and their keys are case numbers
        "worker_redirect_stdouts": False,
    }


async def _start_over(app: Any, /, revoked: AbstractSet[TP] = frozenset(), *_: Any, **_named: Any) -> None:
    """End the process when partitions are taken away while it runs.

    faust resumes reading before it clears its queues, which loses messages. A restart begins at
    the committed offsets.
    """
    if revoked and not app.should_stop:
        log.error("partitions_revoked", count=len(revoked))
        os._exit(1)
