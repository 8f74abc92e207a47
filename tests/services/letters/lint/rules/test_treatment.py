"""The rule that the rationale is about the requested treatment."""

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
    """A rationale that mentions neither the treatment nor its body part is a warning."""
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
    """Brand, class, the guideline's word, and the body part count as the treatment."""
    assert [] == found_by("treatment", with_item(request=request_text, rationale=reasons))


def test_an_item_denied_with_its_surgery_may_be_about_the_surgery() -> None:
    """A denied item may have a rationale about the surgery it belongs to; an approved one not."""
    reasons = "As the surgery is not medically necessary,"

    assert [] == found_by("treatment", with_item(2, request="Sling", outcome="upheld", rationale=reasons))
    assert ["/items/1/rationale"] == [
        finding.place for finding in found_by("treatment", with_item(2, request="Walker", outcome="overturned", rationale=reasons))
    ]


def test_a_decision_without_a_reason_is_found_also_in_a_draft() -> None:
    """An empty rationale is an error, in a draft as well."""
    (finding,) = found_by("treatment", with_item(rationale="").model_copy(update={"draft": True}))

    assert ("error", LETTER.items[0].closing) == (finding.severity, finding.evidence)


def test_a_drafts_reasons_are_its_reviewers_to_write() -> None:
    """The rationale of a draft is not compared with the request."""
    letter = with_item(request="Singing bowls", rationale="No guideline speaks to this.")

    assert [] == found_by("treatment", letter.model_copy(update={"draft": True}))
    assert [] == found_by("treatment", with_header())
