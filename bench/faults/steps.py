"""The steps of the consume loop at which a test can make a worker fail.

A test writes the fault as JSON to the file in IMR_FAULT_FILE:
`{"step": "polled", "pass": 2, "act": "kill"}`. The worker that reaches the step for that time
removes the file and acts, so the fault happens once and the next worker survives.

kill: send itself SIGKILL. stand: block the loop, as a bug or a pause would. wait: hold the step
while the loop runs. The last two create a file with the suffix `.reached` and go on once there is
a file with the suffix `.go`.
"""

import asyncio
import functools
import json
import os
import signal
import time
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from runtime.loop.consume import Consumption
from runtime.state.state import State

STEPS = {
    "taking-over": "before the producer of a partition is started",
    "producer-started": "the producer has fenced the former owner",
    "changelog-read": "the state is restored",
    "sought": "the committed offset was fetched and sought",
    "polled": "messages were fetched",
    "handling": "before a message is handled",
    "handled": "after a message was handled",
    "begun": "the transaction has begun",
    "sent": "events and changelog records were sent",
    "offsets-added": "the offsets were sent",
    "committing": "before the transaction is committed",
    "committed": "after it was committed, before the batch becomes the state",
    "timer-firing": "before the transaction of a timer is committed",
    "giving-up": "while a partition is revoked",
}
"""The steps at which a worker can be made to fail."""

STAND_SECONDS_MAX = 120.0
_POLL_SECONDS = 0.02
_in_timer: ContextVar[bool] = ContextVar("in_timer", default=False)


class Faults:
    """Checks at every step whether the test left a fault for it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._armed = ""
        self._passes = 0
        self._held: str | None = None

    def reach(self, step: str) -> str | None:
        """Count a pass of *step*; return the act that is due, or None. A kill does not return."""
        if step == self._held and not self._may_go():
            return "wait"
        try:
            armed = self._file.read_text()
        except FileNotFoundError:
            return None
        if armed != self._armed:
            self._armed, self._passes = armed, 0
        fault = json.loads(armed)
        if fault["step"] != step:
            return None
        self._passes += 1
        if self._passes < fault.get("pass", 1):
            return None
        self._armed = ""
        self._file.unlink()
        if fault["act"] == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        self._held = step if fault["act"] == "wait" else None
        self._file.with_suffix(".reached").touch()
        return str(fault["act"])

    def stand(self) -> None:
        """Block the loop until the test lets go."""
        deadline = time.monotonic() + STAND_SECONDS_MAX
        while not self._may_go() and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)  # noqa: TID251 - blocks the loop on purpose

    async def wait(self) -> None:
        """Hold this step until the test lets go; the loop and its heartbeats go on."""
        async with asyncio.timeout(STAND_SECONDS_MAX):
            while not self._may_go():  # noqa: ASYNC110 - another process creates the file
                await asyncio.sleep(_POLL_SECONDS)

    async def pass_through(self, step: str) -> None:
        """Reach *step* in a coroutine and do the act that is due."""
        act = self.reach(step)
        if act == "stand":
            self.stand()
        elif act == "wait":
            await self.wait()

    def _may_go(self) -> bool:
        return self._file.with_suffix(".go").exists()


def install(file: Path) -> None:
    """Patch this process so that it checks *file* at every step."""
    faults = Faults(file)
    _around(AIOKafkaProducer, "start", faults, _transactional, before="taking-over", after="producer-started")
    _around(AIOKafkaProducer, "begin_transaction", faults, _transactional, after="begun")
    _around(AIOKafkaProducer, "send_offsets_to_transaction", faults, _transactional, before="sent", after="offsets-added")
    _around(AIOKafkaProducer, "commit_transaction", faults, _fires_timer, before="timer-firing")
    _around(AIOKafkaProducer, "commit_transaction", faults, _transactional, before="committing", after="committed")
    _around(AIOKafkaProducer, "stop", faults, _transactional, before="giving-up")
    _around(AIOKafkaConsumer, "seek_to_beginning", faults, _of_a_group, after="sought")
    _at_plain(AIOKafkaConsumer, "seek", faults, "sought", _of_a_group)
    _around(AIOKafkaConsumer, "getmany", faults, _of_a_group, after="polled", result=bool)
    _around(Consumption, "take", faults, lambda _: True, before="handling", after="handled")
    _at_plain(State, "restored", faults, "changelog-read")
    _mark_timers()


def _around(
    owner: type[Any],
    name: str,
    faults: Faults,
    concerns: Callable[[Any], bool],
    *,
    before: str | None = None,
    after: str | None = None,
    result: Callable[[Any], bool] = lambda _: True,
) -> None:
    """Put steps before and after the coroutine *name* of *owner*, where *concerns* holds."""
    original = getattr(owner, name)

    @functools.wraps(original)
    async def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        concerned = concerns(self)
        if concerned and before:
            await faults.pass_through(before)
        value = await original(self, *args, **kwargs)
        if concerned and after and result(value):
            await faults.pass_through(after)
        return value

    setattr(owner, name, wrapped)


def _at_plain(owner: type[Any], name: str, faults: Faults, step: str, concerns: Callable[[Any], bool] = lambda _: True) -> None:
    """Put a step after the function *name* of *owner*, where *concerns* holds."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        value = original(self, *args, **kwargs)
        if concerns(self) and faults.reach(step) is not None:
            faults.stand()
        return value

    setattr(owner, name, wrapped)


def _mark_timers() -> None:
    """Mark the task that fires timers, by a context variable, for its commit."""
    fire = Consumption.fire

    @functools.wraps(fire)
    def wrapped(self: Consumption, *args: Any, **kwargs: Any) -> Any:
        _in_timer.set(True)
        return fire(self, *args, **kwargs)

    Consumption.fire = wrapped  # type: ignore[method-assign]


def _transactional(producer: Any) -> bool:
    manager = producer._txn_manager  # noqa: SLF001 - no public name
    return manager is not None and manager.transactional_id is not None


def _fires_timer(producer: Any) -> bool:
    return _transactional(producer) and _in_timer.get()


def _of_a_group(consumer: Any) -> bool:
    return consumer._group_id is not None  # noqa: SLF001 - no public name
