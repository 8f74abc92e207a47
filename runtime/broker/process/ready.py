"""Ask over Kafka's own protocol whether a broker is ready."""

import asyncio
import contextlib

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

_ATTEMPT_MS = 2_000


async def answers(host: str, port: int) -> bool:
    """Return whether a broker at *port* lists itself in its metadata."""
    # The client logs each refused connection as an error, so it is asked only when a program listens.
    if not await _listens(host, port):
        return False
    client = AIOKafkaClient(bootstrap_servers=f"{host}:{port}", request_timeout_ms=_ATTEMPT_MS)
    try:
        await client.bootstrap()
        return any(broker.port == port for broker in client.cluster.brokers())
    except (KafkaError, OSError):
        return False
    finally:
        await client.close()


async def _listens(host: str, port: int) -> bool:
    with contextlib.suppress(OSError):
        _reader, writer = await asyncio.open_connection(host, port)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return True
    return False
