"""A chaos run: submit cases, break things, wait for the end, run the checker."""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import TypeVar

import confluent_kafka

from bench.chaos import acts
from bench.chaos.parts.channels import Channels
from bench.chaos.parts.desk import Desk
from bench.chaos.parts.fleet import Fleet
from bench.chaos.parts.poison import KINDS, take_huge_messages
from bench.chaos.parts.staff import Staff
from bench.chaos.parts.traffic import Writer, reviewers, sealed, sealed_submission, submission
from bench.chaos.plan import PARTITIONS, Plan
from bench.chaos.watch.follower import Follower
from bench.chaos.watch.report import RunResult
from bench.chaos.watch.rest import left_to_do
from bench.chaos.watch.waiting import NeverCame, until
from bench.checker.expectation import Expectation
from bench.checker.facts import Position
from bench.checker.reading.reading import count_unread, read_changelogs, read_facts
from bench.checker.reading.states import Holdings, check_same
from bench.checker.verdict import judge
from bench.faults.brokers import Cluster, Node
from bench.faults.worker import ROOT, WorkerProcess
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from schemas.topics import TOPICS

CHUNK = 25
FOLLOWED = ("imr.intake.events", "imr.triage.events", "imr.decision.events", "imr.letters.events")
_REST_SECONDS_MAX = 300.0
_WRITE_ATTEMPTS = 6
_LOOK_SECONDS = 1.0
_DONE = object()

Tell = Callable[[str], None]
T = TypeVar("T")


class Run:
    """A chaos run with its broker, fleet, channels and desk."""

    def __init__(self, plan: Plan, tell: Tell) -> None:
        self.plan, self.random = plan, random.Random(plan.seed)
        self.done: Counter[str] = Counter()
        self.pauses: dict[str, list[tuple[float, str]]] = defaultdict(list)
        plan.folder.mkdir(parents=True, exist_ok=True)
        self.cluster = Cluster(plan.folder) if plan.brokers > 1 else None
        self.broker: Broker | Cluster = self.cluster or ApacheBroker(plan.folder / "broker")
        self.broker_is_away = False  # nothing is written meanwhile: the writer waits for confirmations
        self._tell = tell
        self._next = 1
        self._doses = 0
        self._poison: dict[Position, set[str]] = {}
        self._sent: set[str] = set()
        self._behind: set[str] = set()  # submissions that wait behind poison, perhaps to the end
        self._looked, self._whole = 0.0, False

    def go(self) -> RunResult:
        """Run from the first start to the verdict; raises NeverCame without progress."""
        began = time.monotonic()
        try:
            asyncio.run(self._open())
            self._staff()
            self._flow()
            self._come_to_rest()
            run_result = self._judge(time.monotonic() - began)
        finally:
            self._close()
        return run_result

    @property
    def still_feeds(self) -> bool:
        """Whether applications are still submitted, so that every partition has traffic."""
        return self._next <= self.plan.cases

    def any_worker(self) -> WorkerProcess:
        """Return a running worker, or any where none runs."""
        return self.random.choice([worker for worker in self.fleet.workers if worker.runs] or self.fleet.workers)

    def with_work(self, service: str) -> Collection[int]:
        """Return the partitions in which *service* has unread messages."""
        return count_unread(self.broker.bootstrap, f"imr-{service}", PARTITIONS)

    def may_lead(self) -> Node:
        """Return the node of the cluster that leads a partition in which cases flow."""
        assert self.cluster is not None
        return self.cluster.leader(self.random.choice(FOLLOWED), self.random.randrange(PARTITIONS))

    def is_whole(self) -> bool:
        """Whether all copies of all partitions are in sync; looked up once a second."""
        now = time.monotonic()
        if now - self._looked > _LOOK_SECONDS:
            self._looked, self._whole = now, self.cluster is None or self.cluster.is_whole()
        return self._whole

    def replay_dead_letters(self) -> None:
        """Replay every parked message."""
        self._persistently(self.desk.replay_all)

    def discard_dead_letters(self) -> None:
        """Discard the parked messages that cannot be read."""
        self._persistently(self.desk.discard_unreadable)

    def repeat_replayed(self) -> None:
        """Send again all that was replayed."""
        self.done["replayed message repeated"] += self._persistently(self.desk.repeat_replayed)

    def note(self, what: str, **more: object) -> None:
        """Append an act and its result, with the time, to acts.jsonl in the run's folder."""
        with (self.plan.folder / "acts.jsonl").open("a", encoding="utf-8") as notes:
            notes.write(json.dumps({"at": datetime.now(UTC).isoformat(), "what": what, **more}) + "\n")  # noqa: TID251 - as the logs have it

    async def _open(self) -> None:
        await self.broker.start()
        await ensure_topics(self.broker.bootstrap, TOPICS, PARTITIONS, self.plan.brokers)

    def _staff(self) -> None:
        bootstrap = self.broker.bootstrap
        take_huge_messages(bootstrap)
        self.writer = Writer(bootstrap)
        self.case_staff = Staff(self.writer, self.random, self.done)
        self.follower = Follower(bootstrap, FOLLOWED, PARTITIONS, self.case_staff.hear)
        self.fleet = Fleet(bootstrap, self.plan.folder, self.plan.upgrade_from or ROOT)
        self.channels = Channels(bootstrap, self.plan.folder, lambda: list(self.fleet.of("intake")))
        self.desk = Desk(bootstrap, self.writer)
        staff = list(reviewers(self.plan.reviewers_room, copies=4))
        self.writer.write([sealed(reviewer, f"enrol-{reviewer.reviewer_id}", PARTITIONS) for reviewer in staff])
        for worker in self.fleet.workers:
            worker.start()

    def _flow(self) -> None:
        """Submit cases and do the acts one after another, spread over the cases."""
        program = acts.program(self)
        act: acts.Act | None = None
        begun, ended, moved = 0, 0, time.monotonic()
        while self.still_feeds or begun < len(program) or act is not None or self._unfinished() or self.channels.is_busy:
            self.fleet.revive()
            self.follower.grow()
            if not self.broker_is_away and not self.fleet.not_upgraded():  # acts of today, which earlier code may not know
                self._persistently(self.case_staff.write)
            if self._in_flight() < self.plan.in_flight and not self.broker_is_away:
                self._feed()
            if act is None and begun < len(program) and self._is_due(begun, len(program)):
                self.note(program[begun].__name__)
                act, begun = program[begun](self), begun + 1
            if act is not None and next(act, _DONE) is _DONE:
                act = None
            if self._ended() > ended or act is not None:
                ended, moved = max(ended, self._ended()), time.monotonic()
            if time.monotonic() - moved > self.plan.still_seconds:
                raise NeverCame(f"no progress for {self.plan.still_seconds:.0f} seconds: {self._standing()}")
            self._tell(self._standing())

    def _is_due(self, act: int, number: int) -> bool:
        """Whether *act* of *number* is due.

        Acts are spread over the first nine tenths of the letters; once all cases are submitted,
        they follow one another.
        """
        return not self.still_feeds or self._ended() >= max(1, act * self.plan.cases * 0.9 / number)

    def _feed(self) -> None:
        """Submit the next applications, some by several channels at once, and poison."""
        numbers = range(self._next, min(self._next + CHUNK, self.plan.cases + 1))
        self._next += CHUNK
        at_once = self.random.sample(list(numbers), min(2, len(numbers))) if self._next % (4 * CHUNK) <= CHUNK else []
        commands = [submission(number) for number in numbers]
        again = [submission(number) for number in at_once]
        for number in at_once:
            self.channels.by_http(number)
        if at_once and self.channels.files < self.plan.channels_at_once:
            self.channels.by_file(at_once)
        self._persistently(lambda: self.writer.write([sealed_submission(command, PARTITIONS) for command in [*commands, *again]]))
        self._sent |= {command.submission_id for command in commands}
        self._sent |= self.case_staff.submitted(numbers)
        self._poison_some(len(numbers))

    def _poison_some(self, healthy: int) -> None:
        """Write one poison message per hundred applications, each kind in turn."""
        due = (self._next - 1) * self.plan.poison_share
        while self._doses < due and healthy:
            kind = KINDS[self._doses % len(KINDS)]
            self._doses += 1
            dose = kind(self._doses, self.random.randrange(PARTITIONS), PARTITIONS)
            for place in self._persistently(lambda dose=dose: self.writer.write([dose.message])):
                if dose.parked_by:
                    self._poison[place] = set(dose.parked_by)
            if dose.behind:
                self._persistently(lambda dose=dose: self.writer.write([dose.behind]))
                self._behind.add(str(dose.submission_id))
            elif dose.submission_id:
                self._sent.add(dose.submission_id)

    def _persistently(self, write: Callable[[], T]) -> T:
        """Repeat *write* until the broker confirms it.

        Messages keep their ids, so a second copy is a repeat. Raises KafkaException after the
        last attempt.
        """
        for attempt in range(_WRITE_ATTEMPTS):
            try:
                return write()
            except confluent_kafka.KafkaException:
                if attempt + 1 == _WRITE_ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _in_flight(self) -> int:
        return len(self._sent) - self._ended()

    def _ended(self) -> int:
        """Return the number of cases with a letter, or that ended without one."""
        subjects = self.follower.subjects
        return len(subjects["letter-issued"] | subjects["case-terminated"] | subjects["case-consolidated"])

    def _unfinished(self) -> bool:
        """Whether a submission lacks its case, or a case its end."""
        received = self.follower.subjects["application-received"]
        return len(received - self._behind) < len(self._sent) or self._ended() < len(received)

    def _standing(self) -> str:
        kills = sum(number for name, number in self.done.items() if name.startswith("kill"))
        return (
            f"{len(self._sent)} submitted, {self.follower.number('application-received')} cases, {self._ended()} ended; "
            f"{kills} kills, {sum(self.done.values())} acts, {self.fleet.restarts} restarts"
        )

    def _come_to_rest(self) -> None:
        """Replay parked messages, discard unreadable ones, and wait until all is done."""
        for worker in self.fleet.workers:
            self.fleet.resting.discard(worker)
        self._await(lambda: all(worker.is_ready() for worker in self.fleet.workers), lambda: "all workers to be ready")
        self.desk.replay_all()
        self._quiet()
        self.desk.discard_unreadable()
        self._quiet()
        self.desk.replay_all()
        self._quiet()
        self.repeat_replayed()
        self._quiet()

    def _quiet(self) -> None:
        """Wait until no service has anything left to do."""
        bootstrap = self.broker.bootstrap
        self._await(lambda: not left_to_do(bootstrap), lambda: f"{left_to_do(bootstrap)}")

    def _await(self, condition: Callable[[], bool], subject: Callable[[], str]) -> None:
        """Wait for *condition*; start workers again that end meanwhile."""

        def holds() -> bool:
            self.fleet.revive()
            return condition()

        until(holds, _REST_SECONDS_MAX, subject)

    def _judge(self, seconds: float) -> RunResult:
        bootstrap = self.broker.bootstrap
        living = self.fleet.held(_REST_SECONDS_MAX)
        changelogs = read_changelogs(bootstrap, PARTITIONS)
        restored = self._held_by_new_ones()
        expected = Expectation(
            PARTITIONS,
            acknowledged=frozenset(self._sent | self._behind | self.channels.acknowledged),
            poison=self._poison,
        )
        verdict = judge(read_facts(bootstrap, PARTITIONS), expected, changelogs)
        states = (
            *check_same(changelogs, living, "workers hold other records than the changelogs"),
            *check_same(changelogs, restored, "workers restored from the changelogs alone hold other records"),
        )
        self.follower.grow()
        return RunResult(
            verdict,
            (*verdict.findings, *states),
            self.done,
            dict(self.pauses),
            self.fleet.restarts,
            self.fleet.ends,
            len(self._sent | self._behind),
            self.follower.types["determination-overdue"],
            seconds,
        )

    def _held_by_new_ones(self) -> Holdings:
        """Return the state of new workers that have no disk state, restored from changelogs."""
        self.fleet.close()
        anew = Fleet(self.broker.bootstrap, self.plan.folder / "anew")
        self.fleet, before = anew, self.fleet
        anew.restarts, anew.ends = before.restarts, before.ends
        for worker in anew.workers:
            worker.start()
        self._await(lambda: all(worker.is_ready() for worker in anew.workers), lambda: "new workers to be ready")
        return anew.held(_REST_SECONDS_MAX)

    def _close(self) -> None:
        for name in ("channels", "fleet", "follower"):
            if hasattr(self, name):
                getattr(self, name).close()
        asyncio.run(self.broker.stop())
