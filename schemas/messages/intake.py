"""Commands to intake and its events.

Applications, numbers, eligibility, readiness, clocks.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, Field

from schemas.case import OfACase
from schemas.form.joined import without_joined
from schemas.lots import lot_of_injury
from schemas.message import Command, Event, Name, Part, Text
from schemas.messages.application import Application, Day, Document, Fact, Identifier, Sender
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

SubmissionId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$"), PLAIN]
Instant = Annotated[AwareDatetime, PLAIN]
"""An instant of our own processing, with its offset from UTC."""


def _application_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no unit of a fact, no cited evidence and no substitute authorisation."""
    return data


def _records_v2_to_v3(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 did not say who sent the records, or who brought them in and why."""
    return {**data, "sent_by": None, "actor": None, "reason": None}


def _application_v2_to_v3(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 did not say where parties are served."""
    return data


def _application_v3_to_v4(data: dict[str, Any]) -> dict[str, Any]:
    """Version 3 lacked most of the form's fields; they are absent."""
    return data


_TO_APPLICATION_V3 = {1: _application_v1_to_v2, 2: _application_v2_to_v3}
Channel = Annotated[Literal["api", "file", "feed", "fhir", "x12"], PLAIN]
"""The way by which an application came."""


class Arrival(Part):
    """An application, its channel and its time of receipt, under the id of its submission."""

    submission_id: SubmissionId
    channel: Channel
    received_at: Instant
    application: Application


class Submission(Arrival):
    """An application on its way in: its sender, key, channel and time of receipt."""

    client: Annotated[Name, PLAIN]
    idempotency_key: Annotated[Name, PLAIN]
    body_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), PLAIN]

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
    version = 4
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3, 3: _application_v3_to_v4}

    @property
    def subject(self) -> str:
        """Client, key and body: a retry is a repeat, the same key with another body is not."""
        return self.submission_id


class ScreenApplication(Submission, Command):
    """Number and screen an application, in the lot of the date of injury."""

    type = "imr.intake.screen-application"
    version = 4
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3, 3: _application_v3_to_v4}

    @property
    def lot(self) -> int | None:
        """The lot of the date of injury."""
        return lot_of_injury(self.application.injured_on)


class ReceiveRecords(OfACase, Command):
    """Add papers, and facts read from them by item number, to a case.

    *sent_by* is the sender of every paper that does not name its own; None is the claims
    administrator.
    """

    type = "imr.intake.receive-records"
    version = 3
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _records_v2_to_v3}

    sent_by: Sender | None
    documents: Annotated[tuple[Document, ...], Field(min_length=1, max_length=2_000)]
    facts: dict[int, tuple[Fact, ...]]
    received_at: Instant
    actor: Annotated[Name, DIRECT] | None
    reason: Annotated[Text, CLINICAL] | None


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
    version = 4
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _application_v1_to_v2, 2: _application_v2_to_v3, 3: _application_v3_to_v4}

    submission_id: SubmissionId
    channel: Annotated[str, PLAIN]
    received_at: Instant
    application: Application


class Reason(Part):
    """A reason why an application, or some items of it, cannot be reviewed.

    The jurisdiction's code and sentence, with facts. *items* are the numbers of the items it speaks
    of; none means the whole application. *requests* has the words of items that left the
    application as duplicates, in the order of *items*.
    """

    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, QUASI]
    items: Annotated[tuple[Annotated[int, PLAIN], ...], Field(exclude_if=lambda items: not items)] = ()
    requests: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(exclude_if=lambda requests: not requests)] = ()


def without_requests(data: dict[str, Any]) -> dict[str, Any]:
    """Return *data* of a version in which an item that left the application had no words."""
    return data


def _ineligible_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had reasons against the whole application only."""
    return data


class ApplicationFoundIneligible(OfACase, Event):
    """The application cannot be reviewed, for these reasons, every one that applies."""

    type = "imr.intake.application-found-ineligible"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _ineligible_v1_to_v2, 2: without_requests}

    submission_id: SubmissionId
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class ApplicationDeferred(OfACase, Event):
    """The application waits for another dispute to end (8 CCR 9792.10.3(d)).

    It is deferred, never closed: the case keeps its number, and is screened again when liability is
    resolved.
    """

    type = "imr.intake.application-deferred"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


Priority = Annotated[Literal["standard", "expedited"], PLAIN]
"""The priority at which a case runs, which need not be the one asked for."""


def _eligible_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 told neither the priority nor items that are not reviewed."""
    return {**data, "priority": None, "not_under_review": []}


class ApplicationFoundEligible(OfACase, Event):
    """The application can be reviewed.

    The parties are told on *assigned_on* (notice of assignment, 8 CCR 9792.10.4). *priority* is the
    one it runs at: expedited only with a certification (9792.10.4(c)); None where version 1 did not
    say. *not_under_review* has the reasons against single items.
    """

    type = "imr.intake.application-found-eligible"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _eligible_v1_to_v2, 2: without_requests}

    submission_id: SubmissionId
    assigned_on: Annotated[Day, QUASI]
    priority: Priority | None
    not_under_review: tuple[Reason, ...]


class ExpeditedNotCertified(OfACase, Event):
    """An expedited review was asked for and not certified, so the case runs as a standard one.

    It can be converted later (8 CCR 9792.10.4(c)). *text* is the jurisdiction's sentence.
    """

    type = "imr.intake.expedited-not-certified"
    topic = INTAKE_EVENTS

    text: Annotated[Text, PLAIN]


class RecordsRequested(OfACase, Event):
    """The claims administrator's medical records are not on file, so the case waits for them.

    It has its time from the notice, also if the worker sent records (8 CCR 9792.10.5(a)(1)).
    """

    type = "imr.intake.records-requested"
    topic = INTAKE_EVENTS

    records_due_on: Annotated[Day, PLAIN]


class RecordsOverdue(OfACase, Event):
    """The claims administrator's records were due and did not come.

    ReviewLimited follows if the papers on file suffice (8 CCR 9792.10.6(b)(2)). Otherwise the case
    waits for papers of the worker or the physician, and staff see it.
    """

    type = "imr.intake.records-overdue"
    topic = INTAKE_EVENTS

    records_due_on: Annotated[Day, PLAIN]


class ItemClock(Part):
    """The items that one clock counts for, and when it runs out."""

    items: tuple[Annotated[int, PLAIN], ...]
    determination_due_at: Instant


def _ready_v3_to_v4(data: dict[str, Any]) -> dict[str, Any]:
    """Version 3 had one clock for all items, and all of them were reviewed."""
    application = data["application"]
    numbers = [item["number"] for item in application["items"]]
    clock = {"items": numbers, "determination_due_at": data["determination_due_at"]}
    return {**data, "priority": application.get("priority", "standard"), "not_under_review": [], "clocks": [clock]}


class CaseReadyForReview(OfACase, Event):
    """The case file is complete, or suffices after the time for records (ReviewLimited).

    The decision clock runs (LC 4610.6(d)) and a reviewer is sought. *application* is the one that
    is reviewed: as filed, at the *priority* that it may have, and with nothing in dispute of the
    items of *not_under_review*, which are not decided.
    *determination_due_at* is the first of the items' *clocks* to run out.
    """

    type = "imr.intake.case-ready-for-review"
    version = 6
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {**_TO_APPLICATION_V3, 3: _ready_v3_to_v4, 4: without_requests, 5: without_joined}

    application: Application
    received_on: Annotated[Day, QUASI]
    assigned_on: Annotated[Day, QUASI]
    complete_on: Annotated[Day, QUASI]
    determination_due_at: Instant
    priority: Priority
    not_under_review: tuple[Reason, ...]
    clocks: Annotated[tuple[ItemClock, ...], Field(min_length=1)]


class DeterminationOverdue(OfACase, Event):
    """The decision clock ran out.

    A late determination still binds (CHP v. WCAB (Margaris), 2016), so the case stays open and
    staff see it.
    """

    type = "imr.intake.determination-overdue"
    topic = INTAKE_EVENTS

    determination_due_at: Instant
