"""Messages that no service can handle, and a few that only look so.

There is one function for each kind in the delivery rules.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType

from bench.chaos.parts.traffic import sealed, sealed_submission, submission
from schemas.messages.intake import SubmissionRefused, SubmitApplication
from schemas.messages.letters import LetterIssued
from schemas.wire.codec import Sealed
from schemas.wire.envelope import Envelope

HUGE_BYTES = 10 * 1024 * 1024
READERS = {
    "imr.intake.commands": {"intake"},
    "imr.intake.events": {"triage", "decision", "letters"},
    "imr.triage.pool": {"triage"},
    "imr.triage.events": {"decision", "letters"},
    "imr.decision.commands": {"decision"},
    "imr.decision.events": {"intake", "triage", "letters"},
}
"""The services that must park poison, by topic."""

_SUBMIT = SubmitApplication.type
_SOURCE = "/imr/chaos"


@dataclass(frozen=True)
class Dose:
    """A message and the services that must park it; none if it is read or skipped.

    *submission_id* is set where the message is a valid submission after all. *behind* is a valid
    submission that has to wait until the message is discarded.
    """

    message: Sealed
    parked_by: frozenset[str]
    submission_id: str | None = None
    behind: Sealed | None = None


Kind = Callable[[int, int, int], Dose]
"""A function of a running number, a partition and the number of partitions."""


def _raw(
    number: int, partition: int, value: bytes | None, version: str, *, type_: str = _SUBMIT, topic: str = "imr.intake.commands"
) -> Dose:
    """Return *value* under valid headers, apart from the *version* and *type_* given."""
    when = datetime.now(UTC)  # noqa: TID251 - a channel's own clock
    envelope = Envelope(f"poison-{number}", _SOURCE, type_, 1, when, f"poison-{number}", f"poison-{number}")
    headers = [(name, content) for name, content in envelope.headers() if name != "ce_dataschema"]
    headers.append(("ce_dataschema", f"urn:imr:schema:{type_}:{version}".encode()))
    return Dose(Sealed(topic, partition, b"poison", value, tuple(headers)), frozenset(READERS[topic]))


def no_json(number: int, partition: int, _partitions: int) -> Dose:
    """Return bytes that are not JSON."""
    return _raw(number, partition, b"{not json \xff", "1")


def wrong_types(number: int, partition: int, _partitions: int) -> Dose:
    """Return JSON of another shape."""
    return _raw(number, partition, json.dumps({"submission_id": 5, "application": "a text"}).encode(), "1")


def unknown_type(number: int, partition: int, _partitions: int) -> Dose:
    """Return a message of an unknown type, on each topic in turn."""
    topic = sorted(READERS)[number % len(READERS)]
    return _raw(number, partition, b"{}", "1", type_="imr.intake.unheard-of", topic=topic)


def unknown_version(number: int, partition: int, _partitions: int) -> Dose:
    """Return a message whose schema version is not a number."""
    return _raw(number, partition, b"{}", "latest")


def future_version(number: int, _partition: int, partitions: int) -> Dose:
    """Return a submission of the next schema version; its unknown field is ignored."""
    command = submission(10_000_000 + number, f"future-{number}")
    today = sealed_submission(command, partitions)
    data = json.loads(today.value or b"") | {"added_later": True}
    tomorrow = f"urn:imr:schema:{_SUBMIT}:{SubmitApplication.version + 1}".encode()
    headers = [(name, tomorrow if name == "ce_dataschema" else text) for name, text in today.headers]
    message = Sealed(today.topic, today.partition, today.key, json.dumps(data).encode(), tuple(headers))
    return Dose(message, frozenset(), command.submission_id)


def future_and_wrong(number: int, partition: int, _partitions: int) -> Dose:
    """Return a message of a later version that lacks required fields."""
    return _raw(number, partition, b'{"added_later": true}', "7")


def no_headers(number: int, partition: int, _partitions: int) -> Dose:
    """Return a message without an envelope."""
    value = json.dumps({"number": number}).encode()
    return Dose(Sealed("imr.intake.commands", partition, b"poison", value, ()), frozenset({"intake"}))


def no_value(number: int, partition: int, _partitions: int) -> Dose:
    """Return an envelope without a value."""
    return _raw(number, partition, None, "1")


def huge(number: int, partition: int, _partitions: int) -> Dose:
    """Return a message above the size limit of every topic; it is parked by reference."""
    return _raw(number, partition, b'"' + b"x" * HUGE_BYTES + b'"', "1")


def deeply_nested(number: int, partition: int, _partitions: int) -> Dose:
    """Return JSON of 100,000 levels, which exhausts a recursive parser."""
    return _raw(number, partition, b"[" * 100_000, "1")


def read_by_no_service(number: int, partition: int, _partitions: int) -> Dose:
    """Return a known type that no service reads on this topic; its body is not read."""
    return Dose(_raw(number, partition, b'{"whatever": true}', "1", type_=LetterIssued.type).message, frozenset())


def unread_refusal(number: int, _partition: int, partitions: int) -> Dose:
    """Return an event that no service reads, on a topic that three services read."""
    refused = SubmissionRefused(submission_id=f"{number:036d}", body_digest="0" * 64, accepted_digest="1" * 64)
    return Dose(sealed(refused, f"refused-{number}", partitions, _SOURCE), frozenset())


def before_a_submission(number: int, _partition: int, partitions: int) -> Dose:
    """Return a message that cannot be read, and a submission that is parked behind it.

    Once the first is discarded, the desk can replay the second.
    """
    command = submission(20_000_000 + number, f"behind-{number}")
    behind = sealed_submission(command, partitions)
    envelope = Envelope(
        f"poison-{number}",
        _SOURCE,
        _SUBMIT,
        1,
        datetime.now(UTC),  # noqa: TID251 - a channel's own clock
        command.subject,
        f"poison-{number}",
    )
    first = Sealed(behind.topic, behind.partition, behind.key, b"{not json", tuple(envelope.headers()))
    return Dose(first, frozenset({"intake"}), command.submission_id, behind)


KINDS: Sequence[Kind] = (
    before_a_submission,
    no_json,
    wrong_types,
    unknown_type,
    unknown_version,
    future_version,
    future_and_wrong,
    no_headers,
    no_value,
    huge,
    deeply_nested,
    read_by_no_service,
    unread_refusal,
)
"""All kinds of poison."""


def take_huge_messages(bootstrap: str) -> None:
    """Raise the size limit of one topic above every limit of ours, for huge poison."""
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 2})
    entry = ConfigEntry("max.message.bytes", str(HUGE_BYTES * 2), incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, "imr.intake.commands", incremental_configs=[entry])
    for answer in admin.incremental_alter_configs([resource]).values():
        answer.result(30)
