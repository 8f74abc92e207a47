"""The status of each submission: a view in memory, read anew at every start."""

from dataclasses import dataclass, replace

from runtime.outside.follow import follow
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    DuplicateFound,
    Reason,
    SubmissionRefused,
    SubmitApplication,
)
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS


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


class Submissions:
    """All submissions by id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Submission] = {}

    def find(self, submission_id: str) -> Submission | None:
        """The submission, or None if the stream does not know it (yet)."""
        return self._by_id.get(submission_id)

    def note(self, message: Message) -> None:
        """Take note of *message*; commands and events of one submission may come in any order."""
        match message:
            case SubmitApplication():
                known = self._known(message.submission_id)
                self._by_id[message.submission_id] = replace(known, body_digest=known.body_digest or message.body_digest)
            case SubmissionRefused():
                known = self._known(message.submission_id)
                refused = (*known.refused_bodies, message.body_digest)
                self._by_id[message.submission_id] = replace(known, body_digest=message.accepted_digest, refused_bodies=refused)
            case ApplicationReceived():
                self._set(message.submission_id, status="received", case_number=message.case_number)
            case ApplicationFoundEligible():
                self._set(message.submission_id, status="eligible", case_number=message.case_number)
            case ApplicationFoundIneligible():
                self._set(message.submission_id, status="ineligible", case_number=message.case_number, reasons=message.reasons)
            case DuplicateFound():
                self._set(message.submission_id, status="duplicate", duplicate_of=message.duplicate_of)
            case _:
                pass

    def _known(self, submission_id: str) -> Submission:
        return self._by_id.get(submission_id, Submission(body_digest=""))

    def _set(self, submission_id: str, **changes: object) -> None:
        known = self._known(submission_id)
        if changes["status"] != "received" or known.status == "pending":
            self._by_id[submission_id] = replace(known, **changes)  # type: ignore[arg-type]  # the cases above name the fields


async def keep_up(submissions: Submissions, settings: Settings) -> None:
    """Note everything intake was asked and answered, for as long as the task lives."""
    async for seen in follow(settings, (INTAKE_COMMANDS, INTAKE_EVENTS)):
        submissions.note(seen.message)
