"""Reasons on items for which no guideline was found."""

import pytest

from schemas.messages.application import Item
from tests.services.decision.assessment.test_writing import rationales


@pytest.mark.parametrize(
    ("request_text", "treatment", "expected"),
    [
        ("Norco 10/325 mg #60 and Soma 350 mg #30", None, "names more than one treatment (opioid and carisoprodol)"),
        ("Acupuncture, 6 visits", "mri", "The treatment of the request for Acupuncture, 6 visits is not certain"),
        ("MRI", None, "The guideline for MRI depends on the body region, which is not certain"),
        ("X-ray of the neck and low back", None, "the request names more than one (neck and low back)"),
    ],
)
def test_an_uncertain_request_is_not_said_to_have_no_guideline(request_text: str, treatment: str | None, expected: str) -> None:
    """The reasons say which part is not certain, where a guideline would speak."""
    (text,) = rationales(Item(number=1, request=request_text, treatment=treatment))

    assert expected in text
    assert "None of the guidelines" not in text


def test_a_request_that_nothing_addresses_says_so() -> None:
    """Where the treatment is none of the library's, no guideline addresses it."""
    (text,) = rationales(Item(number=1, request="Frobnication of the aura"))

    assert "None of the guidelines consulted addresses the request" in text
