"""Facts: the place, headers and few fields of a message that the checker needs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

KEPT = {
    "accepted_digest",
    "acted_at",
    "answer_due_at",
    "assessment_id",
    "body_digest",
    "case_number",
    "change",
    "consumer",
    "determination_due_at",
    "determination_version",
    "due_at",
    "duplicate_of",
    "from_case",
    "idempotency_key",
    "into",
    "letter_version",
    "line",
    "name",
    "notice",
    "on_hold",
    "ordered_on",
    "parked_id",
    "pool",
    "reviewer_id",
    "reviewers",
    "service_id",
    "submission_id",
    "with_case",
}
SERVICES = ("intake", "triage", "decision", "letters")


class Position(NamedTuple):
    """The topic, partition and offset of a message."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A message as found; a missing header is an empty string."""

    place: Position
    type: str
    id: str
    source: str
    subject: str
    cause: str
    correlation: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> str:
        """The case number, or an empty string."""
        return str(self.data.get("case_number", ""))

    @property
    def notice(self) -> str | None:
        """The id of the notice that it is about, or None."""
        if self.name in {"notice-issued", "notice-held"}:
            return str(self.data.get("notice"))
        letter = str(self.data.get("service_id", "..")).split(".")[1]
        return None if not letter or letter.isdigit() else letter

    @property
    def service(self) -> str | None:
        """The service that published the message; None for channels and outsiders."""
        name = self.source.removeprefix("/imr/")
        return name if self.source.startswith("/imr/") and name in SERVICES else None

    @property
    def name(self) -> str:
        """The last part of the type."""
        return self.type.rpartition(".")[2]

    def __str__(self) -> str:
        return f"{self.name or 'a message'} of {self.case or self.subject or 'no subject'} at {self.place}"


def read_fact(place: Position, headers: Mapping[str, bytes], value: bytes | None) -> Fact:
    """Return the fact in a message; a value that is not a JSON object is left out."""
    texts = {name: content.decode(errors="replace") for name, content in headers.items() if name.startswith("ce_")}
    return Fact(
        place=place,
        type=texts.get("ce_type", ""),
        id=texts.get("ce_id", ""),
        source=texts.get("ce_source", ""),
        subject=texts.get("ce_subject", ""),
        cause=texts.get("ce_causationid", ""),
        correlation=texts.get("ce_correlationid", ""),
        data=_kept(value),
    )


def _kept(value: bytes | None) -> dict[str, Any]:
    try:
        data = json.loads(value or b"null")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    kept = {name: content for name, content in data.items() if name in KEPT}
    if isinstance(qualifications := data.get("qualifications"), dict):
        kept["room"] = qualifications.get("open_cases_max")
    if isinstance(parked := data.get("parked"), dict):
        kept["parked"] = _parked(parked)
    return kept


def _parked(parked: dict[str, Any]) -> dict[str, Any]:
    origin = parked["origin"]
    names = ("consumer", "reason", "error", "attempt", "message_id", "message_type", "message_subject")
    return {
        "place": Position(origin["topic"], origin["partition"], origin["offset"]),
        **{name: parked[name] for name in names},
    }
