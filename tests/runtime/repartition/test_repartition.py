"""The records of two deployments, of which one at most may work.

The copying itself is tested on a broker, in tests/broker/test_repartition.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from runtime.outside.deployment import IsClosed, NumberWasAnother, Records, closed_by, made_by
from runtime.repartition import repartition as module
from runtime.repartition.repartition import CannotCopy, Done, Plan, go_back, repartition
from runtime.repartition.stillness import DoesNotStandStill
from runtime.settings import Settings
from schemas.topics import DEPLOYMENT
from schemas.wire.deployment import DeploymentClosed, DeploymentMade

THERE = "imr-8.deployment"
MADE = DeploymentMade(deployment="example", partitions=4)
COPIED = DeploymentMade(deployment="example", partitions=8)
FILLED = DeploymentClosed(reason="being-filled", other="imr")
MOVED = DeploymentClosed(reason="moved", other="imr-8")
BACK = DeploymentClosed(reason="moved", other="imr")


class Killed(RuntimeError):
    """The process ends here."""


class Broker:
    """The records of both deployments in memory; *steps* are the other things that were done."""

    def __init__(self, ours: Records, theirs: Records | None = None) -> None:
        self.records: dict[str, list[Any]] = {DEPLOYMENT.name: list(ours)}
        if theirs is not None:
            self.records[THERE] = list(theirs)
        self.steps: list[str] = []
        self.killed_at = ""
        self.has_worked = False

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "Broker":
        """Take the place of Kafka."""
        for name in ("partitions_of", "read_records", "_record", "refuse_members", "ensure_topics", "has_read"):
            monkeypatch.setattr(module, name, getattr(self, name))
        for name in ("still_ends", "refuse_unread", "_copy", "_commit", "_delete", "_refuse_worked"):
            monkeypatch.setattr(module, name, self._step(name.strip("_")))
        return self

    def _step(self, name: str) -> Any:
        async def take(*_: object) -> Any:
            self._note(name)
            if name == "delete":
                del self.records[THERE]
            if name == "refuse_worked" and self.has_worked:
                raise CannotCopy("worked")
            return Done(["topic"]) if name == "copy" else {}  # type: ignore[list-item]

        return take

    def _note(self, name: str) -> None:
        self.steps.append(name)
        if name == self.killed_at:
            raise Killed

    async def partitions_of(self, _bootstrap: str) -> Mapping[str, int]:
        """Return the topics that there are."""
        return {DEPLOYMENT.name: 4, **({THERE: 8} if THERE in self.records else {})}

    async def read_records(self, _settings: Settings, topic: str) -> Records:
        """Return the records of *topic*."""
        return list(self.records[topic])

    async def _record(self, _settings: Settings, topic: str, message: Any) -> None:
        self.records[topic].append(message)
        self._note(f"record {topic} {message.type.rpartition('-')[2]}")

    async def refuse_members(self, *_: object) -> None:
        """Do nothing."""

    async def has_read(self, *_: object) -> bool:
        """Return that every service has read."""
        return True

    async def ensure_topics(self, _bootstrap: str, topics: Sequence[Any], *_: object) -> None:
        """Make the topics of the copy."""
        self.records.setdefault(THERE, [])
        self._note(f"make {len(list(topics))} topics")

    @property
    def open(self) -> list[str]:
        """The deployments that may work."""
        return [topic for topic, records in self.records.items() if made_by(records) and not closed_by(records)]


def plan(**changes: Any) -> Plan:
    """Return the plan to go from 4 to 8 partitions."""
    return Plan(**{"settings": Settings(), "prefix": "imr-8", "partitions": 8, "consumers": [], **changes})


async def test_it_ends_with_the_copy_open_and_the_old_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second time does nothing."""
    broker = Broker([MADE]).install(monkeypatch)

    assert Done(["topic"]) == await repartition(plan(), lambda *_: None)  # type: ignore[list-item]
    assert {DEPLOYMENT.name: [MADE, MOVED], THERE: [FILLED, COPIED]} == broker.records
    assert [THERE] == broker.open
    broker.steps.clear()
    assert Done(()) == await repartition(plan(), lambda *_: None)
    assert [] == broker.steps


EVERY_STEP = (
    "make 1 topics",
    f"record {THERE} closed",
    "copy",
    "still_ends",
    f"record {DEPLOYMENT.name} closed",
    f"record {THERE} made",
)


@pytest.mark.parametrize("step", EVERY_STEP)
async def test_killed_at_any_step_it_ends_the_same_when_it_is_run_again(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """At no moment are both open."""
    broker = Broker([MADE]).install(monkeypatch)
    broker.killed_at = step
    with pytest.raises(Killed):
        await repartition(plan(), lambda *_: None)
    assert len(broker.open) <= 1

    broker.killed_at = ""
    await repartition(plan(), lambda *_: None)
    assert {DEPLOYMENT.name: [MADE, MOVED], THERE: [FILLED, COPIED]} == broker.records


async def test_a_rehearsal_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It checks and reads all."""
    broker = Broker([MADE]).install(monkeypatch)
    await repartition(plan(rehearsal=True), lambda *_: None)

    assert ["still_ends", "refuse_unread", "copy"] == broker.steps
    assert {DEPLOYMENT.name: [MADE]} == broker.records


async def test_messages_that_come_meanwhile_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would be in the old deployment only, which stays open."""
    broker = Broker([MADE]).install(monkeypatch)
    ends = iter([{"place": 1}, {"place": 2}])

    async def still_ends(*_: object) -> Any:
        return next(ends)

    monkeypatch.setattr(module, "still_ends", still_ends)
    with pytest.raises(DoesNotStandStill, match="written while the deployment was copied"):
        await repartition(plan(), lambda *_: None)
    assert [DEPLOYMENT.name] == broker.open


@pytest.mark.parametrize(
    ("ours", "theirs", "changes", "error", "told"),
    [
        ([MADE], None, {"prefix": "imr"}, CannotCopy, "another prefix than imr"),
        ([], None, {}, CannotCopy, "no deployment that ever worked"),
        ([MADE], None, {"settings": Settings(partitions=3)}, NumberWasAnother, "made with 4 partitions"),
        ([MADE], [COPIED], {}, CannotCopy, "choose another prefix"),
        ([MADE], [FILLED, COPIED, BACK], {}, CannotCopy, "choose another prefix"),
        ([MADE], [DeploymentClosed(reason="being-filled", other="third")], {}, CannotCopy, "choose another prefix"),
        ([MADE, MOVED], [FILLED, COPIED], {"prefix": "imr-9"}, IsClosed, "set IMR_PREFIX=imr-8"),
        ([MADE, MOVED], [FILLED, COPIED], {"partitions": 9}, CannotCopy, "with 8 partitions"),
        ([MADE, MOVED], None, {}, CannotCopy, "with no partitions"),
        ([DeploymentClosed(reason="being-filled", other="imr-8"), MADE, MOVED], None, {"prefix": "third"}, IsClosed, "imr-8"),
    ],
)
async def test_what_cannot_be_copied_is_refused_and_nothing_changed(
    monkeypatch: pytest.MonkeyPatch,
    ours: Records,
    theirs: Records | None,
    changes: Mapping[str, Any],
    error: type[Exception],
    told: str,
) -> None:
    """The error says why."""
    broker = Broker(ours, theirs).install(monkeypatch)
    with pytest.raises(error, match=told):
        await repartition(plan(**changes), lambda *_: None)

    assert list(ours) == broker.records[DEPLOYMENT.name]
    assert (theirs is None) == (THERE not in broker.records)
    assert "delete" not in broker.steps


async def test_the_way_back_closes_the_copy_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be gone while the copy has not worked; a second time does nothing."""
    broker = Broker([MADE, MOVED], [FILLED, COPIED]).install(monkeypatch)
    broker.killed_at = f"record {THERE} closed"
    with pytest.raises(Killed):
        await go_back(plan())
    assert [] == broker.open

    broker.killed_at = ""
    await go_back(plan())
    await go_back(plan())
    assert [DEPLOYMENT.name] == broker.open
    assert [MADE, MOVED, MADE] == broker.records[DEPLOYMENT.name]


async def test_after_work_there_is_no_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work would be lost."""
    broker = Broker([MADE, MOVED], [FILLED, COPIED]).install(monkeypatch)
    broker.has_worked = True
    with pytest.raises(CannotCopy):
        await go_back(plan())
    assert [THERE] == broker.open


@pytest.mark.parametrize(("ours", "theirs"), [([MADE], None), ([MADE], [FILLED]), ([MADE, MOVED], None)])
async def test_without_a_copy_there_is_no_way_back(monkeypatch: pytest.MonkeyPatch, ours: Records, theirs: Records | None) -> None:
    """Nothing is changed."""
    broker = Broker(ours, theirs).install(monkeypatch)
    with pytest.raises(CannotCopy, match="no way back"):
        await go_back(plan())
    assert list(ours) == broker.records[DEPLOYMENT.name]
