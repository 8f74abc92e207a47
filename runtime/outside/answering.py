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
from runtime.settings import Settings

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


async def through_answering(settings: Settings, ask: Callable[[str], Awaitable[bool]] = answers) -> Settings:
    """Return *settings* with those addresses of the brokers that answer, or all if none does.

    A single address is not asked.
    """
    addresses = [each.strip() for each in settings.kafka_bootstrap.split(",") if each.strip()]
    if len(addresses) < 2:  # noqa: PLR2004 - there is no choice
        return settings
    heard = await asyncio.gather(*(ask(address) for address in addresses))
    found = [address for address, is_heard in zip(addresses, heard, strict=True) if is_heard] or addresses
    if len(found) < len(addresses):
        log.warning("brokers_silent", count=len(addresses) - len(found))
    return settings.model_copy(update={"kafka_bootstrap": ",".join(found)})
