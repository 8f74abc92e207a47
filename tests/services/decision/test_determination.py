"""Determinations made from a draft and the reviewer's choices."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas.messages.assessment import Comparison, RankStep
from schemas.messages.decision import DeterminationSigned
from services.decision.assessment.draft import assessed_case, drafted_items
from services.decision.determination import default_choices, determination, digest_of, opinion
from services.decision.domain.signing.signature import Choice, decide
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import AT, CONFIG

CONFLICT = Comparison(
    for_treatment="A trial.", against_treatment="Another.", decided_by=None, prevails=None, explanation="Neither prevails."
)
CASE = assessed_case(CASE_NUMBER, ("R-1",), 1, application(), CONFIG)


def determined(*chosen: Choice, signed_at: datetime = AT) -> DeterminationSigned:
    """The determination of one reviewer with these choices."""
    own = opinion(CASE, "R-1", decide(drafted_items(CASE), chosen), None, signed_at)
    return determination(CASE_NUMBER, CASE, own, signature="reviewer", decided_on=CONFIG.local_date(signed_at))


@pytest.mark.parametrize(
    ("signed_at", "expected"),
    [
        (datetime(2015, 5, 2, 6, 59, tzinfo=UTC), date(2015, 5, 1)),
        (datetime(2015, 5, 2, 7, 0, tzinfo=UTC), date(2015, 5, 2)),
        (datetime(2015, 12, 2, 7, 59, tzinfo=UTC), date(2015, 12, 1)),
        (datetime(2015, 12, 2, 8, 0, tzinfo=UTC), date(2015, 12, 2)),
    ],
)
def test_a_determination_is_dated_where_the_law_holds(signed_at: datetime, expected: date) -> None:
    """A determination has the date in California, in summer and in winter time."""
    assert expected == determined(signed_at=signed_at).decided_on


def test_a_determination_shows_proposal_and_change() -> None:
    """Each decision shows the proposal, the draft, and the reason for a change."""
    reason = "The note of March 17 documents a return to full duty."
    signed = determined(Choice(1, "overturned", reason), Choice(2, None, None, "In my own words."))
    first, second = signed.decisions

    assert signed.outcome == "partial overturn"
    assert (first.proposal, first.outcome, first.reason_for_change) == ("upheld", "overturned", reason)
    assert (second.proposal, second.outcome, second.reason_for_change) == ("upheld", "upheld", None)
    assert (second.rationale, second.drafted_rationale) == ("In my own words.", CASE.assessments[1].rationale)
    assert first.drafted_rationale == CASE.assessments[0].rationale
    assert signed.drafted_clinical_summary == CASE.clinical_summary


def test_a_draft_without_a_reviewer_upholds_open_items() -> None:
    """Without a reviewer an open item is upheld, and its reasons say so."""
    item = application().items[0].model_copy(update={"request": "Leeches", "treatment": "leeches"})
    case = assessed_case(CASE_NUMBER, ("R-1",), 1, application(items=(item,)), CONFIG)

    assert [None] == [draft.proposal for draft in drafted_items(case)]
    assert [(1, "upheld")] == [(each.item, each.outcome) for each in default_choices(case)]
    assert "No reviewer has weighed" in str(default_choices(case)[0].reason)


@pytest.mark.parametrize(
    "change",
    [
        {"determination_version": 2},
        {"clinical_summary": "Another summary."},
        {"decided_on": date(2015, 6, 1)},
        {"decisions": (determined().decisions[0].model_copy(update={"outcome": "overturned"}), determined().decisions[1])},
        {"decisions": (determined().decisions[0].model_copy(update={"rationale": "Other reasons."}), determined().decisions[1])},
    ],
)
def test_another_text_has_another_digest(change: dict[str, Any]) -> None:
    """A change of anything that the parties read changes the digest."""
    signed = determined()

    assert digest_of(signed) == digest_of(DeterminationSigned.model_validate_json(signed.model_dump_json()))
    assert digest_of(signed) != digest_of(signed.model_copy(update=change))


@pytest.mark.parametrize(
    ("basis", "part"),
    [
        ("no-guideline", "No guideline was applied"),
        ("guideline", "No reviewer has decided on this request"),
        ("requirement", "Nothing of the request"),
    ],
)
def test_an_unsigned_item_without_a_proposal_says_why(basis: str, part: str) -> None:
    """An item waits for a guideline or another item, or is not under review."""
    first = CASE.assessments[0].model_copy(update={"proposal": None, "basis": basis})
    (choice,) = default_choices(CASE.model_copy(update={"assessments": (first,)}))

    assert part in (choice.reason or "")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"walk": (RankStep(rank="mtus", answer="not-held", reason="It speaks, and its text is not held."),)}, "consulted"),
        ({"comparison": CONFLICT}, "weighed the conflicting recommendations"),
    ],
)
def test_an_unsigned_item_names_the_evidence_that_is_open(change: dict[str, Any], part: str) -> None:
    """A guideline to consult and a conflict of evidence are told as such."""
    first = CASE.assessments[0].model_copy(update={"proposal": None, **change})
    (choice,) = default_choices(CASE.model_copy(update={"assessments": (first,)}))

    assert part in (choice.reason or "")
