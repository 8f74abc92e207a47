"""Observe whether reading goes on, and let the watchdog end the process if it does not."""

from typing import cast

from faust.exceptions import ConsumerNotStarted
from mode import Service

from runtime.watching.watchdog import Watchdog
from services.ops.domain.progress import Progress, observe
from services.ops.live.live_app import TOPICS, LiveApp
from services.ops.live.transport import CommittedConsumer

OBSERVE_SECONDS = 2.0
_SOURCES = frozenset(topic.name for topic in TOPICS)


class Reading(Service):
    """Observes how far *app* has read, as a part of faust's worker."""

    def __init__(self, app: LiveApp, watchdog: Watchdog) -> None:
        super().__init__()
        self._app, self._watchdog = app, watchdog
        self.progress: Progress | None = None

    @property
    def is_current(self) -> bool:
        """Whether the tables are recovered and reading was seen to go on."""
        return self.progress is not None and self.progress.is_well and not self._app.in_recovery

    async def on_start(self) -> None:
        """Start the watchdog."""
        self._watchdog.start()

    async def on_stop(self) -> None:
        """Stop the watchdog, for reading is meant to end."""
        self._watchdog.stop()

    @Service.task
    async def _observe(self) -> None:
        while not self.should_stop:
            await self._look()
            if self.progress and self.progress.is_well:
                self._watchdog.turn()
            await self.sleep(OBSERVE_SECONDS)

    async def _look(self) -> None:
        """Measure once; without a consumer or partitions the watchdog's time runs on."""
        try:
            assigned = self._app.consumer.assignment()
        except ConsumerNotStarted:
            assigned = set()
        # Changelogs are read while tables recover and paused afterwards.
        partitions = {each for each in assigned if self._app.in_recovery or each.topic in _SOURCES}
        if not partitions:
            self.progress = None
            return
        position, lag = await cast(CommittedConsumer, self._app.consumer).measure(partitions)
        self.progress = observe(self.progress, position, lag)
