"""The status of each submission: a view of intake's topics, kept in a file between starts."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from runtime.outside.follow import follow_parts
from runtime.outside.topic_index import TopicIndex, read_on
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.duplicates import DuplicateFound, DuplicateReversed
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    Reason,
    SubmissionRefused,
    SubmitApplication,
)
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

NOTED = (
    SubmitApplication,
    SubmissionRefused,
    ApplicationReceived,
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    DuplicateFound,
    DuplicateReversed,
)
"""The kinds of messages that change a status."""

_SHAPE = 2
_TABLES = """
create table if not exists submissions (
    submission_id text primary key, body_digest text not null, status text not null, case_number text, duplicate_of text,
    reasons text not null, refused text not null) without rowid;
"""
_REASONS = TypeAdapter(tuple[Reason, ...])

RESERVED_MAX = 100_000
"""The most keys held for bodies not yet on the stream; the oldest is dropped first."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission: the digest of the body that counts, and its status.

    The digest is empty while only answers were seen.
    """

    body_digest: str
    status: str = "pending"
    case_number: str | None = None
    duplicate_of: str | None = None
    reasons: tuple[Reason, ...] = ()
    refused_bodies: tuple[str, ...] = ()


class PartOfMessage(BaseModel):
    """The fields of the kinds in NOTED that tell of a submission."""

    model_config = ConfigDict(frozen=True)

    submission_id: str
    body_digest: str = ""
    accepted_digest: str = ""
    case_number: str = ""
    duplicate_of: str = ""
    reasons: tuple[Reason, ...] = ()
    not_under_review: tuple[Reason, ...] = ()


class Submissions:
    """All submissions by id, and the keys reserved for bodies on their way to the stream.

    They are kept in the file at *path*; without one in memory.
    """

    def __init__(self, path: Path | None = None, deployment: str = "") -> None:
        self._index = TopicIndex(path, _TABLES, f"{_SHAPE}/{deployment}", alone=True)
        self._changed: dict[str, Submission] = {}
        self._reserved: dict[str, str] = {}
        self._awaited: dict[str, asyncio.Event] = {}

    @property
    def positions(self) -> Mapping[tuple[str, int], int]:
        """How far each topic's partition was read: the offset to go on at."""
        return self._index.positions

    def find(self, submission_id: str) -> Submission | None:
        """The submission, or None if the stream does not know it (yet)."""
        return self._changed.get(submission_id) or self._read(submission_id)

    def reserve(self, submission_id: str, body_digest: str) -> bool:
        """Hold the submission's key for one body before that is published.

        False if the key is another body's, on the stream or on its way there. A reservation
        outlives a failed attempt to publish, because the broker may have the message all the same.
        """
        if not (holder := self._known(submission_id).body_digest):
            holder = self._reserved.setdefault(submission_id, body_digest)
            if len(self._reserved) > RESERVED_MAX:
                del self._reserved[next(iter(self._reserved))]
        return holder == body_digest

    async def settled(self, submission_id: str, seconds: float) -> Submission | None:
        """Wait until the stream shows the body that counts; None if *seconds* pass without it."""
        if not self._known(submission_id).body_digest:
            event = self._awaited.setdefault(submission_id, asyncio.Event())
            try:
                async with asyncio.timeout(seconds):
                    await event.wait()
            except TimeoutError:
                return None
        return self._known(submission_id)

    def note(self, message: Message) -> None:
        """Take note of *message*; commands and events of one submission may come in any order.

        Commands of one submission are in one partition, so the first body noted is the first
        written, whichever process wrote it.
        """
        if type(message) in NOTED:
            self.note_part(type(message), PartOfMessage.model_validate(message, from_attributes=True))

    def note_part(self, kind: type[Message], part: PartOfMessage) -> None:
        """Take note of a message of *kind* of which only *part* was read."""
        submission_id = part.submission_id
        known = self._known(submission_id)
        if kind is SubmitApplication:
            self._hold(submission_id, replace(known, body_digest=known.body_digest or part.body_digest))
        elif kind is SubmissionRefused:
            refused = tuple(dict.fromkeys((*known.refused_bodies, part.body_digest)))
            self._hold(submission_id, replace(known, body_digest=part.accepted_digest, refused_bodies=refused))
        elif kind is ApplicationReceived:
            self._set(submission_id, status="received", case_number=part.case_number)
        elif kind is ApplicationDeferred:
            self._set(submission_id, status="deferred", case_number=part.case_number, reasons=part.reasons)
        elif kind is ApplicationFoundEligible:
            self._set(submission_id, status="eligible", case_number=part.case_number, reasons=part.not_under_review)
        elif kind is ApplicationFoundIneligible:
            self._set(submission_id, status="ineligible", case_number=part.case_number, reasons=part.reasons)
        elif kind is DuplicateFound and known.case_number is None:  # else the finding was reversed
            self._set(submission_id, status="duplicate", duplicate_of=part.duplicate_of)
        elif kind is DuplicateReversed and known.status in {"pending", "duplicate"}:
            self._hold(submission_id, replace(known, status="received", case_number=part.case_number, duplicate_of=None))

    def _hold(self, submission_id: str, known: Submission) -> None:
        """Keep a submission whose body is known, and tell its senders."""
        self._changed[submission_id] = known
        self._reserved.pop(submission_id, None)
        if (event := self._awaited.pop(submission_id, None)) is not None:
            event.set()

    def _known(self, submission_id: str) -> Submission:
        return self.find(submission_id) or Submission(body_digest="")

    def _set(self, submission_id: str, **changes: object) -> None:
        known = self._known(submission_id)
        if changes["status"] != "received" or known.status == "pending":
            self._changed[submission_id] = replace(known, **changes)  # type: ignore[arg-type]  # the cases above name the fields

    def save(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Save the submissions that changed, together with how far the topics were read."""
        self._index.connection.executemany(
            "insert or replace into submissions values (?, ?, ?, ?, ?, ?, ?)",
            [
                (each_id, each.body_digest, each.status, each.case_number, each.duplicate_of, *_lists(each))
                for each_id, each in self._changed.items()
            ],
        )
        self._index.save(positions)
        self._changed.clear()

    def clear(self) -> None:
        """Forget every submission, to read the topics from their beginning."""
        self._changed.clear()
        self._index.clear()

    def close(self) -> None:
        """Close the file."""
        self._index.close()

    def _read(self, submission_id: str) -> Submission | None:
        query = "select body_digest, status, case_number, duplicate_of, reasons, refused from submissions where submission_id = ?"
        row = self._index.connection.execute(query, (submission_id,)).fetchone()
        if row is None:
            return None
        body_digest, status, case_number, duplicate_of, reasons, refused = row
        return Submission(
            body_digest, status, case_number, duplicate_of, _REASONS.validate_json(reasons), tuple(json.loads(refused))
        )


def _lists(submission: Submission) -> tuple[bytes, str]:
    return _REASONS.dump_json(submission.reasons), json.dumps(submission.refused_bodies)


async def keep_up(submissions: Submissions, settings: Settings) -> None:
    """Note everything intake was asked and answered, for as long as the task lives.

    Topics that end before the place to go on at were made anew, and are read from the beginning.
    """
    await read_on(submissions, lambda: _follow(submissions, settings))


async def _follow(submissions: Submissions, settings: Settings) -> None:
    topics = (INTAKE_COMMANDS, INTAKE_EVENTS)
    async for parts, positions in follow_parts(settings, topics, PartOfMessage, NOTED, starts=submissions.positions):
        for kind, part in parts:
            submissions.note_part(kind, part)
        submissions.save(positions)
