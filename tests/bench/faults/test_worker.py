"""A worker process is told its faults and asked its state through files."""

import json
import signal
import sys
from pathlib import Path

import pytest

from bench.faults.worker import ROOT, WorkerProcess, python_of


@pytest.fixture
def worker(tmp_path: Path) -> WorkerProcess:
    """A worker that was not started."""
    return WorkerProcess("intake", "0", "example:1", tmp_path, slot="0", partitions=4, unset=None)


def test_a_worker_that_was_not_started_has_no_process(worker: WorkerProcess) -> None:
    """Signals to it are lost."""
    worker.send(signal.SIGSTOP)
    worker.terminate()
    worker.kill()

    assert (False, 0, None, 0) == (worker.runs, worker.pid, worker.exit_status, worker.starts)


def test_a_fault_is_left_until_it_happens_or_is_disarmed(worker: WorkerProcess, tmp_path: Path) -> None:
    """Marks of an earlier fault are taken away."""
    (tmp_path / "intake-0.reached").touch()
    worker.let_go()
    worker.fail_at("polled", act="wait", passes=2)

    assert {"step": "polled", "act": "wait", "pass": 2} == json.loads((tmp_path / "intake-0.fault").read_text())
    assert (True, False) == (worker.is_armed, worker.has_reached)
    assert not (tmp_path / "intake-0.go").exists()

    worker.disarm()
    assert not worker.is_armed


def test_the_marks_of_a_reached_step_are_files(worker: WorkerProcess, tmp_path: Path) -> None:
    """The worker leaves one; the test answers with the other."""
    (tmp_path / "intake-0.reached").touch()
    worker.let_go()

    assert worker.has_reached
    assert (tmp_path / "intake-0.go").exists()


def test_the_state_is_read_once_it_was_written(worker: WorkerProcess, tmp_path: Path) -> None:
    """An older answer is taken away when the worker is asked again."""
    answer = tmp_path / "intake-0-states" / f"{worker.pid}.json"
    answer.parent.mkdir()
    answer.write_text('{"3": {"cases/one": {}}}')
    assert {3: {"cases/one": {}}} == worker.held()

    worker.ask_what_it_holds()
    assert worker.held() is None


def test_settings_become_the_environment(worker: WorkerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker has files of its own; settings without a value are left out."""
    monkeypatch.setenv("IMR_SLOT", "5")
    worker.extra_environment = {"FAKETIME": "+1d"}
    environment = worker._environment()

    assert ("example:1", "0", "4", "+1d") == tuple(
        environment[name] for name in ("IMR_KAFKA_BOOTSTRAP", "IMR_SLOT", "IMR_PARTITIONS", "FAKETIME")
    )
    assert str(tmp_path / "intake-0.fault") == environment["IMR_FAULT_FILE"]
    assert not {"IMR_PLANT", "IMR_UNSET"} & set(environment)


def test_workers_of_letters_have_one_letter_store(worker: WorkerProcess) -> None:
    """A letter that one stored is read by the other; the others have a data folder each."""
    folders = {}
    for service in ("letters", "intake"):
        for name in ("0", "1"):
            worker.service, worker.name = service, name
            folders[service, name] = worker._environment()["IMR_DATA_DIR"]

    assert folders["letters", "0"] == folders["letters", "1"]
    assert 3 == len(set(folders.values()))


def test_another_checkout_runs_in_its_own_environment_if_it_has_one(tmp_path: Path) -> None:
    """Without one it runs in ours."""
    own = tmp_path / "with" / ".venv/bin/python"
    own.parent.mkdir(parents=True)
    own.touch()

    assert str(own) == python_of(tmp_path / "with")
    assert sys.executable == python_of(tmp_path / "without") == python_of(ROOT)


def test_an_earlier_checkout_gets_no_setting_that_it_refuses(worker: WorkerProcess, tmp_path: Path) -> None:
    """Or it would end at each start of an upgrade."""
    assert "IMR_ASSESS_PORT" in worker._environment()
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime/settings.py").write_text("api_port: int = 8090")
    worker.home = tmp_path

    assert "IMR_ASSESS_PORT" not in worker._environment()
