"""Commands to decision and its events.

Assessments, signatures, determinations, corrections.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Command, Event, Name, Part, Text
from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Day, Identifier
from schemas.messages.assessment import Assessment, Outcome
from schemas.messages.intake import Instant
from schemas.messages.triage import ReviewerId
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import DECISION_COMMANDS, DECISION_EVENTS

CaseOutcome = Annotated[Literal["uphold", "overturn", "partial overturn"], CLINICAL]
"""Of a case, which follows from its items."""


class SignedItem(Part):
    """The reviewer's decision on one item.

    None keeps the assessment's; a changed outcome needs a reason.
    """

    item: Annotated[int, Field(ge=1), PLAIN]
    outcome: Outcome | None
    reason: Annotated[Text, CLINICAL] | None
    rationale: Annotated[Text, CLINICAL] | None


class SignDetermination(OfACase, Command):
    """The assigned reviewer signs every item.

    *items* names those with changes; *keep_the_rest* keeps the other assessments.
    """

    type = "imr.decision.sign-determination"
    topic = DECISION_COMMANDS

    reviewer_id: ReviewerId
    assessment_id: Annotated[str, PLAIN] | None
    items: tuple[SignedItem, ...]
    keep_the_rest: Annotated[bool, PLAIN]
    clinical_summary: Annotated[Text, CLINICAL] | None
    signed_at: Instant


class CountersignDetermination(OfACase, Command):
    """A second person signs after the reviewer, or declines with a reason.

    Used where the jurisdiction asks for two signatures.
    """

    type = "imr.decision.countersign-determination"
    topic = DECISION_COMMANDS

    reviewer_id: ReviewerId
    determination_version: Annotated[int, Field(ge=1), PLAIN]
    agrees: Annotated[bool, PLAIN]
    reason: Annotated[Text, CLINICAL] | None
    signed_at: Instant


class Basis(Part):
    """The sources of an assessment, enough to derive it again.

    Case file, guidelines, evidence order, program.
    """

    file_digest: Annotated[str, PLAIN]
    library_digest: Annotated[str, PLAIN]
    evidence_order: tuple[Annotated[Identifier, PLAIN], ...]
    program_version: Annotated[Name, PLAIN]


def _case_assessed_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had neither the draft's number nor its sources."""
    return {**data, "draft_version": None, "basis": None}


def _case_assessed_v2_to_v3(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 recorded the guidelines, and of the steps before and beside them nothing."""
    return {**data, "assessments": [_assessment_with_silence(each) for each in data["assessments"]]}


def _assessment_with_silence(data: dict[str, Any]) -> dict[str, Any]:
    unknown = dict.fromkeys(("treatment", "body_region", "body_side", "phase", "under_review", "comparison"))
    trace = [{**each, "by_analogy": False} for each in data["trace"]]
    return {**data, **unknown, "trace": trace, "requirements": [], "walk": [], "unused_facts": []}


def _case_assessed_v3_to_v4(data: dict[str, Any]) -> dict[str, Any]:
    """In version 3 nobody could correct a fact."""
    return {**data, "corrections": []}


class CaseAssessed(OfACase, Event):
    """Every item was assessed; the reviewer's draft is ready.

    A signature refers to *assessment_id*. On a panel each reviewer gets one, with the same
    assessments. *draft_version* counts the drafts of a case; it and *basis* are None where version
    1 did not hold them. *corrections* are the facts that people corrected; the assessment rests on
    the file that *basis* names, with these in place of its own.
    """

    type = "imr.decision.case-assessed"
    version = 4
    topic = DECISION_EVENTS
    upcasters: ClassVar = {1: _case_assessed_v1_to_v2, 2: _case_assessed_v2_to_v3, 3: _case_assessed_v3_to_v4}

    draft_version: Annotated[int, Field(ge=1), PLAIN] | None
    basis: Basis | None
    assessment_id: Annotated[str, PLAIN]
    reviewer_id: ReviewerId
    requested_on: Annotated[Day, QUASI]
    clinical_summary: Annotated[Text, CLINICAL]
    assessments: Annotated[tuple[Assessment, ...], Field(min_length=1)]
    corrections: tuple[CorrectedFact, ...]


class SignatureRefused(OfACase, Event):
    """A signature was refused.

    The signer is not the assigned reviewer, an item is left undecided, an outcome is changed
    without a reason, or the case is already signed.
    """

    type = "imr.decision.signature-refused"
    topic = DECISION_EVENTS

    reviewer_id: ReviewerId
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]


class RequestRefused(OfACase, Event):
    """A command about a case that is refused.

    A second signature, a correction of a determination or a fact, a return or a panel.

    *request* is the command's type; *actor* is None where it names no reviewer.
    """

    type = "imr.decision.request-refused"
    topic = DECISION_EVENTS

    request: Annotated[Name, PLAIN]
    actor: ReviewerId | None
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]


class Decision(Part):
    """The decision on an item, beside the rules' proposal.

    *drafted_rationale* is the draft's text, whether it was kept or rewritten; None where version 1
    did not hold it.
    """

    item: Annotated[int, PLAIN]
    request: Annotated[Name, CLINICAL]
    outcome: Outcome
    proposal: Outcome | None
    reason_for_change: Annotated[Text, CLINICAL] | None
    claims_administrator_guideline: Annotated[Text, PLAIN]
    reviewer_guideline: Annotated[Text, PLAIN]
    rationale: Annotated[Text, CLINICAL]
    drafted_rationale: Annotated[Text, CLINICAL] | None
    closing: Annotated[Text, CLINICAL]


class Opinion(Part):
    """One reviewer's own determination on a panel.

    It goes out with the panel's (LC 4610.6(e), (f)).
    """

    reviewer_id: ReviewerId
    assessment_id: Annotated[str, PLAIN]
    outcome: CaseOutcome
    clinical_summary: Annotated[Text, CLINICAL]
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    signed_at: Instant


class OpinionSigned(OfACase, Event):
    """A reviewer of a panel signed; the determination follows when all of them have."""

    type = "imr.decision.opinion-signed"
    topic = DECISION_EVENTS

    opinion: Opinion
    reviewers: Annotated[int, Field(ge=2), PLAIN]
    outstanding: Annotated[int, Field(ge=0), PLAIN]


class SecondSignature(Part):
    """Who signed beside the reviewer, and when."""

    reviewer_id: ReviewerId
    signed_at: Instant


class Determined(OfACase):
    """All decisions of a case as one version.

    *reason_for_correction* is None for the first; *opinions* are those of a panel.
    """

    determination_version: Annotated[int, Field(ge=1), PLAIN]
    reason_for_correction: Annotated[Text, CLINICAL] | None
    assessment_id: Annotated[str, PLAIN]
    reviewer_id: ReviewerId
    signature: Annotated[Literal["reviewer", "automatic"], PLAIN]
    outcome: CaseOutcome
    clinical_summary: Annotated[Text, CLINICAL]
    drafted_clinical_summary: Annotated[Text, CLINICAL] | None
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    opinions: tuple[Opinion, ...]
    decided_on: Annotated[Day, QUASI]
    signed_at: Instant


class SecondSignatureAwaited(Determined, Event):
    """The reviewer signed, and a second signature is required before the case is determined."""

    type = "imr.decision.second-signature-awaited"
    topic = DECISION_EVENTS


class SecondSignatureDeclined(OfACase, Event):
    """The second person declined: the reviewer may sign again, with or without changes."""

    type = "imr.decision.second-signature-declined"
    topic = DECISION_EVENTS

    reviewer_id: ReviewerId
    determination_version: Annotated[int, Field(ge=1), PLAIN]
    reason: Annotated[Text, CLINICAL]


def _determination_signed_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew one reviewer, one version, and no draft beside the reviewer's text."""
    return {
        **data,
        "reason_for_correction": None,
        "drafted_clinical_summary": None,
        "decisions": [{**decision, "drafted_rationale": None} for decision in data["decisions"]],
        "opinions": [],
        "second_signature": None,
    }


class DeterminationSigned(Determined, Event):
    """The decisions on all items of a case were signed; a correction is a new version.

    *signature* is `automatic` only for demonstrations and load runs: a draft, no determination.
    """

    type = "imr.decision.determination-signed"
    version = 2
    topic = DECISION_EVENTS
    upcasters: ClassVar = {1: _determination_signed_v1_to_v2}

    second_signature: SecondSignature | None

    def is_former(self, set_aside: int) -> bool:
        """Whether it is of a review that a court set aside, or a correction of such a one.

        *set_aside* is the newest determination that no longer holds (LC 4610.6(i)).
        """
        return self.reason_for_correction is not None or self.determination_version <= set_aside


class CorrectDetermination(OfACase, Command):
    """The reviewer corrects a determination.

    *corrected* is the newest version, whole; *items* and *clinical_summary* are the changes.
    """

    type = "imr.decision.correct-determination"
    topic = DECISION_COMMANDS

    reviewer_id: ReviewerId
    corrected: DeterminationSigned
    reason: Annotated[Text, CLINICAL]
    items: tuple[SignedItem, ...]
    clinical_summary: Annotated[Text, CLINICAL] | None
    signed_at: Instant
