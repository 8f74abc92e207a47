"""`imr repartition`: its output, and refusals before it asks the broker."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli import repartition as module
from cli.main import app
from cli.session.connection import Running, announce
from runtime.repartition.repartition import Done, Plan, TopicCopied
from runtime.repartition.stillness import DoesNotStandStill
from runtime.settings import Settings

COPIED = Done([TopicCopied("imr-8.intake.events", 1_234, 56_789, "00ff")])


def run(monkeypatch: pytest.MonkeyPatch, answer: Done | Exception, *options: str) -> tuple[Result, list[Plan]]:
    """Run the command; return its result and the plans that were carried out."""
    plans: list[Plan] = []

    async def carry_out(plan: Plan, *_: Any) -> Done:
        plans.append(plan)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setenv("IMR_KAFKA_BOOTSTRAP", "broker.example:9092")
    monkeypatch.setattr(module, "connect", lambda: Settings(kafka_bootstrap="broker.example:9092"))
    monkeypatch.setattr(module, "carry_out", carry_out)
    monkeypatch.setattr(module, "go_back", carry_out)
    return CliRunner().invoke(app, ["repartition", "imr-8", "--partitions", "8", *options]), plans


def test_each_topic_is_told_and_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its number of messages and the digest of their order."""
    done, (plan,) = run(monkeypatch, COPIED)

    assert (0, "imr-8.intake.events\t1,234\t56,789\t00ff\n") == (done.exit_code, done.stdout)
    assert "1,234 messages read, written and compared" in done.stderr
    assert "set IMR_PREFIX=imr-8 and IMR_PARTITIONS=8" in done.stderr
    assert ("imr-8", 8, False) == (plan.prefix, plan.partitions, plan.rehearsal)


def test_a_rehearsal_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to be set after it."""
    done, (plan,) = run(monkeypatch, COPIED, "--dry-run")

    assert plan.rehearsal
    assert "nothing was written" in done.stderr
    assert "IMR_PREFIX" not in done.stderr
    assert "compared" not in done.stderr


def test_a_second_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no table."""
    done, _ = run(monkeypatch, Done(()))

    assert (0, "") == (done.exit_code, done.stdout)
    assert "nothing was done" in done.stderr


def test_for_programs_there_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each topic."""
    done, _ = run(monkeypatch, COPIED, "--json")

    assert {"topic": "imr-8.intake.events", "messages": 1234, "bytes": 56789, "digest": "00ff"} == json.loads(done.stdout)


def test_a_refusal_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 1."""
    done, _ = run(monkeypatch, DoesNotStandStill("stop the workers first"))

    assert (1, "stop the workers first\n") == (done.exit_code, done.stderr)


def test_the_way_back_says_which_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """And that the copy can be deleted."""
    done, _ = run(monkeypatch, COPIED, "--back")

    assert (0, "the deployment with the prefix imr is open again; its copy imr-8 is closed and can be deleted\n") == (
        done.exit_code,
        done.stdout,
    )


def test_a_prefix_that_is_none_is_refused() -> None:
    """Exit status 2, as for any wrong value."""
    done = CliRunner().invoke(app, ["repartition", "IMR 8", "--partitions", "8"])

    assert 2 == done.exit_code
    assert "small letters" in done.stderr


def test_a_running_system_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its workers would go on."""
    monkeypatch.delenv("IMR_KAFKA_BOOTSTRAP", raising=False)
    monkeypatch.setenv("IMR_DATA_DIR", str(tmp_path))
    done = CliRunner().invoke(app, ["repartition", "imr-8", "--partitions", "8"])
    assert (1, True) == (done.exit_code, "holds no data of a broker" in done.stderr)

    announce(
        tmp_path, Running(pid=os.getpid(), kafka_bootstrap="x:1", partitions=4, api_url="", live_url="", clock_shift_seconds=0)
    )
    done = CliRunner().invoke(app, ["repartition", "imr-8", "--partitions", "8"])
    assert (1, True) == (done.exit_code, "stop it with Ctrl-C" in done.stderr)
