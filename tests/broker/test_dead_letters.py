"""Dead letters as an operator meets them: the command, a worker and a broker."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from runtime.loop.parking import MESSAGE_BYTES_KEPT_MAX
from runtime.outside.follow import read_to_end
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from runtime.watching.lag import KNOWN_SECONDS_MAX, Behind
from runtime.watching.report import Health
from schemas.message import Message
from schemas.messages.intake import CaseReadyForReview, ReceiveRecords, RecordsRequested
from schemas.topics import AUDIT_EVENTS, INTAKE_EVENTS, TOPICS
from schemas.wire.codec import Sealed, seal
from schemas.wire.envelope import Envelope
from tests.broker.processes import Process, eventually
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, application, submission

pytestmark = pytest.mark.slow

PARTITIONS = 4
ELEVEN_YEARS_AGO = -365 * 86_400 * 11


@dataclass
class Office:
    """A broker, a worker of intake, and an operator's terminal."""

    settings: Settings
    intake: Process
    broker: Broker

    async def imr(self, *arguments: str, status: int = 0) -> str:
        """Return the output of `imr dead-letters`, which must end with *status*."""
        environment = {
            **os.environ,
            "COLUMNS": "160",
            "IMR_KAFKA_BOOTSTRAP": self.settings.kafka_bootstrap,
            "IMR_PARTITIONS": str(PARTITIONS),
            "IMR_CLOCK_SHIFT_SECONDS": str(ELEVEN_YEARS_AGO),
        }
        command = [sys.executable, "-m", "cli.main", "dead-letters", *arguments]
        done = await asyncio.to_thread(
            subprocess.run, command, env=environment, capture_output=True, text=True, timeout=90, cwd=ROOT, check=False
        )
        assert status == done.returncode, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    async def rows(self, *arguments: str, status: int = 0) -> list[dict[str, Any]]:
        """Return the output as JSON."""
        return [json.loads(line) for line in (await self.imr(*arguments, "--json", status=status)).splitlines()]

    async def publish(self, *messages: tuple[Message, str]) -> None:
        """Publish messages as a channel does."""
        async with Publisher(self.settings, "/imr/test") as publisher:
            await publisher.publish_all(messages)

    async def write(self, sealed: Sealed) -> None:
        """Write any bytes to the topic."""
        async with Publisher(self.settings, "/imr/test") as publisher:
            producer = await publisher._connected()
            await producer.send_and_wait(
                sealed.topic, sealed.value, key=sealed.key, partition=sealed.partition, headers=list(sealed.headers)
            )

    async def waiting(self, number: int) -> list[dict[str, Any]]:
        """Return the waiting dead letters once there are *number*."""

        async def enough() -> list[dict[str, Any]]:
            rows = await self.rows("list")
            return rows if len(rows) >= number else []

        found: list[dict[str, Any]] = await eventually(enough)
        return found

    async def health(self) -> httpx.Response:
        """Return the worker's answer at /readyz; a worker that hangs gives none."""
        async with httpx.AsyncClient(timeout=10) as client:
            return await client.get(f"http://127.0.0.1:{self.intake._health_port}/readyz")

    async def is_ready(self) -> Health | None:
        """Return the worker's answer once it is ready."""
        if not await self.intake.is_live():
            return None
        answer = await self.health()
        return Health.model_validate_json(answer.content) if answer.is_success else None

    async def said(self, kind: type[Message]) -> list[Message]:
        """Return intake's messages of *kind*."""
        return [seen.message for seen in await read_to_end(self.settings, (INTAKE_EVENTS,)) if isinstance(seen.message, kind)]

    async def audit(self) -> list[tuple[str, str]]:
        """Return the actions of the audit topic and their actors, in order."""
        return [
            (seen.message.type.removeprefix("imr.runtime."), seen.message.actor)  # type: ignore[attr-defined]
            for seen in await read_to_end(self.settings, (AUDIT_EVENTS,))
        ]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return an office with its own broker and a running worker."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        opened = await _open(broker, tmp_path)
        yield opened
        await opened.intake.end(signal.SIGKILL)


async def _open(broker: Broker, folder: Path) -> Office:
    await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
    intake = Process("intake", broker.bootstrap, folder, partitions=PARTITIONS, slot="0", clock_shift_seconds=ELEVEN_YEARS_AGO)
    intake.start()
    return Office(Settings(kafka_bootstrap=broker.bootstrap, partitions=PARTITIONS), intake, broker)


def _records(kind: str) -> ReceiveRecords:
    """Return a document of *kind* for the example case."""
    papers = tuple(each for each in application().documents if each.kind == kind)[:1]
    return ReceiveRecords(
        case_number=CASE_NUMBER, documents=papers, facts={}, received_at=RECEIVED_AT, sent_by=None, actor=None, reason=None
    )


async def _records_before_their_case(office: Office) -> list[dict[str, Any]]:
    """Send documents for a case that intake does not know yet, then the case.

    The first is unhandled and the second waits behind it.
    """
    await office.publish((_records("ur-decision"), "first"), (_records("medical-record"), "second"))
    waiting = await office.waiting(2)
    await _the_case_comes(office)
    return waiting


async def _the_case_comes(office: Office) -> None:
    """Submit the example without a medical record, so that its case waits for one."""
    no_records = tuple(each for each in application().documents if each.kind != "medical-record")
    items = tuple(item.model_copy(update={"facts": ()}) for item in application().items)
    await office.publish((submission(documents=no_records, items=items), "application"))
    await eventually(lambda: office.said(RecordsRequested))


async def test_a_queue_is_replayed_in_its_order(office: Office) -> None:
    """A queue is listed, planned and replayed in order, and every step is audited.

    The case then goes on as if its messages had arrived in time.
    """
    waiting = await _records_before_their_case(office)
    first, second = (each["id"] for each in waiting)
    assert [("unhandled", "UnknownCase"), ("behind", "an earlier message of the same subject is parked")] == [
        (each["parked_as"], each["problem"]) for each in waiting
    ]

    shown = await office.imr("show", first, "--actor", "Example Operator")
    refused = await office.imr("replay", second, "--actor", "Example Operator", status=1)
    planned = await office.imr("replay", "--case", CASE_NUMBER, "--dry-run")
    replayed = await office.rows("replay", "--case", CASE_NUMBER, "--actor", "Example Operator")

    assert CASE_NUMBER in shown
    assert "may hold personal data" in shown
    assert "not next in its queue (messages of the same subject that wait before it: 1)" in refused
    assert "2 messages; nothing was done" in planned
    assert [(first, "replayed"), (second, "replayed")] == [(each["id"], each["outcome"]) for each in replayed]
    assert 1 == len(await office.said(CaseReadyForReview))
    assert "no message waits" in await office.imr("list")
    actor = "Example Operator"
    assert [
        ("parked-message-seen", actor),
        ("desk-command-refused", actor),
        ("parked-message-replayed", actor),
        ("parked-message-replayed", actor),
    ] == await office.audit()
    assert ["replayed by Example Operator"] * 2 == [each["state"] for each in await office.rows("list", "--all")]


async def test_what_fails_again_keeps_its_place_until_it_is_discarded(office: Office) -> None:
    """A message that fails again shows the new error and blocks its queue until discarded."""
    await office.publish((_records("ur-decision"), "first"), (_records("medical-record"), "second"))
    first, second = (each["id"] for each in await office.waiting(2))

    failed = await office.rows("replay", "--everything", status=1)
    unsaid = await office.imr("discard", first, status=2)
    discarded = await office.imr("discard", first, "--reason", "came too early", "--actor", "Example Operator")
    left = await office.waiting(1)

    assert [(first, "parked again"), (second, "not next in its queue")] == [(each["id"], each["outcome"]) for each in failed]
    assert CASE_NUMBER in failed[0]["detail"]
    assert "--reason" in unsaid
    assert f"intake\t{first}\t{_records('ur-decision').type} of {CASE_NUMBER}: discarded\n" in discarded
    assert [second] == [each["id"] for each in left]
    assert ["discarded by Example Operator: came too early", "waits"] == [
        each["state"] for each in await office.rows("list", "--all", "--case", CASE_NUMBER)
    ]


async def test_a_large_message_is_listed_shown_and_replayed_from_its_place(office: Office) -> None:
    """A large message is listed, shown and replayed from its origin.

    Its value is not copied; after the fix a replay reads it there, and the case goes on.
    """
    records = _records("medical-record")
    sealed = seal(
        records, Envelope("large", "/imr/test", records.type, records.version, RECEIVED_AT, CASE_NUMBER, "large"), PARTITIONS
    )
    large = (sealed.value or b"") + b" " * MESSAGE_BYTES_KEPT_MAX
    await office.write(Sealed(sealed.topic, sealed.partition, sealed.key, large, tuple(sealed.headers)))
    (row,) = await office.waiting(1)

    listed = await office.imr("list")
    shown = await office.rows("show", row["id"])
    failed = await office.rows("replay", row["id"], status=1)
    await _the_case_comes(office)
    replayed = await office.rows("replay", row["id"])

    assert (True, len(large), CASE_NUMBER) == (row["by_reference"], row["value_bytes"], row["subject"])
    assert f"{len(large):,} bytes kept by reference" in listed
    assert json.loads(sealed.value or b"") == shown[0]["value"]
    assert [("parked again", f"UnknownCase: there is no case {CASE_NUMBER}")] == [
        (each["outcome"], each["detail"]) for each in failed
    ]
    assert ["replayed"] == [each["outcome"] for each in replayed]
    assert 1 == len(await office.said(CaseReadyForReview))


async def test_nothing_is_chosen_by_accident(office: Office) -> None:
    """A command without a selection, or with an unknown name or invalid time, is refused."""
    assert "--everything" in await office.imr("discard", "--reason", "noise", status=2)
    assert "no message waits under imr.nothing/0/0" in await office.imr("replay", "imr.nothing/0/0", status=1)
    assert "no message was parked under" in await office.imr("show", "imr.nothing/0/0", status=1)
    assert "is not a time" in await office.imr("list", "--since", "yesterday", status=2)
    assert "no message that waits fits" in await office.imr("replay", "--case", CASE_NUMBER)


async def test_health_tells_what_waits_and_answers_without_a_broker(office: Office) -> None:
    """/readyz reports assignment, lag and parked messages by reason.

    Without its broker the worker answers that it is not ready.
    """
    await office.publish((_records("ur-decision"), "first"), (_records("medical-record"), "second"))

    async def counted() -> Health | None:
        health = await office.is_ready()
        return health if health and health.attention.parked and health.lag == Behind(messages=0, seconds=0.0) else None

    health: Health = await eventually(counted)
    await office.broker.stop()
    answers: list[int] = []

    async def unready() -> bool:
        answers.append((await office.health()).status_code)
        return answers[-1] == 503

    await eventually(unready, seconds=KNOWN_SECONDS_MAX + 10)

    assert {"unhandled": 1, "behind": 1} == health.attention.parked
    assert (list(range(PARTITIONS)), list(range(PARTITIONS))) == (health.assigned, health.partitions)
    assert health.since is not None
    assert {"imr.intake.commands", "imr.decision.events", "imr.intake.desk"} <= set(health.lag_by_topic)
    assert None is office.intake.ended
