"""What decision is asked and what it publishes: assessments with their traces, signed determinations."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.application import Day, Fact, Identifier
from schemas.case import OfACase
from schemas.intake import Instant
from schemas.message import Command, Event, Name, Part, Text
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import DECISION_COMMANDS, DECISION_EVENTS
from schemas.triage import ReviewerId

Outcome = Annotated[Literal["upheld", "overturned"], CLINICAL]
"""Of an item: upheld = the denial stands, the treatment is not approved; overturned = it is approved."""

Value = Annotated[Literal["met", "not met", "undocumented"], CLINICAL]
"""Of a criterion. Silence is not failure: what the file does not say is undocumented."""


class CriterionResult(Part):
    """One criterion of a guideline: its value, the sentence for that value, and the facts it read."""

    id: Annotated[Identifier, PLAIN]
    required: Annotated[bool, PLAIN]
    expression: Annotated[Text, PLAIN]
    value: Value
    sentence: Annotated[Text, CLINICAL]
    facts: tuple[Fact, ...]
    missing: tuple[Annotated[Identifier, PLAIN], ...]


class GuidelineTrace(Part):
    """One guideline that was considered: whether it applies, why not, and what each criterion came to."""

    guideline: Annotated[Identifier, PLAIN]
    citation: Annotated[Text, PLAIN]
    rank: Annotated[Identifier, PLAIN]
    applies: Annotated[bool, PLAIN]
    reason: Annotated[Text, CLINICAL]
    criteria: tuple[CriterionResult, ...]


class Assessment(Part):
    """What the guidelines say about an item, by rule. *proposal* is None where no guideline speaks to it."""

    item: Annotated[int, PLAIN]
    request: Annotated[Name, CLINICAL]
    proposal: Outcome | None
    basis: Annotated[Literal["guideline", "parent-denied", "no-guideline"], PLAIN]
    trace: tuple[GuidelineTrace, ...]
    not_met: tuple[Annotated[Text, CLINICAL], ...]
    undocumented: tuple[Annotated[Text, CLINICAL], ...]
    claims_administrator_guideline: Annotated[Text, PLAIN]
    reviewer_guideline: Annotated[Text, PLAIN]
    rationale: Annotated[Text, CLINICAL]
    closing: Annotated[Text, CLINICAL]


class SignedItem(Part):
    """What the reviewer decides on one item. None keeps the assessment's; a changed outcome needs a reason."""

    item: Annotated[int, Field(ge=1), PLAIN]
    outcome: Outcome | None
    reason: Annotated[Text, CLINICAL] | None
    rationale: Annotated[Text, CLINICAL] | None


class SignDetermination(OfACase, Command):
    """The assigned reviewer signs every item. *items* names those with something to say; *keep_the_rest* keeps the others' assessments."""

    type = "imr.decision.sign-determination"
    topic = DECISION_COMMANDS

    reviewer_id: ReviewerId
    assessment_id: Annotated[str, PLAIN] | None
    items: tuple[SignedItem, ...]
    keep_the_rest: Annotated[bool, PLAIN]
    clinical_summary: Annotated[Text, CLINICAL] | None
    signed_at: Instant


class CaseAssessed(OfACase, Event):
    """Every item was assessed; the reviewer's draft is ready. *assessment_id* is what a signature refers to."""

    type = "imr.decision.case-assessed"
    topic = DECISION_EVENTS

    assessment_id: Annotated[str, PLAIN]
    reviewer_id: ReviewerId
    requested_on: Annotated[Day, QUASI]
    clinical_summary: Annotated[Text, CLINICAL]
    assessments: Annotated[tuple[Assessment, ...], Field(min_length=1)]


class SignatureRefused(OfACase, Event):
    """A signature that cannot stand: not the assigned reviewer, an item left open, a change without a reason, signed already."""

    type = "imr.decision.signature-refused"
    topic = DECISION_EVENTS

    reviewer_id: ReviewerId
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]


class Decision(Part):
    """What was decided on an item, with what the rules proposed beside it."""

    item: Annotated[int, PLAIN]
    request: Annotated[Name, CLINICAL]
    outcome: Outcome
    proposal: Outcome | None
    reason_for_change: Annotated[Text, CLINICAL] | None
    claims_administrator_guideline: Annotated[Text, PLAIN]
    reviewer_guideline: Annotated[Text, PLAIN]
    rationale: Annotated[Text, CLINICAL]
    closing: Annotated[Text, CLINICAL]


class DeterminationSigned(OfACase, Event):
    """All decisions of a case, signed. *signature* is `automatic` only for demonstrations and load runs: a draft, no determination."""

    type = "imr.decision.determination-signed"
    topic = DECISION_EVENTS

    determination_version: Annotated[int, Field(ge=1), PLAIN]
    assessment_id: Annotated[str, PLAIN]
    reviewer_id: ReviewerId
    signature: Annotated[Literal["reviewer", "automatic"], PLAIN]
    outcome: Annotated[Literal["uphold", "overturn", "partial overturn"], CLINICAL]
    clinical_summary: Annotated[Text, CLINICAL]
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    decided_on: Annotated[Day, QUASI]
    signed_at: Instant
