"""The answers of the services about the invented cases so far."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from cli.system.life.plan import WITHOUT_RECORDS, ZONE, ActKind, InventedCase
from jurisdictions.clocks import end_of_day
from schemas.message import Message
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import (
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    RecordsOverdue,
    RecordsRequested,
)
from schemas.messages.letters import (
    LetterHeld,
    LetterReturned,
    LetterSent,
    LetterServed,
    OfServiceOnParty,
    ServiceFailed,
    ServiceIntended,
    ServiceUnsure,
)
from schemas.messages.lifecycle import CaseFileChanged
from schemas.messages.triage import EnrolReviewer, NoReviewerFound
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, LETTERS_EVENTS, TRIAGE_EVENTS, TRIAGE_POOL, dead_letters
from schemas.wire.dead_letters import MessageParked

TOPICS = (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_EVENTS, LETTERS_EVENTS, TRIAGE_POOL, dead_letters("intake"))
"""The topics whose messages are to be noted."""

M = TypeVar("M", bound=Message)

_SCREENED: Mapping[str, type[Message]] = {
    **dict.fromkeys(WITHOUT_RECORDS, RecordsRequested),
    "ineligible": ApplicationFoundIneligible,
    "no reviewer": NoReviewerFound,
}
"""The last event after an application of each fate; of the others, their assessment."""


class Known:
    """The events seen so far, by kind and case."""

    def __init__(self) -> None:
        self.enrolled: set[str] = set()
        self._numbers: dict[str, str] = {}
        self._latest: dict[tuple[type[Message], str], Message] = {}
        self._due: dict[str, datetime] = {}
        self._in_course: dict[str, set[str]] = {}
        self._parked: Counter[str] = Counter()

    def note(self, message: Message) -> None:
        """Take note of *message*."""
        match message:
            case EnrolReviewer():
                self.enrolled.add(message.reviewer_id)
            case ApplicationReceived():
                self._numbers[message.submission_id] = message.case_number
            case RecordsRequested():
                self._due[message.case_number] = end_of_day(message.records_due_on, ZONE)
            case CaseReadyForReview() | ReviewConverted() if message.determination_due_at is not None:
                self._due[message.case_number] = message.determination_due_at
            case RecordsOverdue() | DeterminationOverdue() | DeterminationSigned():
                self._due.pop(message.case_number, None)
            case MessageParked():
                self._parked[message.parked.message_subject or ""] += 1
            case ServiceIntended() if message.notice is None:
                self._in_course.setdefault(message.case_number, set()).add(message.service_id)
            case LetterServed() | LetterSent() | ServiceFailed() | ServiceUnsure():
                self._in_course.get(message.case_number, set()).discard(message.service_id)
        if not isinstance(message, OfServiceOnParty) or (message.party == "worker" and message.service_id.split(".")[1].isdigit()):
            self._latest[type(message), message.subject] = message

    def number(self, submission_id: str) -> str:
        """Return the case number of a submission; raise KeyError."""
        return self._numbers[submission_id]

    def latest(self, kind: type[M], subject: str) -> M | None:
        """Return the last event of *kind* about *subject*; of services, about the worker's letter."""
        found = self._latest.get((kind, subject))
        assert found is None or isinstance(found, kind)
        return found

    def next_due(self) -> datetime | None:
        """Return the earliest deadline that is neither met nor said to have passed."""
        return min(self._due.values(), default=None)

    def served_version(self, number: str) -> int:
        """Return the version of the letter that every party was sent; 0 before the first."""
        served = self.latest(LetterServed, number) or self.latest(LetterSent, number)
        return int(served.service_id.split(".")[1]) if served and not self._in_course[number] else 0

    def has_answered(self, kind: ActKind, case: InventedCase, submission_id: str) -> bool:
        """Return whether the services are done with an act of *kind* on *case*."""
        if kind == "submit" and case.fate == "duplicate":
            return self.latest(DuplicateFound, submission_id) is not None
        if (number := self._numbers.get(submission_id)) is None:
            return False
        parked, served = self._parked[number], self.served_version(number)
        answers: dict[ActKind, bool] = {
            "submit": self._has(_SCREENED.get(case.fate, CaseAssessed), number),
            "unreadable records": parked > 0,
            "records": self._has_taken_records(case, number),
            "sign": self._has(LetterHeld, number) or served > 0,
            "correct": served > 1,
            "return mail": self._has(LetterReturned, number),
        }
        return answers[kind]

    def _has_taken_records(self, case: InventedCase, number: str) -> bool:
        """Return whether the records completed the file, were added to it, or wait behind others."""
        if case.fate == "parked":
            return self._parked[number] > 1
        return self._has(CaseAssessed if case.fate == "records came" else CaseFileChanged, number)

    def _has(self, kind: type[Message], subject: str) -> bool:
        return (kind, subject) in self._latest
