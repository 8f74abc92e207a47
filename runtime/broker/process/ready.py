"""Ask over Kafka's own protocol whether a broker is ready."""

import asyncio
import contextlib

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

_ATTEMPT_MS = 2_000
_NO_GROUP = "asked-whether-ready"
_OF_GROUPS, _OF_TRANSACTIONS = 0, 1


async def answers(host: str, port: int, *, rack: str | None = None) -> bool:
    """Return whether a broker at *port* lists itself and coordinates groups and transactions.

    Only a broker of that *rack* counts, if one is given: it tells ours from a stranger. A new
    broker makes the topics of both at the first question. Services that ask later, all at once,
    would wait longer.
    """
    # The client logs each refused connection as an error, so it is asked only when a program listens.
    if not await _listens(host, port):
        return False
    admin = AIOKafkaAdminClient(bootstrap_servers=f"{host}:{port}", request_timeout_ms=_ATTEMPT_MS)
    try:
        await admin.start()
        brokers = (await admin.describe_cluster())["brokers"]
        for kind in (_OF_GROUPS, _OF_TRANSACTIONS):
            await admin.find_coordinator(_NO_GROUP, kind)
        return any(broker["port"] == port and rack in {None, broker["rack"]} for broker in brokers)
    except (KafkaError, OSError):
        return False
    finally:
        await admin.close()


async def _listens(host: str, port: int) -> bool:
    with contextlib.suppress(OSError):
        _reader, writer = await asyncio.open_connection(host, port)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return True
    return False
