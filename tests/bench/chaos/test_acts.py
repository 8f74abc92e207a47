"""Each act does the harm in its name."""

import random
import signal
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench.chaos import acts
from bench.chaos.plan import Plan
from bench.faults.worker import ROOT


class _FakeWorker:
    """A worker that notes each call."""

    def __init__(self, service: str = "intake", *, has_clock: bool = True) -> None:
        self.service, self.name, self.runs = service, "0", True
        self.extra_environment = {"LD_PRELOAD": "faketime"} if has_clock else {}
        self.suffered: list[object] = []
        self.home = ROOT

    def start(self) -> None:
        self.suffered.append("start")

    def kill(self) -> None:
        self.suffered.append("kill")

    def terminate(self) -> None:
        self.suffered.append("terminate")

    def send(self, number: signal.Signals) -> None:
        self.suffered.append(number)

    def is_ready(self) -> bool:
        return True


class _FakeFleet:
    """Workers, and the clocks that were set."""

    def __init__(self, *workers: _FakeWorker) -> None:
        self.workers = list(workers)
        self.resting: set[_FakeWorker] = set()
        self.clocks: list[str] = []
        self.guests: list[_FakeWorker] = []

    def set_clock(self, _worker: _FakeWorker, offset: str) -> None:
        self.clocks.append(offset)

    def not_upgraded(self) -> list[_FakeWorker]:
        return [worker for worker in self.workers if worker.home != ROOT]

    def worker(self, service: str, _name: str, slot: str | None) -> _FakeWorker:
        self.guests.append(_FakeWorker(service))
        return self.guests[-1]


class _FakeBroker:
    """A broker that notes each call."""

    def __init__(self) -> None:
        self.suffered: list[str] = []

    async def start(self) -> None:
        self.suffered.append("start")

    async def stop(self) -> None:
        self.suffered.append("stop")

    def kill(self) -> None:
        self.suffered.append("kill")

    def pause(self) -> None:
        self.suffered.append("pause")

    def go_on(self) -> None:
        self.suffered.append("go on")

    def set_clock(self, offset: str) -> None:
        self.suffered.append(f"clock {offset}")


class _FakeCluster:
    """Three brokers that note each call; a start is noted by each."""

    def __init__(self) -> None:
        self.nodes = [_FakeBroker() for _ in range(3)]

    async def start(self, nodes: Sequence[_FakeBroker]) -> None:
        for node in nodes:
            node.suffered.append("start")

    def kill(self) -> None:
        for node in self.nodes:
            node.kill()


class _FakeRun:
    """A run with one worker; it feeds no more cases, so no pause is measured."""

    def __init__(
        self, seed: int = 1, *, has_clock: bool = True, kills: int = 40, hard: int = 2, cluster: _FakeCluster | None = None
    ) -> None:
        self.plan = Plan(1_000, kills, seed, Path("unused"), hard=hard)
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.pauses: dict[str, list[tuple[float, str]]] = defaultdict(list)
        self.only = _FakeWorker(has_clock=has_clock)
        self.broker: Any = _FakeBroker()
        self.broker_is_away = False
        self.cluster: Any = cluster
        self.fleet: Any = _FakeFleet(self.only)
        self.follower: Any = SimpleNamespace(said={})
        self.still_feeds = False
        self.desk: list[str] = []
        self.notes: list[str] = []

    def any_worker(self) -> Any:
        return self.only

    def with_work(self, _service: str) -> Any:
        return set()

    def may_lead(self) -> Any:
        return self.cluster.nodes[1]

    def is_whole(self) -> bool:
        return True

    def replay_dead_letters(self) -> None:
        self.desk.append("replay")

    def discard_dead_letters(self) -> None:
        self.desk.append("discard")

    def repeat_replayed(self) -> None:
        self.desk.append("repeat")

    def note(self, what: str, **_more: object) -> None:
        self.notes.append(what)


def _names(run: _FakeRun) -> list[str]:
    return [act.__name__ for act in acts.program(run)]


def test_the_seed_decides_the_order() -> None:
    """One seed gives one order; another seed gives the same acts in another order."""
    first = _names(_FakeRun(7))

    assert first == _names(_FakeRun(7))
    assert first != _names(_FakeRun(8))
    assert sorted(first) == sorted(_names(_FakeRun(8)))


def test_acts_come_in_proportion_to_kills() -> None:
    """One kill in five leaves the worker down; ordinary acts come once per twenty kills."""
    counted = Counter(_names(_FakeRun(kills=40, hard=3)))

    assert (32, 8) == (counted["kill"], counted["kill_and_rest"])
    assert {2} == {counted[act.__name__] for act in acts.ORDINARY}
    assert {3} == {counted[act.__name__] for act in (*acts.HARD, *acts.BROKER)}


def test_three_brokers_suffer_other_acts_than_one() -> None:
    """With three, single ones fail, most often a leader; with one, it fails as a whole."""
    alone, three = Counter(_names(_FakeRun(hard=2))), Counter(_names(_FakeRun(hard=2, cluster=_FakeCluster())))

    assert 0 == sum(alone[act.__name__] for act in acts.CLUSTER)
    assert 0 == sum(three[act.__name__] for act in acts.BROKER)
    assert (4, 2, 2, 2, 2) == tuple(three[name] for name in dict.fromkeys(act.__name__ for act in acts.CLUSTER))


def test_a_machine_without_faketime_has_no_clock_jumps() -> None:
    """All other acts stay."""
    counted = Counter(_names(_FakeRun(has_clock=False, kills=20, hard=1)))

    assert 0 == counted["clock_jumps"]
    assert 1 == counted["slow_consumer"] == counted["pause"]


@pytest.mark.parametrize(
    ("act", "suffered", "done"),
    [
        (acts.kill, ["kill"], "kill -9, started at once"),
        (acts.kill_and_rest, ["kill"], "kill -9, started after the others took over"),
        (acts.leave, ["terminate"], "SIGTERM, started later"),
        (acts.pause, [signal.SIGSTOP], "SIGSTOP beyond the session"),
        (acts.slow_consumer, [signal.SIGSTOP], "slow consumer"),
    ],
)
def test_an_act_hits_one_worker_and_is_counted(act: Any, suffered: list[object], done: str) -> None:
    """The first step of an act on a worker does the harm."""
    run = _FakeRun()

    next(act(run), None)

    assert suffered == run.only.suffered
    assert {done: 1} == run.done


def test_a_worker_that_left_is_not_started_again_at_once() -> None:
    """It stays down for a while; one that was killed is free to start."""
    left, killed = _FakeRun(), _FakeRun()
    next(acts.leave(left), None)
    next(acts.kill(killed), None)

    assert {left.only} == left.fleet.resting
    assert set() == killed.fleet.resting


def test_a_killed_worker_may_start_once_the_others_took_over() -> None:
    """The act ends with the worker free to start."""
    run = _FakeRun()

    assert [] == list(acts.kill_and_rest(run))
    assert set() == run.fleet.resting


@pytest.mark.parametrize(("act", "ends_by"), [(acts.broker_restarts, "stop"), (acts.broker_dies, "kill")])
def test_nothing_is_written_while_the_broker_is_away(act: Any, ends_by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run knows that the broker is away until it was started again."""
    run = _FakeRun()
    going = act(run)
    next(going)
    away = (run.broker_is_away, list(run.broker.suffered))
    going.close()
    monkeypatch.setattr(acts, "AWAY_SECONDS", 0.0)
    next(act(run))

    assert (True, [ends_by]) == away
    assert (False, [ends_by, ends_by, "start"]) == (run.broker_is_away, run.broker.suffered)


@pytest.mark.parametrize(
    ("act", "leader", "others", "away"),
    [
        (acts.leader_dies, ["kill", "start"], [], set()),
        (acts.leader_dies_while_a_follower_lags, ["kill", "start"], ["go on", "pause"], {True}),
        (acts.all_die, ["kill", "start"], ["kill", "kill", "start", "start"], {True}),
    ],
)
def test_the_leader_of_three_is_started_again(
    monkeypatch: pytest.MonkeyPatch, act: Any, leader: list[str], others: list[str], away: set[bool]
) -> None:
    """No case is submitted while fewer than two of three run, because no write can succeed."""
    for name in ("AWAY_SECONDS", "LAG_SECONDS"):
        monkeypatch.setattr(acts, name, 0.01)
    monkeypatch.setattr(acts, "LEADERLESS_SECONDS", (0.0, 0.01))
    run = _FakeRun(cluster=(cluster := _FakeCluster()))
    seen = {run.broker_is_away and "kill" in cluster.nodes[1].suffered for _ in act(run)}

    assert leader == cluster.nodes[1].suffered
    assert others == sorted(each for node in (cluster.nodes[0], cluster.nodes[2]) for each in node.suffered)
    assert away == seen - {False}
    assert not run.broker_is_away


def test_one_of_three_lags_and_catches_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is paused, and goes on at the end of the act."""
    monkeypatch.setattr(acts, "LAG_SECONDS", 0.01)
    run = _FakeRun(cluster=(cluster := _FakeCluster()))

    for _ in acts.follower_lags(run):
        pass

    assert {"pause", "go on"} == {each for node in cluster.nodes for each in node.suffered}


def test_a_broker_comes_back_with_a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stopped in order, and its clock is set before it starts."""
    monkeypatch.setattr(acts, "AWAY_SECONDS", 0.01)
    run = _FakeRun(cluster=(cluster := _FakeCluster()))
    for _ in acts.broker_restarts_with_a_clock(run):
        pass

    (suffered,) = [node.suffered for node in cluster.nodes if node.suffered]
    assert ["stop", "start"] == [suffered[0], suffered[-1]]
    assert suffered[1].removeprefix("clock ") in acts.CLOCKS


def test_the_clock_jumps_beyond_every_deadline() -> None:
    """Sixty days forward first."""
    run = _FakeRun()

    next(acts.clock_jumps(run))

    assert ["+60d"] == run.fleet.clocks


def test_a_third_worker_is_gone_when_its_act_ends() -> None:
    """The guest is killed, even where the act is cut short."""
    run = _FakeRun()
    going = acts.third_worker(run)
    next(going)
    going.close()

    (guest,) = run.fleet.guests
    assert ["start", "kill"] == guest.suffered


def test_all_dead_letters_are_replayed_and_the_replayed_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages behind unreadable ones are replayed once those are discarded."""
    monkeypatch.setattr(acts, "DESK_SECONDS", 0.01)
    run = _FakeRun()

    for _ in acts.replay_all(run):
        pass

    assert ["replay", "discard", "replay", "repeat"] == run.desk


def test_each_worker_of_another_checkout_is_upgraded_once() -> None:
    """It is told to leave, and starts with the code of this one; no other upgrade is planned."""
    run = _FakeRun(kills=20)
    assert 0 == _names(run).count("upgrade")
    run.only.home = Path("another")
    assert 1 == _names(run).count("upgrade")
    run.only.runs = False

    assert [] == list(acts.upgrade(run))
    assert (ROOT, ["terminate", "kill"], set()) == (run.only.home, run.only.suffered, run.fleet.resting)
