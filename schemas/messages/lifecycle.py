"""The life of a case after its application: its events, and the commands about it."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.form.joined import without_joined
from schemas.message import Command, Event, Name, Part, Text
from schemas.messages.application import DOCUMENTS_MAX, ITEMS_MAX, Application, Day, Document, Fact, Identifier, Sender
from schemas.messages.intake import Instant, Priority, Reason, without_requests
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

Actor = Annotated[Name, DIRECT]
"""Who asked for an act on a case, as the audit trail names them."""


FileChange = Annotated[Literal["records", "authorisation", "withdrawal", "amendment"], PLAIN]
"""Why the file of a case under review changed."""

EndGround = Annotated[Literal["withdrawn", "settled", "awarded", "authorised", "not-liable"], PLAIN]
"""Why nothing is left to review (LC 4610.5(g)), or there is no liability for it."""

LiabilityOutcome = Annotated[Literal["liable", "not-liable"], CLINICAL]
"""How a dispute about liability ended."""

KeptBecause = Annotated[Literal["already-on-file", "review-ended", "no-file-held"], PLAIN]
"""Why records change nothing."""


class Records(Part):
    """Papers and facts that were sent for a case, and who brought them in."""

    sent_by: Sender | None
    documents: tuple[Document, ...]
    facts: dict[int, tuple[Fact, ...]]
    received_at: Instant
    actor: Actor | None
    reason: Annotated[Text, CLINICAL] | None


class RecordsAdded(Records, OfACase, Event):
    """Papers and facts were added to the case file: those that were not on file before.

    If the case is under review, CaseFileChanged follows with the whole file.
    """

    type = "imr.intake.records-added"
    topic = INTAKE_EVENTS
    may_be_ignored = True


class RecordsKept(Records, OfACase, Event):
    """Papers were taken in that change nothing.

    They are on file already, the review has ended, or the case comes from a version that kept no
    file of a case under review; then they go to the reviewer by hand.
    """

    type = "imr.intake.records-kept"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    because: KeptBecause
    state: Annotated[Name, PLAIN]


class ReviewLimited(OfACase, Event):
    """The claims administrator's records did not come in its time; the papers on file suffice.

    The review goes on with the utilization review decision and the papers of the worker or the
    physician (8 CCR 9792.10.6(b)(2)).
    """

    type = "imr.intake.review-limited"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    records_due_on: Annotated[Day, PLAIN]


class CaseFileChanged(OfACase, Event):
    """The file of a case under review changed; it is here whole, for a new assessment.

    *priority* and *not_under_review* are as in CaseReadyForReview.
    """

    type = "imr.intake.case-file-changed"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: without_requests, 2: without_joined}

    because: FileChange
    application: Application
    received_on: Annotated[Day, QUASI]
    assigned_on: Annotated[Day, QUASI]
    priority: Priority
    not_under_review: tuple[Reason, ...]


class CaseRequestRefused(OfACase, Event):
    """A command about the life of a case that is refused: it changed nothing.

    *state* is the state of the case, and *allowed* the acts that it allows.
    """

    type = "imr.intake.case-request-refused"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    request: Annotated[Name, PLAIN]
    actor: Actor | None
    state: Annotated[Name, PLAIN]
    allowed: Annotated[tuple[Annotated[Name, PLAIN], ...], Field(max_length=50)]
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]


class InformationRequested(OfACase, Event):
    """The reviewer asked for more, and so the parties are (8 CCR 9792.10.5).

    The case waits for an answer until *answer_due_at*; the decision clock goes on.
    """

    type = "imr.intake.information-requested"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    asked: tuple[Annotated[Name, CLINICAL], ...]
    explanation: Annotated[Text, CLINICAL]
    answer_due_at: Instant


class InformationAnswered(OfACase, Event):
    """A party answered the reviewer's request; the review goes on."""

    type = "imr.intake.information-answered"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    sent_by: Sender | None
    answered_at: Instant
    actor: Actor | None
    reason: Annotated[Text, CLINICAL] | None


class InformationOverdue(OfACase, Event):
    """Nobody answered the reviewer's request in time; the review goes on without an answer."""

    type = "imr.intake.information-overdue"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    asked: tuple[Annotated[Name, CLINICAL], ...]
    answer_due_at: Instant


class TreatmentAuthorised(OfACase, Event):
    """The claims administrator authorised *items*, which are dropped from the review.

    The others stay. If the case is under review, CaseFileChanged follows.
    """

    type = "imr.intake.treatment-authorised"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    items: tuple[Annotated[int, PLAIN], ...]
    authorised_on: Annotated[Day, PLAIN]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class LiabilityResolved(OfACase, Event):
    """The dispute about liability ended, and the deferred application is screened again.

    *notified_on* is the day of the notice, from which the worker has thirty days (LC 4610.5(h)(2)).
    """

    type = "imr.intake.liability-resolved"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    outcome: LiabilityOutcome
    notified_on: Annotated[Day, QUASI]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


def _terminated_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 ended no review that was deferred for liability."""
    return data


class CaseTerminated(OfACase, Event):
    """The review ended without a determination: nothing is left to decide (LC 4610.5(g)).

    *state* is the one before, and *at_reviewer* says whether the case had gone to review by then.
    """

    type = "imr.intake.case-terminated"
    version = 2
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _terminated_v1_to_v2}

    ground: EndGround
    state: Annotated[Name, PLAIN]
    at_reviewer: Annotated[bool, PLAIN]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class SignedAfterEnd(OfACase, Event):
    """A determination was signed before decision knew that the review had ended.

    The case stays ended; staff see both.
    """

    type = "imr.intake.signed-after-end"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    determination_version: Annotated[int, PLAIN]
    state: Annotated[Name, PLAIN]


class CaseUnchanged(OfACase, Event):
    """A command asked for a thing that is so already; nothing changed."""

    type = "imr.intake.case-unchanged"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    request: Annotated[Name, PLAIN]
    actor: Actor
    state: Annotated[Name, PLAIN]
    text: Annotated[Text, PLAIN]


class CaseAct(OfACase):
    """The fields that every act on a case has: *actor* and *reason* are for the audit trail."""

    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


def _withdraw_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 withdrew the whole application."""
    return {**data, "items": []}


class AnswerRequest(CaseAct, Command):
    """Answer the reviewer's request for information, with papers or in words alone."""

    type = "imr.intake.answer-request"
    topic = INTAKE_COMMANDS

    sent_by: Sender
    documents: Annotated[tuple[Document, ...], Field(max_length=DOCUMENTS_MAX)]
    facts: dict[int, tuple[Fact, ...]]


class WithdrawApplication(CaseAct, Command):
    """End the review: the application is withdrawn, or the dispute settled or awarded on.

    It is of *items*, which leave the review; with none named it is of all.
    """

    type = "imr.intake.withdraw-application"
    version = 2
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _withdraw_v1_to_v2}

    sent_by: Sender
    items: Annotated[tuple[Annotated[int, Field(ge=1, le=ITEMS_MAX), PLAIN], ...], Field(max_length=ITEMS_MAX)]
    ground: Annotated[Literal["withdrawn", "settled", "awarded"], PLAIN]


class AuthorizeTreatment(CaseAct, Command):
    """Drop items that the claims administrator authorised on a day; no item named means all."""

    type = "imr.intake.authorize-treatment"
    topic = INTAKE_COMMANDS

    items: Annotated[tuple[Annotated[int, Field(ge=1, le=ITEMS_MAX), PLAIN], ...], Field(max_length=ITEMS_MAX)]
    authorised_on: Annotated[Day, PLAIN]


class ResolveLiability(CaseAct, Command):
    """Tell that the dispute about liability ended, by a notice of *notified_on*."""

    type = "imr.intake.resolve-liability"
    topic = INTAKE_COMMANDS

    outcome: LiabilityOutcome
    notified_on: Annotated[Day, QUASI]
