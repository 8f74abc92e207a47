"""Producers that commit transactions until they are killed.

Run with `python -m tests.broker.producers BOOTSTRAP NAME TOPIC...`.
"""

import asyncio
import sys

from aiokafka import AIOKafkaProducer

PRODUCERS = 12
TRANSACTION_TIMEOUT_MS = 3_000


async def commit_for_ever(bootstrap: str, name: str, topics: tuple[str, ...]) -> None:
    """Commit transactions of one record in each of two partitions of *topics*."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, transactional_id=name, transaction_timeout_ms=TRANSACTION_TIMEOUT_MS, linger_ms=0
    )
    await producer.start()
    while True:
        async with producer.transaction():
            for confirmed in [await producer.send(topic, b"x", partition=number) for topic in topics for number in (0, 1)]:
                await confirmed


async def main(bootstrap: str, name: str, *topics: str) -> None:
    """Run many producers, so that a dying broker is writing the end of some transactions."""
    await asyncio.gather(*(commit_for_ever(bootstrap, f"{name}-{number}", topics) for number in range(PRODUCERS)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
