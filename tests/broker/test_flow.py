"""The whole system as processes on a broker, used as a user does.

Commands, HTTP, Ctrl-C and a second start.
"""

import asyncio
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from runtime.broker.process.ports import free_port
from tests.broker.processes import eventually
from tests.examples import ROOT, application

APPLICATION = ROOT / "examples/chiropractic-and-massage.json"
STARTS_AT = "2015-04-17T09:00-07:00"


class System:
    """`imr up` in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.api = f"http://127.0.0.1:{(api_port := free_port())}"
        self.live = f"http://127.0.0.1:{(ops_port := free_port())}/v1/live"
        self.folder = folder
        settings = {"DATA_DIR": folder, "API_PORT": api_port, "OPS_PORT": ops_port}
        self.environment = {**os.environ, "COLUMNS": "200", **{f"IMR_{name}": str(value) for name, value in settings.items()}}

    @asynccontextmanager
    async def running(self, *options: str) -> AsyncIterator[subprocess.Popen[bytes]]:
        """Run `imr up` during the block, then stop it with Ctrl-C."""
        with self.folder.with_name("up.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "cli.main", "up", *options], env=self.environment, stdout=log, stderr=log, cwd=ROOT
            )
        try:
            await eventually(self.answers, seconds=90)
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            await asyncio.to_thread(process.wait, 60)

    async def answers(self) -> bool:
        """Return whether intake takes applications."""
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"{self.api}/v1/submissions/none")).status_code == 404
        except httpx.TransportError:
            return False

    async def imr(self, *arguments: str, status: int = 0) -> str:
        """Return the output of a command, which must end with *status*."""
        command = [sys.executable, "-m", "cli.main", *arguments]
        done = await asyncio.to_thread(
            subprocess.run, command, env=self.environment, capture_output=True, text=True, timeout=90, cwd=ROOT, check=False
        )
        assert status == done.returncode, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def system(tmp_path: Path) -> System:
    """Return a system that is not started yet."""
    return System(tmp_path / "data")  # a data folder holds nothing else


@pytest.mark.slow
async def test_the_main_job_survives_a_restart_in_its_middle(system: System) -> None:
    """A case gets its letter although the system is restarted before the signature.

    Registry and application come by command; the same application by HTTP is a duplicate.
    """
    async with system.running("--clock", STARTS_AT):
        assert "triage knows them" in await system.imr("reviewer", "import", "examples/reviewers.yaml")
        submitted = await system.imr("submit", str(APPLICATION), "--wait")
        assert "eligible" in submitted
        again = await system.imr("submit", str(APPLICATION), "--wait")  # a repeat, known by its content
        assert submitted.split("submission")[1].splitlines()[0] == again.split("submission")[1].splitlines()[0]
        assert "0 submitted, 1 submitted before" in again
        assert "duplicate" == (await _submit(system, application().model_dump_json()))["status"]
        refused = await system.imr("up", status=1)
        assert "runs in" in refused
    case_number = "CM15-1330001"

    async with system.running("--clock", STARTS_AT):
        assert "chiropractic" in (await system.imr("decision", "show", case_number)).lower()
        refused = await system.imr("decision", "sign", case_number, "--reviewer", "reviewer-002", "--keep", status=1)
        assert "refused" in refused
        reviewer = json.loads(await system.imr("decision", "show", case_number, "--json"))["reviewer_id"]
        assert reviewer == "reviewer-001"  # a new reviewer is considered for later applications only
        assert "the determination is not signed" in await system.imr("letter", "fetch", case_number, status=1)
        assert "letter 1 issued" in await system.imr(
            "decision", "sign", case_number, "--reviewer", reviewer, "--keep", "--timeout", "60"
        )
        assert "identical" in await system.imr("decision", "replay", case_number)
        similar = await system.imr("decision", "similar", case_number, "--json")
        assert [[], []] == [json.loads(line)["precedents"] for line in similar.splitlines()]  # there is no other case yet
        await system.imr("letter", "fetch", case_number, "--out", str(system.folder / "out"))
        await system.imr("letter", "verify", str(system.folder / "out" / f"{case_number}.worker.pdf"))
        served = await system.imr("letter", "services", case_number, "--wait")
        back = ("--actor", "Example Operator", "--on", "2015-04-17", "--reason", "Addressee unknown.")
        await system.imr("letter", "returned", f"{case_number}.1.worker.1", *back)
        assert "it cannot have come back" in await system.imr("letter", "returned", f"{case_number}.1.worker.1", *back, status=1)
        await system.imr(
            "letter", "reissue", case_number, "--party", "worker", "--actor", "Example Operator", "--reason", "It came back."
        )
        again = await system.imr("letter", "services", case_number, "--wait")
        assert "has no letter 2; there are 1" in await system.imr("letter", "fetch", case_number, "--letter-version", "2", status=1)
        rows = [json.loads(line) for line in (await system.imr("case", "list", "--json")).splitlines()]
        counted = await eventually(lambda: _live(system))

    kept = [
        system.folder / name for name in ("broker", "guideline-libraries", "letters", "logs", "outbox", "out", "precedents.sqlite")
    ]
    everything = [*kept, *(path for folder in kept for path in folder.rglob("*"))]
    assert [] == [f"{path}" for path in everything if path.lstat().st_mode & 0o077], "others can read these"
    assert {"pdf", "html", "txt", "json"} == {path.suffix[1:] for path in (system.folder / "out").iterdir()}
    assert (system.folder / "out" / f"{case_number}.worker.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert [(case_number, "letter issued", "uphold")] == [(row["case"], row["stage"], row["outcome"]) for row in rows]
    assert {"letter issued": 1} == counted["cases"]
    assert not (system.folder / "running.json").exists()
    assert [] == [path.name for path in (system.folder / "logs").iterdir() if "worker_died" in path.read_text()]
    assert "served on the worker by mail on 2015-04-17, may appeal until 2015-05-22" in served
    assert f"{case_number}.1.worker.2" in again
    parties = ("1.worker.1", "1.worker.2", "1.claims-administrator.1", "1.employer.1", "1.provider.1", "1.agency.1")
    notices = (
        *(f"assignment.{party}.1" for party in ("worker", "claims-administrator", "provider")),
        *(f"duplicate.{party}.1" for party in ("worker", "claims-administrator", "employer", "provider")),
    )
    assert sorted(f"{case_number}.{each}" for each in (*parties, *notices)) == sorted(
        path.name for path in (system.folder / "outbox").glob("[!.]*")
    )
    assert "no broker is reachable" in await system.imr(
        "letter", "verify", str(system.folder / f"out/{case_number}.worker.pdf"), status=3
    )


async def _live(system: System) -> dict[str, Any] | None:
    """Return the counts of ops, once it has counted the letter."""
    async with httpx.AsyncClient() as client:
        counted: dict[str, Any] = (await client.get(system.live)).json()
    return counted if counted["cases"].get("letter issued") else None


async def _submit(system: System, body: str) -> dict[str, Any]:
    """Return the outcome of an application that was submitted by HTTP."""
    async with httpx.AsyncClient(base_url=system.api) as client:
        headers = {"Idempotency-Key": "one", "Content-Type": "application/json"}
        accepted = await client.post("/v1/applications", content=body, headers=headers)
        assert accepted.status_code == 202

        async def screened() -> dict[str, Any] | None:
            answer: dict[str, Any] = (await client.get(accepted.headers["Location"])).json()
            return answer if answer["status"] != "pending" else None

        status: dict[str, Any] = await eventually(screened)
    return status


async def test_who_signs_is_told_of_a_held_letter_and_releases_it(system: System) -> None:
    """The command to release is the one told; a reason is a sentence in the letter."""
    summary = system.folder.with_name("summary.txt")
    summary.write_text("this woman fell. The date of injury was 01/02/2009")
    async with system.running("--clock", STARTS_AT):
        await system.imr("reviewer", "import", "examples/reviewers.yaml")
        await system.imr("submit", str(APPLICATION), "--wait")
        case_number = "CM15-1330001"
        reviewer = json.loads(await system.imr("decision", "show", case_number, "--json"))["reviewer_id"]
        decided = ("--timeout", "60", "--keep", "--decide", "2=overturned: the trial showed gains", "--summary", str(summary))
        told = await system.imr("decision", "sign", case_number, "--reviewer", reviewer, *decided)
        assert "is held" in await system.imr("letter", "fetch", case_number, status=1)
        release = next(line for line in told.splitlines() if "imr letter release" in line).partition("imr letter release")[2]
        assert "letter 1 issued" in await system.imr("letter", "release", *shlex.split(release))
        await system.imr("letter", "fetch", case_number, "--out", str(system.folder / "out"))

    letter = " ".join((system.folder / "out" / f"{case_number}.worker.txt").read_text().split())
    assert "The trial showed gains. For these reasons, the request for Massage Therapy" in letter
    assert "This woman fell. The date of injury was 01/02/2009. " in letter


@pytest.mark.slow
async def test_files_with_bad_lines_lose_nothing(system: System) -> None:
    """Bad lines of a file are written to a rejects file with line and reason.

    Good lines are submitted. The rejects file is kept until --force replaces it.
    """
    good = application().model_dump(mode="json")
    lines = [
        json.dumps({**good, "employer": f"Example Employer {number}", "employee": {"name": f"Exampleworker {number}"}})
        for number in range(3)
    ]
    file = system.folder.with_name("applications.jsonl")
    file.write_text("\n".join([lines[0], "{not json", lines[1], "", json.dumps({**good, "items": []}), lines[2]]))
    rejects = system.folder.with_name("applications.jsonl.rejects.jsonl")

    async with system.running("--clock", STARTS_AT):
        printed = await system.imr("submit", str(file), "--wait", "--json", "--rejects", str(file.parent), status=1)
        rejected = [json.loads(line) for line in rejects.read_text().splitlines()]
        file.write_text("\n".join(lines))
        await system.imr("submit", str(file), "--wait", "--force", "--rejects", str(file.parent))
        rows = (await system.imr("case", "list", "--json")).splitlines()

    assert [2, 5] == [each["line"] for each in rejected]
    assert "/items" == rejected[1]["errors"][0]["pointer"]
    assert 3 == sum("eligible" in line for line in printed.splitlines())
    assert 3 == len(rows)
    assert not rejects.exists()


async def test_without_a_running_system_commands_say_so(system: System) -> None:
    """Without a running system a command prints a clear line and exits with status 1.

    Without a broker nothing is acknowledged.
    """
    assert "nothing runs in" in await system.imr("case", "list", status=1)
    system.environment["IMR_KAFKA_BOOTSTRAP"] = f"127.0.0.1:{free_port()}"

    assert "broker" in await system.imr("submit", str(APPLICATION), status=1)
