"""The faults of a chaos run.

Each act is a generator that yields while it waits, so that cases flow meanwhile.
"""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Generator, Sequence
from typing import Any, Protocol

from bench.chaos.watch.pauses import Pause
from bench.faults.worker import ROOT, WorkerProcess


class Run(Protocol):
    """The parts of `bench.chaos.run.Run` that acts may use."""

    plan: Any
    random: Any
    done: Any
    pauses: Any
    broker: Any
    broker_is_away: bool
    cluster: Any
    fleet: Any
    follower: Any
    still_feeds: Any

    def any_worker(self) -> WorkerProcess:
        """Return a running worker."""

    def with_work(self, service: str) -> Any:
        """Return the partitions in which *service* has unread messages."""

    def replay_dead_letters(self) -> None:
        """Replay every parked message."""

    def discard_dead_letters(self) -> None:
        """Discard the parked messages that cannot be read."""

    def repeat_replayed(self) -> None:
        """Send again all that was replayed."""

    def may_lead(self) -> Any:
        """Return the node that leads a partition in which cases flow."""

    def is_whole(self) -> bool:
        """Whether all copies of all partitions are in sync."""

    def note(self, what: str, **more: object) -> None:
        """Append a line to the run's log of acts."""


Act = Generator[None, None, None]

PAUSE_SECONDS = 9.0  # longer than the session timeout of 6 seconds
PAUSE_SECONDS_MAX = 40.0
LOOK_FOR_WORK_SECONDS = 3.0
LEAVE_SECONDS_MAX = 60.0
REST_SECONDS = (1.0, 4.0)
SLOW_SECONDS = 6.0
JUMP_SECONDS = 4.0
AWAY_SECONDS = 1.0
DESK_SECONDS = 3.0
LEADERLESS_SECONDS = (0.0, 12.0)  # from well below the session of a broker to well beyond it
LAG_SECONDS = 9.0  # longer than that session, so that the others go on without the copy
IN_SYNC_SECONDS_MAX = 90.0
CLOCKS = ("", "+1h", "-50m")


def kill(run: Run) -> Act:
    """Kill a worker with SIGKILL; it is restarted at once."""
    worker = run.any_worker()
    worker.kill()
    run.done["kill -9, started at once"] += 1
    yield from _measure(run, worker, "at once")


def kill_and_rest(run: Run) -> Act:
    """Kill a worker with SIGKILL; it is restarted after the others have taken over."""
    worker = run.any_worker()
    run.fleet.resting.add(worker)
    worker.kill()
    run.done["kill -9, started after the others took over"] += 1
    yield from _measure(run, worker, "later")
    run.fleet.resting.discard(worker)


def leave(run: Run) -> Act:
    """Stop a worker with SIGTERM; it is restarted a few seconds later."""
    worker = run.any_worker()
    run.fleet.resting.add(worker)
    worker.terminate()
    run.done["SIGTERM, started later"] += 1
    yield from _while(lambda: worker.runs, LEAVE_SECONDS_MAX)
    yield from _for(run.random.uniform(*REST_SECONDS))
    run.fleet.resting.discard(worker)


def upgrade(run: Run) -> Act:
    """Replace a worker of another checkout by one of this checkout, beside the others."""
    worker = run.random.choice(run.fleet.not_upgraded())
    run.fleet.resting.add(worker)
    worker.terminate()
    run.done["upgrade of a worker"] += 1
    yield from _while(lambda: worker.runs, LEAVE_SECONDS_MAX)
    worker.kill()
    worker.home = ROOT
    run.fleet.resting.discard(worker)
    yield from _while(lambda: not worker.is_ready(), LEAVE_SECONDS_MAX)


def pause(run: Run) -> Act:
    """Pause a worker for longer than its session, then continue it.

    Its producer is fenced by then, or its partitions belong to another worker.
    """
    worker = run.any_worker()
    worker.send(signal.SIGSTOP)
    run.done["SIGSTOP beyond the session"] += 1
    yield from _for(PAUSE_SECONDS)
    worker.send(signal.SIGCONT)
    yield from _for(1)


def slow_consumer(run: Run) -> Act:
    """Let a worker run a fifth of the time, for a while."""
    worker, ends = run.any_worker(), time.monotonic() + SLOW_SECONDS
    run.done["slow consumer"] += 1
    while time.monotonic() < ends:
        worker.send(signal.SIGSTOP)
        yield from _for(0.4)
        worker.send(signal.SIGCONT)
        yield from _for(0.1)


def third_worker(run: Run) -> Act:
    """Let a third worker of a service join, work and leave."""
    service = run.any_worker().service
    guest = run.fleet.worker(service, f"guest-{run.done['third worker']}", slot=None)
    guest.home = run.random.choice(run.fleet.workers).home
    run.done["third worker"] += 1
    guest.start()
    try:
        yield from _while(lambda: guest.runs and not guest.is_ready(), LEAVE_SECONDS_MAX)
        yield from _for(2)
        guest.terminate()
        yield from _while(lambda: guest.runs, LEAVE_SECONDS_MAX)
    finally:
        guest.kill()


def broker_restarts(run: Run) -> Act:
    """Stop the broker and start it again."""
    run.done["broker restart"] += 1
    run.broker_is_away = True
    asyncio.run(run.broker.stop())
    yield from _for(AWAY_SECONDS)
    asyncio.run(run.broker.start())
    run.broker_is_away = False
    yield from _for(3)


def broker_dies(run: Run) -> Act:
    """Kill the broker with SIGKILL and start it again."""
    run.done["broker kill -9"] += 1
    run.broker_is_away = True
    run.broker.kill()
    yield from _for(AWAY_SECONDS)
    asyncio.run(run.broker.start())
    run.broker_is_away = False
    yield from _for(3)


def leader_dies(run: Run) -> Act:
    """Kill the broker that leads a partition, and start it before or after another leads."""
    leader = run.may_lead()
    leader.kill()
    run.done["broker kill -9, a leader of three"] += 1
    yield from _for(run.random.uniform(*LEADERLESS_SECONDS))
    yield from _start_again(run, [leader])


def follower_lags(run: Run) -> Act:
    """Pause a broker until the others go on without its copies, then let it catch up."""
    lagging = run.random.choice(run.cluster.nodes)
    lagging.pause()
    run.done["broker SIGSTOP, one of three lags"] += 1
    yield from _for(LAG_SECONDS)
    lagging.go_on()
    yield from _while(lambda: not run.is_whole(), IN_SYNC_SECONDS_MAX)


def leader_dies_while_a_follower_lags(run: Run) -> Act:
    """Kill a leader while another broker's copies are behind, which must not be used then.

    Two of three brokers are away, so nothing can be written until one is back.
    """
    leader = run.may_lead()
    lagging = run.random.choice([node for node in run.cluster.nodes if node is not leader])
    lagging.pause()
    run.done["broker kill -9 while another lags"] += 1
    yield from _for(LAG_SECONDS)
    run.broker_is_away = True
    leader.kill()
    yield from _for(AWAY_SECONDS)
    lagging.go_on()
    yield from _for(run.random.uniform(*LEADERLESS_SECONDS))
    yield from _start_again(run, [leader])
    run.broker_is_away = False


def broker_restarts_with_a_clock(run: Run) -> Act:
    """Stop one of three brokers in order; it comes back with another wall clock."""
    node = run.random.choice(run.cluster.nodes)
    asyncio.run(node.stop())
    run.done["broker restart, one of three, its clock set"] += 1
    node.set_clock(run.random.choice(CLOCKS))
    yield from _for(AWAY_SECONDS)
    yield from _start_again(run, [node])


def all_die(run: Run) -> Act:
    """Kill all three brokers at once and start them again."""
    run.done["broker kill -9, three of three"] += 1
    run.broker_is_away = True
    run.cluster.kill()
    yield from _for(AWAY_SECONDS)
    yield from _start_again(run, run.cluster.nodes)
    run.broker_is_away = False


def clock_jumps(run: Run) -> Act:
    """Move the wall clock of a worker past every deadline, by sixty days, and back."""
    worker = run.random.choice([each for each in run.fleet.workers if each.extra_environment])
    run.fleet.set_clock(worker, "+60d")
    run.done["clock jump of 60 days"] += 1
    yield from _for(JUMP_SECONDS)
    run.fleet.set_clock(worker, "+0")
    yield from _for(2)


def replay_all(run: Run) -> Act:
    """Replay every dead letter while cases flow; unreadable messages are parked again.

    Then discard those, replay the messages behind them, and send all of them again.
    """
    run.done["full dead-letter replay"] += 1
    run.replay_dead_letters()
    yield from _for(DESK_SECONDS)
    run.discard_dead_letters()
    yield from _for(DESK_SECONDS)
    run.replay_dead_letters()
    yield from _for(DESK_SECONDS)
    run.repeat_replayed()


ORDINARY: tuple[Callable[[Run], Act], ...] = (leave, slow_consumer, clock_jumps, replay_all)
HARD: tuple[Callable[[Run], Act], ...] = (pause, third_worker)
BROKER: tuple[Callable[[Run], Act], ...] = (broker_restarts, broker_dies)
CLUSTER: tuple[Callable[[Run], Act], ...] = (
    *(leader_dies, leader_dies, follower_lags),
    *(leader_dies_while_a_follower_lags, broker_restarts_with_a_clock, all_die),
)


def program(run: Run) -> list[Callable[[Run], Act]]:
    """Return all acts of a run in order; the run's random generator decides it."""
    plan = run.plan
    kills = [kill_and_rest if number % 5 == 0 else kill for number in range(plan.kills)]
    ordinary = [act for act in ORDINARY for _ in range(max(1, plan.kills // 20))]
    hard = (*HARD, *(BROKER if run.cluster is None else CLUSTER))
    acts = [*kills, *ordinary, *(act for act in hard for _ in range(plan.hard))]
    if not any(worker.extra_environment for worker in run.fleet.workers):
        acts = [act for act in acts if act is not clock_jumps]
    acts += [upgrade] * len(run.fleet.not_upgraded())
    run.random.shuffle(acts)
    return acts


def _measure(run: Run, worker: WorkerProcess, started: str) -> Act:
    """Wait until the service publishes again in every partition; note the pause."""
    measured, looked = Pause(worker.service, run.follower.said), 0.0
    while not measured.is_over and measured.lasts_seconds < PAUSE_SECONDS_MAX and run.still_feeds:
        yield
        measured.look(run.follower.said)
        if not measured.is_over and measured.lasts_seconds > looked + LOOK_FOR_WORK_SECONDS:
            looked = measured.lasts_seconds
            measured.let_rest(run.with_work(worker.service))
    if measured.is_over and measured.seconds:
        run.pauses[started].append((measured.seconds, worker.service))
        run.note(f"{worker.service}-{worker.name} killed", **measured.told())


def _start_again(run: Run, nodes: Sequence[Any]) -> Act:
    """Start *nodes* of the cluster and wait until every copy is in sync."""
    asyncio.run(run.cluster.start(nodes))
    yield from _while(lambda: not run.is_whole(), IN_SYNC_SECONDS_MAX)


def _for(seconds: float) -> Act:
    yield from _while(lambda: True, seconds)


def _while(condition: Callable[[], bool], seconds_max: float) -> Act:
    deadline = time.monotonic() + seconds_max
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline and condition():
            yield
