"""The rule that the closing states the outcome in the heading."""

import pytest

from services.letters.prose.sentences import decision_of
from tests.services.letters.lint.mutations import found_by, with_item

UPHELD = [
    "The request is not medically necessary.",
    "The request for visits is determined to not be medically necessary.",
    "Further therapy, as written above, is not a medical necessity to the patient at this time.",
    "Medical necessity has not been established.",
    "An MRI is not medically necessary or appropriate.",
    "As the surgery is not necessary, the sling is not medically necessary.",
    "The request cannot be considered medically necessary.",
    "The request is not medically necessary. Opioids should not be stopped abruptly: speak with the treating physician.",
]
OVERTURNED = [
    "The request is medically necessary.",
    "As such, I reverse the prior decision and deem the visits to be medically necessary.",
    "As these red flags were found, this request is medically necessary.",
    "Medical necessity has been established.",
    "The requested surgical intervention is medically necessary and appropriate.",
    "The request was medically necessary, medically appropriate, and indicated.",
]


@pytest.mark.parametrize("closing", UPHELD)
def test_a_denial_that_stands(closing: str) -> None:
    """Each wording of a denial reads as upheld, and is an error under "overturned"."""
    assert decision_of(closing) == "upheld"
    assert ["error"] == [finding.severity for finding in found_by("outcome", with_item(outcome="overturned", closing=closing))]
    assert [] == found_by("outcome", with_item(outcome="upheld", closing=closing))


@pytest.mark.parametrize("closing", OVERTURNED)
def test_a_treatment_that_is_approved(closing: str) -> None:
    """Each wording of an approval reads as overturned, and is an error under "upheld"."""
    assert decision_of(closing) == "overturned"
    assert ["error"] == [finding.severity for finding in found_by("outcome", with_item(outcome="upheld", closing=closing))]
    assert [] == found_by("outcome", with_item(outcome="overturned", closing=closing))


def test_a_closing_that_decides_nothing() -> None:
    """A closing without a decision is a warning."""
    (finding,) = found_by("outcome", with_item(closing="The worker may ask again."))

    assert ("warning", "The worker may ask again.") == (finding.severity, finding.evidence)
