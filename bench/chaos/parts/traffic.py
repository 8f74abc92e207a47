"""Numbered applications, spread over days of injury and so over lots and partitions."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import confluent_kafka
import yaml

from bench.checker.facts import Position
from schemas.ids import body_digest, derived_id, submission_id
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.intake import SubmitApplication
from schemas.messages.triage import ReviewerRecorded
from schemas.wire.codec import Sealed, seal
from schemas.wire.envelope import Envelope

ROOT = Path(__file__).parents[3]
CLIENT = "chaos"
RECEIVED_AT = datetime(2015, 4, 17, 17, 30, tzinfo=UTC)
_DAYS = 1_500
_SOURCE = "/imr/chaos"


@cache
def _example() -> Application:
    return Application.model_validate_json((ROOT / "examples/chiropractic-and-massage.json").read_bytes())


Papers = Literal["all", "none"]
"""all: the case file is complete. none: it holds only the disputed decision, so the
case waits for medical records."""


def application(number: int, injured_on: date | None = None, documents: Papers = "all") -> Application:
    """Return the application of worker *number*, the same for the same number."""
    example = _example()
    changes: dict[str, Any] = {
        "employee": example.employee.model_copy(update={"name": f"Exampleworker Number {number}"}),
        "injured_on": injured_on or example.injured_on - timedelta(days=number % _DAYS),
    }
    if documents == "none":
        changes["items"] = tuple(item.model_copy(update={"facts": ()}) for item in example.items)
        changes["documents"] = tuple(each for each in example.documents if each.kind == "ur-decision")
    return example.model_copy(update=changes)


def submission(number: int, key: str | None = None, injured_on: date | None = None, documents: Papers = "all") -> SubmitApplication:
    """Return the command that submits application *number*, under *key* or its number."""
    return submission_of(application(number, injured_on, documents), key or str(number))


def submission_of(body: Application, key: str) -> SubmitApplication:
    """Return the command that submits *body* under *key*."""
    return SubmitApplication(
        submission_id=submission_id(CLIENT, key),
        client=CLIENT,
        idempotency_key=key,
        body_digest=body_digest(body.model_dump_json().encode()),
        channel="feed",
        received_at=RECEIVED_AT,
        application=body,
    )


def sealed(message: Message, message_id: str, partitions: int, source: str = _SOURCE) -> Sealed:
    """Return *message* as a channel writes it."""
    now = datetime.now(UTC)  # noqa: TID251 - a channel's own clock
    return seal(message, Envelope(message_id, source, message.type, message.version, now, message.subject, message_id), partitions)


def sealed_submission(command: SubmitApplication, partitions: int) -> Sealed:
    """Return *command* under the id that every channel gives it, so that a retry is a repeat."""
    return sealed(command, derived_id("submit", command.submission_id, command.body_digest), partitions)


def reviewers(room: int, copies: int = 1) -> Iterator[ReviewerRecorded]:
    """Yield the example's reviewers *copies* times, each with *room* for open cases."""
    entries: list[dict[str, Any]] = yaml.safe_load((ROOT / "examples/reviewers.yaml").read_text())
    for copy in range(copies):
        for entry in entries:
            named = {
                "npi": None,
                **entry,
                "reviewer_id": f"{entry['reviewer_id']}-{copy}",
                "name": f"{entry['name']} {copy}",
                "qualifications": {**entry["qualifications"], "open_cases_max": room},
            }
            yield ReviewerRecorded.model_validate(named, strict=False)


class Writer:
    """Writes messages with a Kafka client other than the services' own."""

    def __init__(self, bootstrap: str) -> None:
        self._producer = confluent_kafka.Producer(
            {
                "bootstrap.servers": bootstrap,
                "enable.idempotence": True,
                "message.max.bytes": 16 * 1024 * 1024,
                "delivery.timeout.ms": 120_000,
                "socket.timeout.ms": 10_000,  # a broker may be paused
                "linger.ms": 5,
                "log_level": 2,
            }
        )

    def write(self, messages: Sequence[Sealed]) -> list[Position]:
        """Write *messages* in order and return their places once all are confirmed.

        Raises KafkaException if one is not.
        """
        places: list[Position] = []
        failed: list[Any] = []

        def confirmed(error: Any, message: Any) -> None:
            if error is not None:
                failed.append(error)
            else:
                places.append(Position(message.topic(), message.partition(), message.offset()))

        for each in messages:
            self._producer.produce(
                each.topic,
                value=each.value,
                key=each.key,
                partition=each.partition,
                headers=list(each.headers),
                on_delivery=confirmed,
            )
            self._producer.poll(0)
        self._producer.flush(130)
        if failed:
            raise confluent_kafka.KafkaException(failed[0])
        return places
