"""Whether a fact can be corrected: the case's status, the value, the paper."""

from dataclasses import replace
from typing import Any

import pytest

from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.domain.signing.case_status import CaseStatus
from services.decision.domain.signing.fact_correction import (
    Paper,
    reason_facts_not_correctable,
    reason_not_on_paper,
    reason_not_value,
)

OPEN = CaseStatus(drafts={"R-1": "draft"}, assessed=True)
VOCABULARY = {
    "visits": FactDefinition("visits", "int", "Visits.", "visit", "visits", 0, 500),
    "trial_failed": FactDefinition("trial_failed", "bool", "The trial failed."),
    "bought": FactDefinition("bought", "choice", "How.", choices={"rental": "a rental", "purchase": "a purchase"}),
}
PAPERS = {"note": Paper(pages=3), "letter": Paper(), "ur": Paper(kind="ur-decision"), "form": Paper(kind="form")}
IMPROVED = FactDefinition("improved", "bool", "It helped.", sources=("medical-record", "ur-decision"))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (OPEN, None),
        (replace(OPEN, deferred=True), None),
        (replace(OPEN, seats=3, signed_by=frozenset({"R-1"})), None),
        (CaseStatus(), "not-assessed"),
        (CaseStatus(drafts={"R-1": ""}), "not-assessed"),
        (replace(OPEN, drafts={}), "not-assigned"),
        (replace(OPEN, awaited=1), "second-signature-awaited"),
        (CaseStatus(version=1), "already-signed"),
        (CaseStatus(version=1, awaited=2), "already-signed"),
        (CaseStatus(ended="settled"), "case-ended"),
    ],
)
def test_facts_are_corrected_between_draft_and_signature(status: CaseStatus, code: str | None) -> None:
    """A deferred case and one whose panel is signing can be corrected, too."""
    refusal = reason_facts_not_correctable(status)

    assert code == (refusal.code if refusal else None)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("visits", 0, None),
        ("visits", 500, None),
        ("visits", 6.0, None),
        ("visits", None, None),
        ("trial_failed", False, None),
        ("bought", "purchase", None),
        ("visits", -1, 'The fact "visits" is to be between 0 and 500, not -1.'),
        ("visits", 501, 'The fact "visits" is to be between 0 and 500, not 501.'),
        ("visits", 2.5, 'The fact "visits" is to be a whole number, not "2.5".'),
        ("visits", True, 'The fact "visits" is to be a whole number, not "true".'),
        ("trial_failed", 1, 'The fact "trial_failed" is to be true or false, not "1".'),
        ("bought", "lease", 'The fact "bought" is to be one of rental and purchase, not "lease".'),
        ("visit", 6, 'The vocabulary has no fact "visit"; near it are visits.'),
        ("pain", None, 'The vocabulary has no fact "pain".'),
    ],
)
def test_a_value_fits_its_fact(name: str, value: Any, told: str | None) -> None:
    """Kind and bounds are those of the vocabulary; the sentence says what would fit."""
    refusal = reason_not_value(VOCABULARY, name, value)

    assert told == (refusal.text if refusal else None)


@pytest.mark.parametrize(
    ("document", "page", "quotation", "code"),
    [
        ("note", 3, "six visits", None),
        ("note", None, "six visits", None),
        ("letter", 900, "six visits", None),
        ("note", 4, "six visits", "no-such-page"),
        ("other", 1, "six visits", "unknown-document"),
        ("ur", 1, "six visits", "utilization-review-alone"),
        ("form", 1, "six visits", "wrong-kind-of-paper"),
        (None, None, "six visits", "paper-missing"),
        ("note", 1, None, "paper-missing"),
    ],
)
def test_a_value_stands_on_a_paper_of_the_file(
    document: str | None, page: int | None, quotation: str | None, code: str | None
) -> None:
    """The utilization review decision proves nothing by itself (8 CCR 9792.10.6(b)(2))."""
    refusal = reason_not_on_paper(IMPROVED, PAPERS, document, page, quotation)

    assert code == (refusal.code if refusal else None)


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (("medical-record",), 'The fact "improved" is read from medical-record; the document "form" is of the kind form.'),
        (("medical-record", "form"), None),
        (("ur-decision",), None),
    ],
)
def test_a_value_stands_on_a_paper_of_the_kinds_of_its_fact(sources: tuple[str, ...], told: str | None) -> None:
    """A fact of the utilization review decision only could be corrected on no paper otherwise."""
    refusal = reason_not_on_paper(replace(IMPROVED, sources=sources), PAPERS, "form", 1, "six visits")

    assert told == (refusal.text if refusal else None)
