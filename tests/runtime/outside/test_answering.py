"""A process uses the brokers that answer."""

import asyncio

import pytest

from runtime.outside import answering as module
from runtime.outside.answering import answers, through_answering
from runtime.settings import Settings


@pytest.mark.parametrize(
    ("bootstrap", "up", "expected"),
    [
        ("a:1", set(), "a:1"),
        ("a:1,b:2,c:3", {"a:1", "b:2", "c:3"}, "a:1,b:2,c:3"),
        ("a:1, b:2 ,c:3", {"b:2", "c:3"}, "b:2,c:3"),
        ("a:1,b:2,", {"b:2"}, "b:2"),
        ("a:1,b:2", set(), "a:1,b:2"),
    ],
)
async def test_silent_brokers_are_left_out(bootstrap: str, up: set[str], expected: str) -> None:
    """A single one is kept without a question, and all are kept where none answers."""

    async def ask(address: str) -> bool:
        return address in up

    assert expected == (await through_answering(Settings(kafka_bootstrap=bootstrap), ask)).kafka_bootstrap


@pytest.mark.loopback
async def test_a_broker_that_accepts_and_is_silent_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does one that is gone."""
    monkeypatch.setattr(module, "_ANSWER_MS", 200)

    async def be_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(be_silent, "127.0.0.1", 0) as silent:
        address = f"127.0.0.1:{silent.sockets[0].getsockname()[1]}"

        assert not await answers(address)
    assert not await answers(address)
