"""The proposals of the rules compared with the decisions of reviewers."""

from typing import Any

from services.decision.analysis.agreement import NO_DATE, NOT_ONE_OUTCOME, Compared, compare_cases, figures_of, halves
from services.decision.analysis.decided_cases import DecidedCase
from services.decision.assessment.config import rules_of

RULES = rules_of("ca-workers-comp")
DATES = {"injury": "2016-10-11", "ur_denial": "2016-12-06"}


def compared(*items: dict[str, Any], **case: Any) -> tuple[Compared, ...]:
    """The items of one case, compared."""
    return compare_cases([DecidedCase.model_validate({"dates": DATES, "items": items, **case})], RULES)


def test_an_item_that_agrees_needs_no_reason() -> None:
    """The proposal, the guideline it rests on, and no reason for a difference."""
    (item,) = compared({"request": "MRI right knee", "decision": "upheld", "key_facts": ["no instability"]})

    assert item.agrees
    assert (item.proposed, item.guideline, item.reason) == ("upheld", "acoem-2004-knee-mri", None)


def test_a_difference_has_its_reason() -> None:
    """The reason names a missing rule, that no fact is missing, or that no guideline applies."""
    missing, nothing_missing, silent = compared(
        {"request": "MRI right knee", "decision": "overturned", "key_facts": ["effusion"]},
        {"request": "MRI left knee", "decision": "upheld", "key_facts": ["effusion", "therapy had failed"]},
        {"request": "Sauna", "decision": "upheld"},
    )

    assert "Not documented: The records do not document that conservative treatment" in (missing.reason or "")
    assert "Everything the guideline asks for is met" in (nothing_missing.reason or "")
    assert "No guideline" in (silent.reason or "")


def test_what_cannot_be_compared_is_left_out() -> None:
    """An item without a date has no edition, and one decided in parts no single outcome."""
    undated = compared({"request": "MRI knee", "decision": "upheld"}, dates={"injury": "1997-10"})
    in_parts = compared({"request": "MRI knee", "decision": "mixed"})

    assert [NO_DATE, NOT_ONE_OUTCOME] == [each.left_out for each in (*undated, *in_parts)]
    assert figures_of((*undated, *in_parts)).items == 0


def test_halves_are_of_cases() -> None:
    """The items of one case stay together."""
    cases = [
        DecidedCase.model_validate(
            {"case_number": f"CM16-000000{number}", "dates": DATES, "items": [{"request": "EKG", "decision": "upheld"}] * 2}
        )
        for number in range(3)
    ]
    first, second = halves(compare_cases(cases, RULES))

    assert (len(first), len(second)) == (4, 2)
    assert set() == {each.case for each in first} & {each.case for each in second}
