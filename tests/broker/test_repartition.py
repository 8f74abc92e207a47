"""A filled deployment goes to 8 partitions and on to 3, and its cases go on."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cli.session.connection import find_running
from runtime.broker.process.ports import free_port
from tests.broker.processes import eventually
from tests.examples import ROOT

pytestmark = pytest.mark.cluster

CASES, SIGNED, NEW = 30, 5, 5
READ = """
import asyncio, json
from cli.session.timeline import EVENT_TOPICS
from cli.session.connection import connect
from runtime.outside.follow import read_to_end
from schemas.topics import AUDIT_EVENTS
for each in asyncio.run(read_to_end(connect(), (*EVENT_TOPICS, AUDIT_EVENTS))):
    print(json.dumps([each.envelope.id, each.message.type.rpartition(".")[2], each.message.key]))
"""
"""Prints id, type and key of every event, of the topics with the prefix that is set."""


class System:
    """The data folder of a system, and the commands on it by prefix and number of partitions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prefix, self.partitions = "imr", 4

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings of every process."""
        return {
            **os.environ,
            "IMR_DATA_DIR": str(self.folder),
            "IMR_PREFIX": self.prefix,
            "IMR_PARTITIONS": str(self.partitions),
            "IMR_API_PORT": str(free_port()),
            "IMR_OPS_PORT": str(free_port()),
        }

    def run(self, *arguments: str, status: int = 0) -> str:
        """Return the output of a program, which must end with *status*."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert status == done.returncode, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def imr(self, *arguments: str, status: int = 0) -> str:
        """Return the output of `imr`."""
        return self.run("-m", "cli.main", *arguments, status=status)

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """Return the rows of a list."""
        return [json.loads(line) for line in self.imr(*arguments, "--json").splitlines() if line.startswith("{")]

    def events(self) -> list[tuple[str, str, str]]:
        """Return id, type and key of every event."""
        return [tuple(json.loads(line)) for line in self.run("-c", READ).splitlines() if line.startswith("[")]

    def keys(self, kind: str) -> Counter[str]:
        """Return the keys of the events of *kind*."""
        return of_kind(kind, self.events())

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it, in the time of its data."""
        with (self.folder / "up.txt").open("w") as out:
            command = [sys.executable, "-m", "cli.main", "up", "--keep-clock"]
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out, stderr=out)

            async def runs() -> object:
                assert process.poll() is None, (self.folder / "up.txt").read_text()
                return find_running(self.folder)

            try:
                asyncio.run(eventually(runs))
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(60)

    def go_to(self, prefix: str, partitions: int) -> None:
        """Copy the deployment, twice, and set the new prefix and number."""
        told = self.imr("repartition", prefix, "--partitions", str(partitions))
        assert f"set IMR_PREFIX={prefix} and IMR_PARTITIONS={partitions}" in told
        assert "nothing was done" in self.imr("repartition", prefix, "--partitions", str(partitions))
        self.prefix, self.partitions = prefix, partitions

    def until(self, kind: str, number: int) -> None:
        """Wait until there are so many events of *kind*."""

        async def enough() -> bool:
            return (await asyncio.to_thread(self.keys, kind)).total() >= number

        asyncio.run(eventually(enough, 120))


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> System:
    """Return a system with cases at every stage, and parked messages; its timers are pending."""
    filled = System(tmp_path_factory.mktemp("repartition") / "data")
    environment = {name: value for name, value in filled.environment.items() if not name.startswith("IMR_")}
    command = [sys.executable, "-m", "cli.main", "demo", "--cases", str(CASES), "--out", str(filled.folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300)
    return filled


def test_cases_go_on_with_eight_partitions_and_with_three(system: System) -> None:
    """Nothing is lost or comes twice; timers are in tests/flow/test_repartition.py."""
    with system.running():
        before, cases, parked = system.events(), system.rows("case", "list"), system.rows("dead-letters", "list")
        assert "stop it with Ctrl-C" in system.imr("repartition", "imr-8", "--partitions", "8", status=1)
    assert "nothing was written" in system.imr("repartition", "imr-8", "--partitions", "8", "--dry-run")
    for prefix, partitions in (("imr-8", 8), ("imr-3", 3)):
        old = system.prefix, system.partitions
        system.go_to(prefix, partitions)
        with system.running():
            assert sorted(before) == sorted(system.events())
            assert by_case(cases) == by_case(system.rows("case", "list"))
            assert {each["id"] for each in parked} == {each["id"] for each in system.rows("dead-letters", "list")}
        closed = System(system.folder)
        closed.prefix, closed.partitions = old
        assert f"set IMR_PREFIX={prefix}" in closed.imr("up", "--keep-clock", status=1)

    with system.running():
        go_on(system, cases)
        events = system.events()
    assert {1} == set(Counter(identifier for identifier, _, _ in events).values())
    letters = of_kind("letter-issued", events) - of_kind("letter-issued", before)
    held = of_kind("letter-held", events) - of_kind("letter-held", before)
    assert dict.fromkeys(assessed(cases), 1) == letters + held
    numbers = of_kind("application-received", events)
    assert {1} == set(numbers.values())
    assert len(of_kind("application-received", before)) + NEW == len(numbers)


def of_kind(kind: str, events: list[tuple[str, str, str]]) -> Counter[str]:
    """Return how many *events* of *kind* each case has."""
    return Counter(key for _, found, key in events if found == kind)


def assessed(cases: list[dict[str, Any]]) -> list[str]:
    """Return some of the *cases* that wait for a signature."""
    return [each["case"] for each in cases if each["stage"] == "assessed"][:SIGNED]


def go_on(system: System, cases: list[dict[str, Any]]) -> None:
    """Sign cases, give up the broken message, replay those behind, and submit new ones."""
    received = system.keys("application-received").total()
    for number in assessed(cases):
        case = next(each for each in cases if each["case"] == number)
        system.imr("decision", "sign", number, "--reviewer", case["reviewer"], "--keep")
    broken = [each["id"] for each in system.rows("dead-letters", "list") if each["parked_as"] == "unreadable"]
    system.imr("dead-letters", "discard", *broken, "--reason", "broken", "--actor", "Example Operator")
    behind = [each["id"] for each in system.rows("dead-letters", "list") if each["parked_as"] == "behind"]
    system.imr("dead-letters", "replay", *behind, "--actor", "Example Operator")
    assert not set(behind) & {each["id"] for each in system.rows("dead-letters", "list")}
    (applications := system.folder / "more.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in more()))
    system.imr("submit", str(applications))
    system.until("application-received", received + NEW)

    async def told() -> bool:
        told = {key for _, kind, key in await asyncio.to_thread(system.events) if kind in {"letter-issued", "letter-held"}}
        return set(assessed(cases)) <= told

    asyncio.run(eventually(told, 120))


def more() -> Iterator[dict[str, Any]]:
    """Yield new applications, of the days of injury of no case or of some."""
    example = json.loads((ROOT / "examples/chiropractic-and-massage.json").read_text())
    example["utilization_review"]["mailed_from"] = "california"
    for number in range(NEW):
        yield {**example, "employee": {**example["employee"], "name": f"Exampleworker Number {number}", "place": "california"}}


def by_case(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str | None]]:
    """Return stage and reviewer by case."""
    return {each["case"]: (each["stage"], each["reviewer"]) for each in rows}
