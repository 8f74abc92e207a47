"""The assessment of one item: evidence search, criteria, comparison and proposal."""

from typing import Annotated, Literal

from schemas.message import Name, Part, Text
from schemas.messages.application import Amount, Fact, Identifier
from schemas.personal import CLINICAL, PLAIN

Outcome = Annotated[Literal["upheld", "overturned"], CLINICAL]
"""The outcome of an item.

Upheld: the denial stands and the treatment is not approved. Overturned: it is approved.
"""

Value = Annotated[Literal["met", "not met", "undocumented"], CLINICAL]
"""The value of a criterion.

A fact missing from the case file makes it undocumented, not unmet.
"""


class CriterionResult(Part):
    """One criterion of a guideline.

    Its value, the sentence for that value, and the facts it read.
    """

    id: Annotated[Identifier, PLAIN]
    required: Annotated[bool, PLAIN]
    expression: Annotated[Text, PLAIN]
    value: Value
    sentence: Annotated[Text, CLINICAL]
    facts: tuple[Fact, ...]
    missing: tuple[Annotated[Identifier, PLAIN], ...]


class GuidelineTrace(Part):
    """One guideline that was considered.

    Whether it applies, the reason, and its criteria's results.

    A guideline *by_analogy* does not apply, because it is about another phase of the condition; it
    was tested because no other speaks.
    """

    guideline: Annotated[Identifier, PLAIN]
    citation: Annotated[Text, PLAIN]
    rank: Annotated[Identifier, PLAIN]
    applies: Annotated[bool, PLAIN]
    by_analogy: Annotated[bool, PLAIN]
    reason: Annotated[Text, CLINICAL]
    criteria: tuple[CriterionResult, ...]


class RankStep(Part):
    """One rank of the evidence order (8 CCR 9792.21.1(a)).

    Its answer, and why the search went on or ended.
    """

    rank: Annotated[Identifier, PLAIN]
    answer: Annotated[Literal["speaks", "not-held", "silent", "rebutted", "not-reached"], PLAIN]
    reason: Annotated[Text, CLINICAL]


class UnderReview(Part):
    """The part of a request under review.

    All, the remainder after utilization review, or nothing.

    *amount* is in *unit*. *used_before* counts earlier treatments and authorisations, where they
    are documented.
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
    """Two conflicting recommendations and the one that prevails (8 CCR 9792.25.1).

    They are compared by the hierarchy of evidence. *decided_by* is the first of the three tests
    that tells them apart; *prevails* is the citation that stands, None where none does.
    """

    for_treatment: Annotated[Text, PLAIN]
    against_treatment: Annotated[Text, PLAIN]
    decided_by: Annotated[Literal["applicability", "quality", "level"], PLAIN] | None
    prevails: Annotated[Text, PLAIN] | None
    explanation: Annotated[Text, CLINICAL]


class Assessment(Part):
    """The guidelines' answer on an item, by rule.

    *proposal* is None where no guideline speaks.

    *requirements* are those of every request; *walk* has each rank of the evidence, *trace* each
    guideline.
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
