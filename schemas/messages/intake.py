"""What intake is asked and what it publishes: applications, numbers, eligibility, readiness for review, clocks."""

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
    """Version 1 knew no unit of a fact, no cited evidence and nothing authorised instead: an application leaves out what it lacks."""
    return data


def _application_v2_to_v3(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 did not say where parties are served."""
    return data


class Submission(Part):
    """An application on its way in: who sends it, under which key, through which channel, received when."""

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
    """Take in an application; goes by the hash of its submission, whose owner refuses the same key with another body."""

    type = "imr.intake.submit-application"
    version = 3
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3}

    @property
    def subject(self) -> str:
        """Client, key and body: a retry is a repeat, the same key with another body is not."""
        return self.submission_id


class ScreenApplication(Submission, Command):
    """Number and screen an application; forwarded by the submission's owner to the lot of the date of injury."""

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
    """The idempotency key was used before for another body; nothing else was done with this one."""

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
    """Every item of the application is already under review in another case (8 CCR 9792.10.3(a)(2)); it gets no number."""

    type = "imr.intake.duplicate-found"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    duplicate_of: CaseNumber

    @property
    def key(self) -> str:
        """The submission id."""
        return self.submission_id


class Reason(Part):
    """Why an application is not eligible: the jurisdiction's code and its sentence with the facts filled in."""

    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, QUASI]


class ApplicationFoundIneligible(OfACase, Event):
    """The application cannot be reviewed, for these reasons, every one that applies."""

    type = "imr.intake.application-found-ineligible"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class ApplicationFoundEligible(OfACase, Event):
    """The application can be reviewed; the parties are told on *assigned_on* (notice of assignment, 8 CCR 9792.10.4)."""

    type = "imr.intake.application-found-eligible"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    assigned_on: Annotated[Day, QUASI]


class RecordsRequested(OfACase, Event):
    """No medical record is on file, and nobody decides on the utilization review alone (8 CCR 9792.10.6(b)(2)); the case waits."""

    type = "imr.intake.records-requested"
    topic = INTAKE_EVENTS

    records_due_on: Annotated[Day, PLAIN]


class RecordsOverdue(OfACase, Event):
    """Records were due and did not come; the case goes on waiting, and staff see it."""

    type = "imr.intake.records-overdue"
    topic = INTAKE_EVENTS

    records_due_on: Annotated[Day, PLAIN]


class CaseReadyForReview(OfACase, Event):
    """The file is complete: the decision clock runs (LC 4610.6(d)) and a reviewer can be found."""

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
    """The decision clock ran out. A late determination still binds (CHP v. WCAB (Margaris), 2016): nothing is closed, staff see it."""

    type = "imr.intake.determination-overdue"
    topic = INTAKE_EVENTS

    determination_due_at: Instant
