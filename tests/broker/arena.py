"""A broker and workers that tests of delivery share, and the checker's verdict on what happened since a test began."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from bench.chaos.follower import Follower
from bench.chaos.traffic import Writer, reviewers, sealed, sealed_submission, submission
from bench.chaos.waiting import until
from bench.checker.expectation import Expectation
from bench.checker.facts import SERVICES, Place
from bench.checker.reading import ends, read_facts, read_timer_ids
from bench.checker.verdict import Verdict, judge
from bench.faults.worker import WorkerProcess

PARTITIONS = 4
PATIENCE_SECONDS = 90.0
FIRST_DAY = date(2013, 1, 2)


class Arena:
    """Where faults are committed: a broker, its workers, and what was sent to them."""

    def __init__(self, bootstrap: str, folder: Path, services: Sequence[str] = SERVICES) -> None:
        self.bootstrap, self.folder, self.services = bootstrap, folder, services
        self.writer = Writer(bootstrap)
        self.follower = Follower(bootstrap, ("imr.intake.events", "imr.letters.events"), PARTITIONS)
        self.workers: list[WorkerProcess] = []
        self.sent: set[str] = set()
        self._number = 0
        self._since: Mapping[tuple[str, int], int] = {}

    def worker(self, service: str, name: str = "0", **settings: object) -> WorkerProcess:
        """A worker that is not started yet; without a *slot* it may come and go."""
        ours = {"partitions": PARTITIONS, "auto_sign": True, **settings}
        self.workers.append(WorkerProcess(service, name, self.bootstrap, self.folder, **ours))
        return self.workers[-1]

    def enrol(self) -> None:
        """Let there be reviewers."""
        self.writer.write([sealed(reviewer, f"enrol-{reviewer.reviewer_id}", PARTITIONS) for reviewer in reviewers(room=500)])

    def begin(self) -> None:
        """A test begins: what happened before is not judged again."""
        self._since = ends(self.bootstrap, PARTITIONS)
        self.sent = set()

    def submit(self, number: int, *, same_day: bool = False) -> list[str]:
        """Submit *number* applications of workers unheard of, all of one day of injury or each of another; their submission ids."""
        commands = []
        for _ in range(number):
            self._number += 1
            day = FIRST_DAY + timedelta(days=self._number % 2_000)
            commands.append(submission(self._number, f"{self.folder.name}-{self._number}", FIRST_DAY if same_day else day))
        self.writer.write([sealed_submission(command, PARTITIONS) for command in commands])
        self.sent |= {command.submission_id for command in commands}
        return [command.submission_id for command in commands]

    def until_lettered(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until every case since the beginning of all has its letter."""

        def done() -> bool:
            self.follower.grow()
            received = self.follower.number("application-received")
            return received == self._number and self.follower.number("letter-issued") == received

        until(done, seconds, lambda: f"{self._number} letters; there are {dict(self.follower.types)}")

    def until_ready(self, number: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until *number* cases since the beginning of all are ready for review."""

        def done() -> bool:
            self.follower.grow()
            return self.follower.types["case-ready-for-review"] >= number

        until(done, seconds, lambda: f"{number} cases that are ready; there are {dict(self.follower.types)}")

    def verdict(self, poison: Mapping[Place, set[str]] | None = None, foreign: frozenset[Place] = frozenset()) -> Verdict:
        """The checker's verdict on what happened since the test began."""
        expected = Expectation(
            PARTITIONS,
            services=frozenset(self.services),
            acknowledged=frozenset(self.sent),
            poison=poison or {},
            foreign=foreign,
            timers=read_timer_ids(self.bootstrap, PARTITIONS, self.services),
        )
        return judge(read_facts(self.bootstrap, PARTITIONS, self._since), expected)

    def close(self) -> None:
        """End everything."""
        for worker in self.workers:
            worker.kill()
        self.follower.close()
