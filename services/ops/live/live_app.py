"""The faust app of the live view: committed messages in, tables out."""

import asyncio
import os
from typing import Any, cast

import faust
from faust.types import TP, FutureMessage, TransportT

from runtime.logs import logger
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, LETTERS_EVENTS, TRIAGE_EVENTS
from services.ops.live.transport import CommittedTransport
from services.ops.state import LiveTables

TOPICS = (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_EVENTS, LETTERS_EVENTS)

SAVE_SECONDS_MAX = 30.0
"""How long the broker may take to save a batch's changes."""

log = logger("ops.app")


class LiveTable(faust.Table[Any, Any]):
    """A table whose changes can be awaited, each saved in the partition its key begins with.

    faust would take the partition of the last message of a batch.
    """

    def partition_for_key(self, key: Any) -> int:
        """The partition; a windowed key holds ours."""
        partition = key[0] if isinstance(key[0], int) else key[0][0]
        return int(partition)

    def send_changelog(self, *arguments: Any, **named: Any) -> FutureMessage:
        """Send a change and remember that it is under way."""
        change = super().send_changelog(*arguments, **named)
        cast(LiveApp, self.app).under_way.append(change)
        return change


class LiveApp(faust.App):
    """A faust app that reads committed messages and keeps the live tables."""

    live: LiveTables
    under_way: list[FutureMessage]

    def starts(self) -> dict[TP, int]:
        """Return the first offset to read by partition.

        The one after the last counted and saved message.
        """
        partitions = range(self.conf.topic_partitions)
        return {
            TP(topic.name, number): self.live.positions.get((number, topic.name), 0) for topic in TOPICS for number in partitions
        }

    async def saved(self) -> None:
        """Wait until the broker has every change; end the process if it does not take one.

        A restart then begins before the lost change.
        """
        changes, self.under_way = self.under_way, []
        if changes:
            await asyncio.wait(changes, timeout=SAVE_SECONDS_MAX)
        if lost := [change for change in changes if not change.done() or change.exception()]:
            log.critical("changes_not_saved", count=len(lost))
            os._exit(1)

    def _new_transport(self) -> TransportT:
        return CommittedTransport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """None: the tables are in memory and their changelogs on the broker."""
