"""The pause after an immediate empty fetch."""

import asyncio
import time
from typing import Any

import pytest

from runtime.broker.process.patience import be_patient

PAUSE = 0.5


def _fetcher(*, found: bool, seconds: float) -> Any:
    """Return a fetcher class whose broker takes *seconds* and finds records or none."""

    class Fetcher:
        async def _proc_fetch_request(self, _assignment: Any, _node_id: Any, _request: Any) -> bool:
            await asyncio.sleep(seconds)
            return found

    be_patient(PAUSE, Fetcher)
    return Fetcher()


@pytest.mark.parametrize(("found", "seconds", "waits"), [(False, 0, True), (True, 0, False), (False, 0.1, False)])
async def test_only_an_empty_answer_at_once_is_waited_after(found: bool, seconds: float, waits: bool) -> None:  # noqa: FBT001 - a row
    """Found records are returned at once, and a broker that waits itself adds no pause."""
    began = time.monotonic()

    answer = await _fetcher(found=found, seconds=seconds)._proc_fetch_request(None, None, None)

    assert found == answer
    assert waits == (time.monotonic() - began >= PAUSE)


async def test_who_closes_it_is_answered() -> None:
    """A consumer can be stopped during the pause.

    Stopping cancels and awaits the fetcher's tasks, so the pause must not raise.
    """
    task = asyncio.create_task(_fetcher(found=False, seconds=0)._proc_fetch_request(None, None, None))
    await asyncio.sleep(PAUSE / 10)
    task.cancel()

    assert await task is False
