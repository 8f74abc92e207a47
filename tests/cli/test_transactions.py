"""`imr transactions`: open transactions are listed and ended as decided."""

import json
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError
from click.testing import Result
from typer.testing import CliRunner

from cli import transactions
from cli.main import app
from runtime.broker.topics.transactions import Unfinished
from runtime.settings import Settings

DECIDED = Unfinished(TopicPartition("imr.intake.events", 2), 7, "imr-intake-2", "committed")
UNKNOWN = Unfinished(TopicPartition("imr.intake.changelog", 1), 9, None, None)


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[Unfinished]:
    """The transactions that the command ended, on a broker in memory."""
    done: list[Unfinished] = []

    async def end(_settings: Settings, each: Unfinished, _actor: str) -> None:
        done.append(each)

    monkeypatch.setattr(transactions, "connect", lambda: Settings(kafka_bootstrap="broker.example:9092"))
    monkeypatch.setattr(transactions, "_end", end)
    return done


def _run(monkeypatch: pytest.MonkeyPatch, found: list[Unfinished], *options: str) -> Result:
    async def find(*_: Any) -> list[Unfinished]:
        return found

    monkeypatch.setattr(transactions, "find_unfinished", find)
    return CliRunner().invoke(app, ["transactions", "--actor", "Example Operator", *options])


def test_without_open_transactions_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch, ended: list[Unfinished]) -> None:
    """Exit status 0."""
    done = _run(monkeypatch, [])

    assert (0, "no transaction is open\n") == (done.exit_code, done.stderr)


def test_open_transactions_are_listed_and_left_alone(monkeypatch: pytest.MonkeyPatch, ended: list[Unfinished]) -> None:
    """Exit status 1 and the option that ends them."""
    done = _run(monkeypatch, [DECIDED])

    assert 1 == done.exit_code
    assert "imr.intake.events/2" in done.stdout
    assert "`imr transactions --end`" in done.stderr
    assert [] == ended


def test_only_decided_transactions_are_ended(monkeypatch: pytest.MonkeyPatch, ended: list[Unfinished]) -> None:
    """One whose decision is unknown stays open, and the exit status says so."""
    done = _run(monkeypatch, [DECIDED, UNKNOWN], "--end", "--json")

    assert 1 == done.exit_code
    assert [("imr.intake.events/2", True), ("imr.intake.changelog/1", False)] == [
        (each["place"], each["ended"]) for each in map(json.loads, done.stdout.splitlines())
    ]
    assert [DECIDED] == ended


def test_all_ended_is_exit_status_0(monkeypatch: pytest.MonkeyPatch, ended: list[Unfinished]) -> None:
    """A script can tell that no transaction is open any more."""
    assert 0 == _run(monkeypatch, [DECIDED], "--end").exit_code


def test_a_broker_that_fails_is_named_by_its_error(monkeypatch: pytest.MonkeyPatch, ended: list[Unfinished]) -> None:
    """One sentence, no traceback."""

    async def find(*_: Any) -> list[Unfinished]:
        raise KafkaConnectionError

    monkeypatch.setattr(transactions, "find_unfinished", find)
    done = CliRunner().invoke(app, ["transactions", "--actor", "Example Operator"])

    assert 1 == done.exit_code
    assert "KafkaConnectionError" in done.stderr


def test_an_end_that_is_not_written_yet_is_told(monkeypatch: pytest.MonkeyPatch, ended: list[Unfinished]) -> None:
    """The command does not call a transaction ended that readers still wait for."""

    async def end(*_: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(transactions, "_end", end)
    done = _run(monkeypatch, [DECIDED], "--end")

    assert 1 == done.exit_code
    assert "imr.intake.events/2 is ordered, but not written yet" in done.stderr
