"""How reasons are put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.facts import FactDefinition, FactValue
from services.decision.domain.guideline import Value, Wording
from services.decision.domain.proposal import Finding
from services.decision.domain.rationale import closing, fill, rationale

VOCABULARY = {
    "visits": FactDefinition("visits", "int", "Visits.", "visit", "visits", 0, 500),
    "note": FactDefinition("note", "text", "A note."),
}


def test_order_of_a_physicians_reasons() -> None:
    """First what the guideline says, then what the file shows, what is not met, and what is not documented."""
    findings = [Finding(True, "undocumented", "D."), Finding(True, "not met", "C."), Finding(True, "met", "B.")]

    assert rationale("A.", findings) == "A. B. C. D."


@pytest.mark.parametrize(("value", "told"), [("met", True), ("not met", False), ("undocumented", False)])
def test_what_is_optional_is_told_where_it_speaks_for_the_request(value: Value, *, told: bool) -> None:
    """An optional criterion that is not met is no reason, and so is not given as one."""
    assert told == ("B." in rationale("A.", [Finding(False, value, "B.")]))


def test_a_sentence_is_said_once() -> None:
    """Two criteria with the same sentence do not repeat it."""
    assert rationale("A.", [Finding(True, "met", "B."), Finding(True, "met", "B.")]) == "A. B."


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
    """The closing names the request and says the outcome in the words of the law; without an outcome it says that."""
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
    """A wording needs its placeholders and its condition; braces in a fact's own text stay what they are."""
    few = Wording("Met by {visits}.", ("visits",), lambda known: "met" if int(known["visits"]) < 5 else "not met")

    assert expected == fill([few, Wording("With {note}.", ("note",)), Wording("Plain.")], values, VOCABULARY)


def test_a_criterion_without_a_plain_wording_is_refused() -> None:
    """If no wording can be used, that is an error and not an empty sentence."""
    with pytest.raises(ValueError, match="no wording"):
        fill([Wording("{visits}", ("visits",))], {}, VOCABULARY)


@given(st.text(max_size=300), st.sampled_from(["upheld", "overturned"]))
def test_any_request_closes_with_its_outcome(request_text: str, outcome: str) -> None:
    """Whatever the request says, the closing ends with the outcome."""
    end = "is medically necessary." if outcome == "overturned" else "is not medically necessary."

    assert closing(request_text, outcome).endswith(end)  # type: ignore[arg-type]
