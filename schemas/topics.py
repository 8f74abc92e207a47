"""Every topic with its writer, readers, key and retention; topic names exist only here."""

import os
from dataclasses import dataclass, replace
from functools import cache

PREFIX = os.environ.get("IMR_PREFIX", "imr")
"""The first part of every name on Kafka: of topics, consumer groups and transactional ids.

Deployments on one Kafka differ in it. It is read here, before the settings, because names are
constants; the settings check it.
"""

DAY_MS = 86_400_000

MESSAGE_BYTES_MAX = 8 * 1024 * 1024
"""The largest message of any topic; producers and the broker are told the same."""

COMPRESSION = "zstd"
"""How producers compress messages; a topic compresses what others send otherwise."""

_COMPACTED = {
    # The open segment is never compacted, and the default of 1 GiB would keep every old value of a small deployment.
    "segment.bytes": str(16 * 1024 * 1024),
    "segment.ms": str(DAY_MS),
    "min.cleanable.dirty.ratio": "0.3",
}

DECIDING_SERVICES = ("intake", "triage", "decision", "letters")
"""The services that make legal facts; each has a changelog, dead letters and a desk."""


SHADOW = "shadow"
"""The consumer that assesses every case by other guidelines.

No deciding service reads its events.
"""


@dataclass(frozen=True)
class Topic:
    """A topic of the catalogue.

    *retention_ms* is -1 for ever; *compacted* keeps the last value of each key.
    """

    name: str
    writer: str
    readers: tuple[str, ...]
    key: str
    what: str
    retention_ms: int = -1
    compacted: bool = False

    @property
    def configuration(self) -> dict[str, str]:
        """The broker's settings of this topic."""
        return {
            "cleanup.policy": "compact" if self.compacted else "delete",
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(MESSAGE_BYTES_MAX),
            "compression.type": COMPRESSION,
            **(_COMPACTED if self.compacted else {}),
        }


FEEDS = Topic(
    f"{PREFIX}.feeds",
    "upstream systems",
    (),
    "any",
    "applications and records from outside, by any producer; nothing reads them yet",
    retention_ms=90 * DAY_MS,
)
INTAKE_COMMANDS = Topic(
    f"{PREFIX}.intake.commands",
    "intake's channels",
    ("intake",),
    "submission or case",
    "applications and records to take in",
    90 * DAY_MS,
)
INTAKE_EVENTS = Topic(
    f"{PREFIX}.intake.events",
    "intake",
    ("triage", "decision", "letters", "ops", "cli"),
    "case or submission",
    "a case's life up to review, its clocks",
)
REVIEWERS = Topic(
    f"{PREFIX}.reviewers",
    "registry import",
    ("triage", "cli"),
    "reviewer",
    "each reviewer's record; the only topic with their names",
    compacted=True,
)
TRIAGE_POOL = Topic(
    f"{PREFIX}.triage.pool", "triage", ("triage",), "pool", "cases to assign, completions, registry changes", 90 * DAY_MS
)
TRIAGE_EVENTS = Topic(
    f"{PREFIX}.triage.events", "triage", ("decision", "letters", "ops", "cli"), "case", "the reviewer, or why none was found"
)
DECISION_COMMANDS = Topic(
    f"{PREFIX}.decision.commands",
    "reviewers and staff, by the cli",
    ("decision",),
    "case",
    "signatures, corrections, returns",
    90 * DAY_MS,
)
DECISION_EVENTS = Topic(
    f"{PREFIX}.decision.events",
    "decision",
    ("intake", "triage", "letters", "ops", "cli"),
    "case",
    "assessments, signed determinations",
)
LETTERS_COMMANDS = Topic(
    f"{PREFIX}.letters.commands",
    "staff, by the cli",
    ("letters",),
    "case",
    "releases, reissues, proofs of service, returned mail",
    90 * DAY_MS,
)
LETTERS_EVENTS = Topic(
    f"{PREFIX}.letters.events", "letters", ("intake", "ops", "cli"), "case", "letters held and issued, each party's service"
)
SHADOW_EVENTS = Topic(
    f"{PREFIX}.shadow.events",
    "shadow",
    ("cli",),
    "case",
    "differences that a shadow edition of the guidelines would make; decides nothing",
)
HISTORY_EVENTS = Topic(f"{PREFIX}.history.events", "import", ("cli",), "case", "determinations of the past, read from letters")
AUDIT_EVENTS = Topic(
    f"{PREFIX}.audit.events",
    "letters, each consumer, cli",
    ("cli",),
    "case or actor",
    "releases of letters, replays and discards of parked messages, looks at personal data, ended transactions",
)

DEPLOYMENT = Topic(
    f"{PREFIX}.deployment",
    "the first worker, cli",
    ("every worker",),
    "deployment",
    "the deployment's id and number of partitions, of which the first message counts; whether it is closed, by the last",
)

DEAD_LETTERS = Topic(
    f"{PREFIX}.<consumer>.dead-letters",
    "each consumer",
    ("desk", "cli"),
    "as the origin",
    "parked messages with reason, origin and attempt",
)
DESK = Topic(
    f"{PREFIX}.<consumer>.desk",
    "dead-letter desk",
    ("the consumer",),
    "as the origin",
    "replays and discards of parked messages",
    90 * DAY_MS,
)
CHANGELOG = Topic(
    f"{PREFIX}.<consumer>.changelog", "each consumer", ("the consumer",), "table and key", "state of its partitions", compacted=True
)


def dead_letters(consumer: str) -> Topic:
    """Return the topic on which *consumer* parks messages it cannot read or handle."""
    return _of(consumer, DEAD_LETTERS)


def desk(consumer: str) -> Topic:
    """Return the topic of desk commands for *consumer*."""
    return _of(consumer, DESK)


def changelog(consumer: str) -> Topic:
    """Where *consumer* keeps its state; read only by itself."""
    return _of(consumer, CHANGELOG)


@cache
def _of(consumer: str, pattern: Topic) -> Topic:
    return replace(pattern, name=pattern.name.replace("<consumer>", consumer))


TOPICS: tuple[Topic, ...] = (
    FEEDS,
    INTAKE_COMMANDS,
    INTAKE_EVENTS,
    REVIEWERS,
    TRIAGE_POOL,
    TRIAGE_EVENTS,
    DECISION_COMMANDS,
    DECISION_EVENTS,
    LETTERS_COMMANDS,
    LETTERS_EVENTS,
    HISTORY_EVENTS,
    SHADOW_EVENTS,
    AUDIT_EVENTS,
    DEPLOYMENT,
    *(make(service) for service in (*DECIDING_SERVICES, SHADOW) for make in (dead_letters, desk, changelog)),
)
"""The catalogue, in the order of the flow."""
