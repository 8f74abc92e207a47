"""What the rules say about one item: the walk of the evidence, every criterion, what was compared, and the proposal."""

from typing import Annotated, Literal

from schemas.message import Name, Part, Text
from schemas.messages.application import Amount, Fact, Identifier
from schemas.personal import CLINICAL, PLAIN

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
    """One guideline that was considered: whether it applies, why not, and what each criterion came to.

    One *by_analogy* does not apply, for it is about another phase of the condition, and was tested because nothing else speaks.
    """

    guideline: Annotated[Identifier, PLAIN]
    citation: Annotated[Text, PLAIN]
    rank: Annotated[Identifier, PLAIN]
    applies: Annotated[bool, PLAIN]
    by_analogy: Annotated[bool, PLAIN]
    reason: Annotated[Text, CLINICAL]
    criteria: tuple[CriterionResult, ...]


class RankStep(Part):
    """One rank of the evidence order as it was asked (8 CCR 9792.21.1(a)): what it answered, and why the walk went on or ended."""

    rank: Annotated[Identifier, PLAIN]
    answer: Annotated[Literal["speaks", "silent", "rebutted", "not-reached"], PLAIN]
    reason: Annotated[Text, CLINICAL]


class UnderReview(Part):
    """What of a request is under review: all of it, what utilization review left of it, or nothing; *amount* is in *unit*.

    *used_before* counts what was given or authorised before, where that is documented.
    """

    scope: Annotated[Literal["whole", "remainder", "nothing"], PLAIN]
    requested: Annotated[Amount, CLINICAL] | None
    authorised: Annotated[Amount, CLINICAL] | None
    amount: Annotated[Amount, CLINICAL] | None
    unit: Annotated[Name, CLINICAL] | None
    used_before: Annotated[int, CLINICAL] | None
    explanation: Annotated[Text, CLINICAL]


class UnusedFact(Part):
    """A fact that was given and counts as undocumented: why, and every value with its source."""

    name: Annotated[Identifier, PLAIN]
    reason: Annotated[Text, CLINICAL]
    given: tuple[Fact, ...]


class Comparison(Part):
    """Two cited recommendations that conflict, compared by the hierarchy of evidence (8 CCR 9792.25.1).

    *decided_by* is the first of the three tests that tells them apart; *prevails* is the citation that stands, None where none does.
    """

    for_treatment: Annotated[Text, PLAIN]
    against_treatment: Annotated[Text, PLAIN]
    decided_by: Annotated[Literal["applicability", "quality", "level"], PLAIN] | None
    prevails: Annotated[Text, PLAIN] | None
    explanation: Annotated[Text, CLINICAL]


class Assessment(Part):
    """What the guidelines say about an item, by rule. *proposal* is None where nothing speaks to it.

    *requirements* are those of every request, whatever its treatment; *walk* has each rank of the evidence, *trace* each guideline.
    """

    item: Annotated[int, PLAIN]
    request: Annotated[Name, CLINICAL]
    treatment: Annotated[Identifier, CLINICAL] | None
    body_region: Annotated[Identifier, CLINICAL] | None
    body_side: Annotated[Literal["left", "right", "both"], CLINICAL] | None
    phase: Annotated[Literal["acute", "subacute", "chronic"], CLINICAL] | None
    under_review: UnderReview | None
    proposal: Outcome | None
    basis: Annotated[
        Literal["guideline", "by-analogy", "requirement", "parent-denied", "duplicate", "no-guideline"],
        PLAIN,
    ]
    requirements: tuple[CriterionResult, ...]
    walk: tuple[RankStep, ...]
    trace: tuple[GuidelineTrace, ...]
    comparison: Comparison | None
    unused_facts: tuple[UnusedFact, ...]
    not_met: tuple[Annotated[Text, CLINICAL], ...]
    undocumented: tuple[Annotated[Text, CLINICAL], ...]
    claims_administrator_guideline: Annotated[Text, PLAIN]
    reviewer_guideline: Annotated[Text, PLAIN]
    rationale: Annotated[Text, CLINICAL]
    closing: Annotated[Text, CLINICAL]
