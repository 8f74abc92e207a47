"""The readiness check where there is no broker.

With a broker it is tested in tests/broker/test_brokers.py.
"""

import asyncio

import pytest

from runtime.broker.process.ports import HOST, free_port
from runtime.broker.process.ready import answers

pytestmark = pytest.mark.loopback


async def test_a_free_port_does_not_answer() -> None:
    """A free port is reported as not ready at once."""
    assert not await answers(HOST, free_port())


async def test_a_program_that_hangs_up_is_no_broker() -> None:
    """A listener that speaks another protocol is not taken for a broker."""

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, HOST, 0) as server:
        assert not await answers(HOST, server.sockets[0].getsockname()[1])
