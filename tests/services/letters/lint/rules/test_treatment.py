"""Reasons about the treatment that was asked for."""

import pytest

from tests.services.letters.lint.mutations import found_by, with_header, with_item
from tests.services.letters.sample import LETTER

SPINE_WORDS = "Imaging of the lumbar spine is for those with red flags, and there are none."


@pytest.mark.parametrize(
    ("request_text", "reasons"),
    [
        ("Massage therapy, 6 visits", SPINE_WORDS),
        ("Norco 10/325 mg #60", "The guideline supports a trial of visits when the trial has brought improvement."),
        ("Urine drug testing", "Surgery is for those whom conservative care has failed."),
        ("Sling", "The guideline supports opioids for a short time."),
        ("Transportation to all appointments", SPINE_WORDS),
        ("MRI of the left knee", "The guideline supports massage beside exercise."),
    ],
)
def test_reasons_about_something_else_are_found(request_text: str, reasons: str) -> None:
    """They mention neither the treatment nor the body part."""
    letter = with_item(request=request_text, rationale=reasons, closing="The request is not medically necessary.")

    assert [("warning", "/items/0/rationale")] == [(finding.severity, finding.place) for finding in found_by("treatment", letter)]


@pytest.mark.parametrize(
    ("request_text", "reasons"),
    [
        ("Chiropractic, 6 visits", "The MTUS supports manual therapy as an option."),
        ("Norco 10/325 mg #60", "Opioids are for a short time."),
        ("MRI of the left knee", "The knee has not been treated."),
        ("MRI of the left knee", "Special studies are for those with red flags."),
        ("Sit-stand workstation", "A work station of another height helps."),
        ("Singing bowls", "No study supports a singing bowl."),
    ],
)
def test_other_names_of_the_treatment_are_its_names(request_text: str, reasons: str) -> None:
    """Brand and class, the guideline's word for it, or its body part."""
    assert [] == found_by("treatment", with_item(request=request_text, rationale=reasons))


def test_what_falls_with_a_surgery_is_about_the_surgery() -> None:
    """The sling of a denied surgery needs no reasons of its own."""
    reasons = "As the surgery is not medically necessary,"

    assert [] == found_by("treatment", with_item(2, request="Sling", outcome="upheld", rationale=reasons))
    assert ["/items/1/rationale"] == [
        finding.place for finding in found_by("treatment", with_item(2, request="Walker", outcome="overturned", rationale=reasons))
    ]


def test_a_decision_without_a_reason_is_found_also_in_a_draft() -> None:
    """Nothing stands before the closing."""
    (finding,) = found_by("treatment", with_item(rationale="").model_copy(update={"draft": True}))

    assert ("error", LETTER.items[0].closing) == (finding.severity, finding.evidence)


def test_a_drafts_reasons_are_its_reviewers_to_write() -> None:
    """No reviewer has weighed the evidence yet."""
    letter = with_item(request="Singing bowls", rationale="No guideline speaks to this.")

    assert [] == found_by("treatment", letter.model_copy(update={"draft": True}))
    assert [] == found_by("treatment", with_header())
