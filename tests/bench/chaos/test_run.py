"""A chaos run notes its acts and repeats writes that the broker did not confirm."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import confluent_kafka
import pytest

from bench.chaos.plan import Plan
from bench.chaos.run import Run
from bench.faults.brokers import Cluster
from runtime.broker.kafka.apache import ApacheBroker


class _FakeDesk:
    """A desk whose broker fails some times."""

    def __init__(self, failures: int) -> None:
        self.failures, self.calls = failures, 0

    def replay_all(self) -> int:
        self.calls += 1
        if self.calls <= self.failures:
            raise confluent_kafka.KafkaException(confluent_kafka.KafkaError(confluent_kafka.KafkaError._TRANSPORT))
        return 1


class _FakeWorker:
    """A worker that runs or not."""

    def __init__(self, *, runs: bool) -> None:
        self.runs = runs


class _DyingWorker:
    """A worker that ends twice: before it is ready, and when it has been."""

    runs, starts = False, 0

    def start(self) -> None:
        self.starts, self.runs = self.starts + 1, True

    def is_ready(self) -> bool:
        self.runs = self.starts > 2
        return self.starts > 1


class _FakeFleet:
    """A fleet of one worker."""

    def __init__(self, worker: _DyingWorker) -> None:
        self.workers, self.resting = [worker], {worker}

    def revive(self) -> None:
        if not self.workers[0].runs:
            self.workers[0].start()


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """A run that was not started."""
    return Run(Plan(100, kills=1, seed=3, folder=tmp_path), lambda _: None)


def test_a_write_is_repeated_until_the_broker_confirms_it(run: Any) -> None:
    """Five failures are survived; a sixth is an error."""
    run.desk = _FakeDesk(5)
    run.replay_dead_letters()
    assert 6 == run.desk.calls

    run.desk = _FakeDesk(6)
    with pytest.raises(confluent_kafka.KafkaException):
        run.replay_dead_letters()


def test_an_act_is_noted_with_its_time(run: Any) -> None:
    """Each note is one line of JSON in acts.jsonl."""
    run.note("kill")
    run.note("intake-0 killed", seconds_silent={0: 1.5})

    first, second = map(json.loads, (run.plan.folder / "acts.jsonl").read_text().splitlines())
    assert "kill" == first["what"]
    assert {"0": 1.5} == second["seconds_silent"]
    assert first["at"] <= second["at"]


def test_a_worker_that_ends_while_a_run_comes_to_rest_is_started_again(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker may end itself late, for example after all brokers were away."""
    worker, desk = _DyingWorker(), _FakeDesk(0)
    desk.discard_unreadable = desk.repeat_replayed = desk.replay_all  # type: ignore[attr-defined]
    run.desk, run.fleet, run.broker = desk, _FakeFleet(worker), SimpleNamespace(bootstrap="unused")
    monkeypatch.setattr("bench.chaos.run.left_to_do", lambda _: {} if worker.runs else {"letters": 1})
    monkeypatch.setattr("bench.chaos.run._REST_SECONDS_MAX", 2.0)

    run._come_to_rest()

    assert 3 == worker.starts


def test_a_worker_that_runs_is_chosen(run: Any) -> None:
    """One that is down is chosen only where none runs."""
    up, down = _FakeWorker(runs=True), _FakeWorker(runs=False)
    run.fleet = type("FakeFleet", (), {"workers": [down, up, down]})

    assert {up} == {run.any_worker() for _ in range(20)}
    run.fleet.workers = [down]
    assert down is run.any_worker()


def test_a_new_run_has_cases_to_feed(run: Any) -> None:
    """Acts measure pauses while cases are fed."""
    assert run.still_feeds


@pytest.mark.parametrize(("brokers", "kind"), [(1, ApacheBroker), (3, Cluster)])
def test_a_run_has_one_broker_or_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, brokers: int, kind: type) -> None:
    """The default is one."""
    monkeypatch.setattr("bench.faults.brokers.port_is_free", lambda _: True)
    run = Run(Plan(100, kills=1, seed=3, folder=tmp_path, brokers=brokers), lambda _: None)

    assert kind is type(run.broker)
    assert 1 == Plan(100, kills=1, seed=3, folder=tmp_path).brokers
