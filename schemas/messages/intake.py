"""Commands to intake and its events.

Applications, numbers, eligibility, readiness, clocks.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, Field

from schemas.case import CaseNumber, OfACase
from schemas.lots import lot_of_injury
from schemas.message import Command, Event, Name, Part, Text
from schemas.messages.application import Application, Day, Document, Fact, Identifier
from schemas.personal import PLAIN, QUASI
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

SubmissionId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$"), PLAIN]
Instant = Annotated[AwareDatetime, PLAIN]
"""An instant of our own processing, with its offset from UTC."""


def _application_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no unit of a fact, no cited evidence and no substitute authorisation."""
    return data


def _application_v2_to_v3(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 did not say where parties are served."""
    return data


class Submission(Part):
    """An application on its way in: its sender, key, channel and time of receipt."""

    submission_id: SubmissionId
    client: Annotated[Name, PLAIN]
    idempotency_key: Annotated[Name, PLAIN]
    body_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), PLAIN]
    channel: Annotated[Literal["api", "file", "feed", "fhir", "x12"], PLAIN]
    received_at: Instant
    application: Application

    @property
    def key(self) -> str:
        """The submission id."""
        return self.submission_id


class SubmitApplication(Submission, Command):
    """Take in an application.

    It goes by the hash of its submission; that partition's owner refuses the same key with another
    body.
    """

    type = "imr.intake.submit-application"
    version = 3
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3}

    @property
    def subject(self) -> str:
        """Client, key and body: a retry is a repeat, the same key with another body is not."""
        return self.submission_id


class ScreenApplication(Submission, Command):
    """Number and screen an application, in the lot of the date of injury."""

    type = "imr.intake.screen-application"
    version = 3
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3}

    @property
    def lot(self) -> int | None:
        """The lot of the date of injury."""
        return lot_of_injury(self.application.injured_on)


class ReceiveRecords(OfACase, Command):
    """Add papers, and facts read from them by item number, to a case that waits for records."""

    type = "imr.intake.receive-records"
    version = 2
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _application_v1_to_v2}

    documents: Annotated[tuple[Document, ...], Field(min_length=1, max_length=2_000)]
    facts: dict[int, tuple[Fact, ...]]
    received_at: Instant


class SubmissionRefused(Event):
    """The idempotency key was used before with another body; this one was ignored."""

    type = "imr.intake.submission-refused"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    body_digest: Annotated[str, PLAIN]
    accepted_digest: Annotated[str, PLAIN]

    @property
    def key(self) -> str:
        """The submission id."""
        return self.submission_id


class ApplicationReceived(OfACase, Event):
    """An application was given its case number."""

    type = "imr.intake.application-received"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3}

    submission_id: SubmissionId
    channel: Annotated[str, PLAIN]
    received_at: Instant
    application: Application


class DuplicateFound(Event):
    """Every item is already under review in another case (8 CCR 9792.10.3(a)(2)).

    The application gets no number.
    """

    type = "imr.intake.duplicate-found"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    duplicate_of: CaseNumber

    @property
    def key(self) -> str:
        """The submission id."""
        return self.submission_id


class Reason(Part):
    """A reason why an application is not eligible.

    The jurisdiction's code and sentence, with facts.
    """

    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, QUASI]


class ApplicationFoundIneligible(OfACase, Event):
    """The application cannot be reviewed, for these reasons, every one that applies."""

    type = "imr.intake.application-found-ineligible"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class ApplicationFoundEligible(OfACase, Event):
    """The application can be reviewed.

    The parties are told on *assigned_on* (notice of assignment, 8 CCR 9792.10.4).
    """

    type = "imr.intake.application-found-eligible"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    assigned_on: Annotated[Day, QUASI]


class RecordsRequested(OfACase, Event):
    """No medical records are on file, so the case waits.

    A review may not rest on the utilization review alone (8 CCR 9792.10.6(b)(2)).
    """

    type = "imr.intake.records-requested"
    topic = INTAKE_EVENTS

    records_due_on: Annotated[Day, PLAIN]


class RecordsOverdue(OfACase, Event):
    """Records were due and did not come; the case goes on waiting, and staff see it."""

    type = "imr.intake.records-overdue"
    topic = INTAKE_EVENTS

    records_due_on: Annotated[Day, PLAIN]


class CaseReadyForReview(OfACase, Event):
    """The case file is complete.

    The decision clock runs (LC 4610.6(d)) and a reviewer is sought.
    """

    type = "imr.intake.case-ready-for-review"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3}

    application: Application
    received_on: Annotated[Day, QUASI]
    assigned_on: Annotated[Day, QUASI]
    complete_on: Annotated[Day, QUASI]
    determination_due_at: Instant


class DeterminationOverdue(OfACase, Event):
    """The decision clock ran out.

    A late determination still binds (CHP v. WCAB (Margaris), 2016), so the case stays open and
    staff see it.
    """

    type = "imr.intake.determination-overdue"
    topic = INTAKE_EVENTS

    determination_due_at: Instant
