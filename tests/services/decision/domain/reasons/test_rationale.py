"""Rationales and closings."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Phase, Value, Wording
from services.decision.domain.reasons.proposal import Finding
from services.decision.domain.reasons.rationale import (
    Condition,
    Guidance,
    Reasons,
    Told,
    by_analogy,
    closing,
    denial_alone,
    fill,
    rationale,
)
from terms.law_words import PLAIN

VOCABULARY = {
    "visits": FactDefinition("visits", "int", "Visits.", "visit", "visits", 0, 500),
    "note": FactDefinition("note", "text", "A note."),
}


GUIDANCE = Guidance("example-2009", "A.", "Example (2009).")


def test_order_of_a_physicians_reasons() -> None:
    """The parts of a rationale come in a physician's order."""
    reasons = Reasons(
        findings=[Finding(True, "undocumented", "D."), Finding(True, "not met", "C."), Finding(True, "met", "B.")],
        condition=Condition("chronic", "low-back", None, ["back pain"], 400),
        disputed="Six are in dispute.",
        guidance=GUIDANCE,
        remarks=["Two studies conflict."],
        another_answer="Fewer would do.",
        caution="Do not stop abruptly.",
    )

    assert rationale(reasons) == (
        "The condition of the low back (back pain) was chronic when the treatment was requested, 13 months after the onset. Six are "
        "in dispute. A. Two studies conflict. B. However, C. D. Fewer would do. Do not stop abruptly."
    )


def test_a_letter_says_nothing_twice() -> None:
    """For a second request of one letter, condition, rule and caution are not told again."""
    told = Told()
    reasons = Reasons(
        findings=[Finding(True, "undocumented", "D.")],
        condition=Condition("chronic"),
        guidance=GUIDANCE,
        remarks=[denial_alone(PLAIN)],
        caution="Do not stop abruptly.",
    )
    texts = [rationale(replace(reasons, request=each), told) for each in ("Norco", "Percocet")]

    assert "The request for Percocet falls under the same recommendation as the one for Norco. D." == texts[1]
    assert texts[0] == rationale(reasons)
    again = rationale(replace(reasons, request="Norco"), told)
    assert again.startswith("The request for Norco falls under the same recommendation as the earlier one of the same words.")


@pytest.mark.parametrize(
    ("phase", "expected"), [("acute", "none addresses an acute one"), ("subacute", "none addresses a subacute one")]
)
def test_a_recommendation_for_another_phase(phase: Phase, expected: str) -> None:
    """A chapter on another phase is used by analogy, and the reasons say so."""
    assert expected in by_analogy(["chronic"], phase, "Norco #20")


def test_a_request_on_the_day_of_the_injury() -> None:
    """A time of no days is told in words."""
    assert rationale(Reasons(condition=Condition("acute", days=0))).endswith("requested, on the day of the onset.")


@pytest.mark.parametrize(("value", "told"), [("met", True), ("not met", False), ("undocumented", False)])
def test_what_is_optional_is_told_where_it_speaks_for_the_request(value: Value, *, told: bool) -> None:
    """An unmet optional criterion is not given as a reason."""
    assert told == ("B." in rationale(Reasons([Finding(False, value, "B.")])))


def test_a_sentence_is_said_once() -> None:
    """A sentence that two criteria share appears once."""
    assert rationale(Reasons([Finding(True, "met", "B."), Finding(True, "met", "B.")])) == "B."


@pytest.mark.parametrize(
    ("region", "side", "expected"),
    [
        (None, None, "The condition was acute"),
        (None, "left", "The condition was acute"),
        ("knee", "left", "The condition of the left knee was acute"),
        ("knee", "both", "The condition of the knee on both sides was acute"),
        ("low-back", None, "The condition of the low back was acute"),
        ("forearm-wrist-hand", "right", "The condition of the right forearm, wrist, or hand was acute"),
    ],
)
def test_the_condition(region: str | None, side: str | None, expected: str) -> None:
    """Region and side are named if they are known."""
    assert rationale(Reasons(condition=Condition("acute", region, side))).startswith(expected)


def test_a_long_history_is_cut() -> None:
    """The first ten phrases are named and the others counted."""
    told = rationale(Reasons(condition=Condition("chronic", diagnoses=[f"pain {number}" for number in range(12)])))

    assert "pain 9, and 2 more)" in told


@pytest.mark.parametrize(
    ("request_text", "outcome", "expected"),
    [
        (
            "Chiropractic, 6 visits",
            "upheld",
            "For these reasons, the request for Chiropractic, 6 visits is not medically necessary.",
        ),
        ("an MRI. ", "overturned", "For these reasons, the request for an MRI is medically necessary."),
        ("an\nMRI", "overturned", "For these reasons, the request for an MRI is medically necessary."),
        ("{visits}", "upheld", "For these reasons, the request for {visits} is not medically necessary."),
        ("an MRI", None, "The request for an MRI awaits the reviewer's decision."),
    ],
)
def test_closing(request_text: str, outcome: str, expected: str) -> None:
    """The closing names the request and its outcome in the words of the law, or its absence."""
    assert expected == closing(request_text, outcome)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"visits": 3, "note": "x"}, "Met by 3 visits."),
        ({"visits": 1}, "Met by 1 visit."),
        ({"note": "x"}, "With x."),
        ({"note": "{visits}"}, "With {visits}."),
        ({}, "Plain."),
        ({"visits": 9}, "Plain."),
    ],
)
def test_fill_takes_the_first_wording_that_is_documented(values: dict[str, FactValue], expected: str) -> None:
    """A wording is used if its placeholders and condition hold; braces in values are kept."""
    few = Wording("Met by {visits}.", ("visits",), lambda known: "met" if int(known["visits"]) < 5 else "not met")

    assert expected == fill([few, Wording("With {note}.", ("note",)), Wording("Plain.")], values, VOCABULARY)


def test_a_criterion_without_a_plain_wording_is_refused() -> None:
    """It is an error, not an empty sentence, if no wording can be used."""
    with pytest.raises(ValueError, match="no wording"):
        fill([Wording("{visits}", ("visits",))], {}, VOCABULARY)


@given(st.text(max_size=300), st.sampled_from(["upheld", "overturned"]))
def test_any_request_closes_with_its_outcome(request_text: str, outcome: str) -> None:
    """The closing of any request ends with the outcome."""
    end = "is medically necessary." if outcome == "overturned" else "is not medically necessary."

    assert closing(request_text, outcome).endswith(end)  # type: ignore[arg-type]
