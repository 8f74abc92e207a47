"""Wait, with a bound, for an answer on the stream."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from runtime.outside.follow import Seen, follow
from runtime.settings import Settings
from schemas.topics import Topic

Found = TypeVar("Found")


async def wait_for(
    settings: Settings,
    topics: Sequence[Topic],
    find: Callable[[Seen], Found | None],
    seconds: float,
    partition: int | None = None,
    *,
    subject: str | None = None,
) -> Found | None:
    """Return the first result of *find* on messages of *topics*, old or new.

    Messages of another *subject* are passed over. None if *seconds* pass without one.
    """
    try:
        async with asyncio.timeout(seconds):
            async for seen in follow(settings, topics, partition, subject=subject):
                if (found := find(seen)) is not None:
                    return found
    except TimeoutError:
        pass
    return None
