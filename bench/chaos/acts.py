"""What is done to a run. Each act is a generator: it yields while it waits, and the cases flow meanwhile."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Generator
from typing import Any, Protocol

from bench.chaos.watch.pauses import Pause
from bench.faults.worker import WorkerProcess


class Run(Protocol):
    """The parts of a run that acts may touch; `bench.chaos.run.Run` has them."""

    plan: Any
    random: Any
    done: Any
    pauses: Any
    broker: Any
    broker_is_away: bool
    fleet: Any
    follower: Any
    still_feeds: Any

    def any_worker(self) -> WorkerProcess:
        """Return a worker that runs."""

    def with_work(self, service: str) -> Any:
        """Return the partitions in which *service* has unread messages."""

    def replay_dead_letters(self) -> None:
        """Replay every parked message."""

    def note(self, what: str, **more: object) -> None:
        """Write a line into the run's log of acts."""


Act = Generator[None, None, None]

PAUSE_SECONDS = 9.0  # beyond the session of six
PAUSE_SECONDS_MAX = 40.0
LOOK_FOR_WORK_SECONDS = 3.0
LEAVE_SECONDS_MAX = 60.0
REST_SECONDS = (1.0, 4.0)
SLOW_SECONDS = 6.0
JUMP_SECONDS = 4.0
AWAY_SECONDS = 1.0


def kill(run: Run) -> Act:
    """Kill -9, and it is started again at once."""
    worker = run.any_worker()
    worker.kill()
    run.done["kill -9, started at once"] += 1
    yield from _measure(run, worker, "at once")


def kill_and_rest(run: Run) -> Act:
    """Kill -9, and nobody starts it before the others have taken over."""
    worker = run.any_worker()
    run.fleet.resting.add(worker)
    worker.kill()
    run.done["kill -9, started after the others took over"] += 1
    yield from _measure(run, worker, "later")
    run.fleet.resting.discard(worker)


def leave(run: Run) -> Act:
    """SIGTERM, and a later start."""
    worker = run.any_worker()
    run.fleet.resting.add(worker)
    worker.terminate()
    run.done["SIGTERM, started later"] += 1
    yield from _while(lambda: worker.runs, LEAVE_SECONDS_MAX)
    yield from _for(run.random.uniform(*REST_SECONDS))
    run.fleet.resting.discard(worker)


def pause(run: Run) -> Act:
    """SIGSTOP beyond the session, then SIGCONT: it finds itself fenced, or finds its place taken."""
    worker = run.any_worker()
    worker.send(signal.SIGSTOP)
    run.done["SIGSTOP beyond the session"] += 1
    yield from _for(PAUSE_SECONDS)
    worker.send(signal.SIGCONT)
    yield from _for(1)


def slow_consumer(run: Run) -> Act:
    """A worker gets a fifth of its time for a while."""
    worker, ends = run.any_worker(), time.monotonic() + SLOW_SECONDS
    run.done["slow consumer"] += 1
    while time.monotonic() < ends:
        worker.send(signal.SIGSTOP)
        yield from _for(0.4)
        worker.send(signal.SIGCONT)
        yield from _for(0.1)


def third_worker(run: Run) -> Act:
    """A third worker of a service joins, works, and leaves."""
    service = run.any_worker().service
    guest = run.fleet.worker(service, f"guest-{run.done['third worker']}", slot=None)
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
    """The broker is stopped and started."""
    run.done["broker restart"] += 1
    run.broker_is_away = True
    asyncio.run(run.broker.stop())
    yield from _for(AWAY_SECONDS)
    asyncio.run(run.broker.start())
    run.broker_is_away = False
    yield from _for(3)


def broker_dies(run: Run) -> Act:
    """Kill -9 of the broker, and it is started again."""
    run.done["broker kill -9"] += 1
    run.broker_is_away = True
    run.broker.kill()
    yield from _for(AWAY_SECONDS)
    asyncio.run(run.broker.start())
    run.broker_is_away = False
    yield from _for(3)


def clock_jumps(run: Run) -> Act:
    """The wall clock of a worker jumps by sixty days, beyond every deadline, and comes back."""
    worker = run.random.choice([each for each in run.fleet.workers if each.extra_environment])
    run.fleet.set_clock(worker, "+60d")
    run.done["clock jump of 60 days"] += 1
    yield from _for(JUMP_SECONDS)
    run.fleet.set_clock(worker, "+0")
    yield from _for(2)


def replay_all(run: Run) -> Act:
    """Every dead letter is replayed while traffic flows; what is wrong with a message itself is parked again."""
    run.done["full dead-letter replay"] += 1
    run.replay_dead_letters()
    yield from _for(2)


ORDINARY: tuple[Callable[[Run], Act], ...] = (leave, slow_consumer, clock_jumps, replay_all)
HARD: tuple[Callable[[Run], Act], ...] = (pause, third_worker, broker_restarts, broker_dies)


def program(run: Run) -> list[Callable[[Run], Act]]:
    """All acts of a run in the order in which they are done."""
    plan = run.plan
    kills = [kill_and_rest if number % 5 == 0 else kill for number in range(plan.kills)]
    ordinary = [act for act in ORDINARY for _ in range(max(1, plan.kills // 20))]
    acts = [*kills, *ordinary, *(act for act in HARD for _ in range(plan.hard))]
    if not any(worker.extra_environment for worker in run.fleet.workers):
        acts = [act for act in acts if act is not clock_jumps]
    run.random.shuffle(acts)
    return acts


def _measure(run: Run, worker: WorkerProcess, started: str) -> Act:
    """Wait until the service is heard of again in every partition."""
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


def _for(seconds: float) -> Act:
    yield from _while(lambda: True, seconds)


def _while(condition: Callable[[], bool], seconds_max: float) -> Act:
    deadline = time.monotonic() + seconds_max
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline and condition():
            yield
