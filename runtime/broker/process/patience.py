"""A pause after an empty fetch that the broker answered at once.

A Kafka broker holds a fetch until there is something to read or half a second has passed. The
embedded broker answers at once, and a client that immediately asks again keeps a core busy.
aiokafka has no setting for this, so its fetcher is patched to wait.
"""

import asyncio
import contextlib
import time
from typing import Any

from aiokafka.consumer.fetcher import Fetcher

_AT_ONCE_SECONDS = 0.02


def be_patient(seconds: float, fetcher: type[Any] = Fetcher) -> None:
    """Make every consumer of this process wait *seconds* after an immediate empty answer.

    A broker that holds its fetches is not affected.
    """
    ask = fetcher._proc_fetch_request  # noqa: SLF001 - there is no other place between an empty answer and the next question

    async def ask_patiently(self: Any, assignment: Any, node_id: Any, request: Any) -> Any:
        began = time.monotonic()
        found = await ask(self, assignment, node_id, request)
        if not found and time.monotonic() - began < _AT_ONCE_SECONDS:
            with contextlib.suppress(asyncio.CancelledError):  # like the fetcher itself: closing it awaits this task
                await asyncio.sleep(seconds)
        return found

    fetcher._proc_fetch_request = ask_patiently  # noqa: SLF001
