"""Choose the brokers through which a process finds the others.

A client asks the brokers of the setting one after the other, in any order, and waits forty seconds
for one that accepts connections and is silent, as a paused machine is. A worker has a dozen
clients, so one silent broker of three would keep it from starting.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from runtime.logs import logger

log = logger("broker")

_ANSWER_MS = 3_000


async def answers(address: str) -> bool:
    """Return whether the broker at *address* soon tells which brokers there are."""
    client = AIOKafkaClient(bootstrap_servers=address, request_timeout_ms=_ANSWER_MS)
    try:
        async with asyncio.timeout(2 * _ANSWER_MS / 1_000):
            await client.bootstrap()
    except (KafkaError, OSError, TimeoutError):
        return False
    else:
        return True
    finally:
        await client.close()


async def answering(bootstrap: str, ask: Callable[[str], Awaitable[bool]] = answers) -> str:
    """Return those addresses of *bootstrap* that answer, or all where none does.

    A single address is not asked.
    """
    addresses = [each.strip() for each in bootstrap.split(",") if each.strip()]
    if len(addresses) < 2:  # noqa: PLR2004 - there is no choice
        return bootstrap
    heard = await asyncio.gather(*(ask(address) for address in addresses))
    found = [address for address, is_heard in zip(addresses, heard, strict=True) if is_heard]
    if 0 < len(found) < len(addresses):
        log.warning("brokers_silent", addresses=sorted(set(addresses) - set(found)))
    return ",".join(found or addresses)
