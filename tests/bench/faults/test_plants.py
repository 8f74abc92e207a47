"""Wrong runtimes are planted by name."""

from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from bench.faults.plants import PLANTS, install
from runtime.loop import consume as consume_module
from runtime.state.handled import Handled
from tests.examples import ROOT

FOLDER = ROOT / "tests/broker"


def test_every_plant_has_scenarios_that_catch_it() -> None:
    """A plant that no test has to catch proves nothing."""
    scenarios = (FOLDER / "test_plants.py").read_text("utf-8")

    assert [] == [plant for plant in PLANTS if f'"{plant}"' not in scenarios]


def test_an_unknown_plant_is_an_error() -> None:
    """A test with a misspelt plant would pass on the sound runtime."""
    with pytest.raises(KeyError):
        install("no-such-plant")


def test_the_check_of_repeats_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message is new to the wrong runtime."""
    handled = {"CM15-1330001": Handled(ids=("a",))}
    monkeypatch.setattr(consume_module, "is_handled", consume_module.is_handled)
    before = consume_module.is_handled(handled, "CM15-1330001", "a")

    install("handled-check-skipped")

    assert (True, False) == (before, consume_module.is_handled(handled, "CM15-1330001", "a"))


def test_uncommitted_messages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrong runtime changes the isolation level and no other setting."""
    seen: dict[str, Any] = {}

    def make(_self: Any, *topics: str, **settings: Any) -> None:
        seen.update(settings, topics=topics)

    monkeypatch.setattr(AIOKafkaConsumer, "__init__", make)
    install("uncommitted-read")
    AIOKafkaConsumer.__init__(object.__new__(AIOKafkaConsumer), "topic", isolation_level="read_committed", group_id="g")

    assert {"isolation_level": "read_uncommitted", "group_id": "g", "topics": ("topic",)} == seen


async def test_offsets_are_committed_outside_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The group's consumer commits them at once; consumers without a group are left alone."""
    committed: list[Any] = []

    async def commit(_self: Any, offsets: Any) -> None:
        committed.append(offsets)

    monkeypatch.setattr(AIOKafkaConsumer, "__init__", lambda *_, **__: None)
    monkeypatch.setattr(AIOKafkaConsumer, "commit", commit)
    monkeypatch.setattr(AIOKafkaConsumer, "__del__", lambda _: None)
    monkeypatch.setattr(AIOKafkaProducer, "send_offsets_to_transaction", None)
    install("offsets-outside-the-transaction")
    readers = [AIOKafkaConsumer("changelog"), AIOKafkaConsumer("topic", group_id="imr-intake")]

    await AIOKafkaProducer.send_offsets_to_transaction(None, {"place": 7}, "imr-intake")

    assert [{"place": 7}] == committed
    assert 2 == len(readers)
