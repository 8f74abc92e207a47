"""The federal notice has the contents that 45 CFR 147.136(d) requires."""

import pytest

from services.letters.printing.render import render
from tests.services.letters.sample import SAMPLES

NOTICE = SAMPLES["external-review-notice"]
TEXT = " ".join(render(NOTICE, "text").decode().split())


@pytest.mark.parametrize(
    "told",
    [
        "Date(s) of Service: 02/05/2024",
        "Health Care Provider: Example Imaging Center",
        "Claim Amount: $1,840.00",
        "Diagnosis codes: M54.16, radiculopathy, lumbar region",
        "Treatment codes: 72148, magnetic resonance imaging",
        "Reason for the denial: The plan found",
        "received the assignment on 05/06/2024 and decided on 06/10/2024",
        "- Plan document, section 4.2",
        "Coverage provisions and evidence-based standards relied on: ",
        "Principal reasons for the decision: ",
        "binds Example Health Plan and the claimant, except",
        "may be able to have this decision reviewed by a court",
        "- Example State Consumer Assistance Program, 555-0100",
        "MRI of the lumbar spine without contrast: Overturned",
    ],
)
def test_it_has_what_the_rule_wants(told: str) -> None:
    """It gives claim, dates, codes, evidence, standards, reasons, effect, remedies and help."""
    assert told in TEXT


def test_what_the_claim_does_not_have_is_left_out() -> None:
    """Claim amount, codes and assistance offices appear only where they are known."""
    bare = NOTICE.model_copy(update={"claim_amount": None, "diagnoses": (), "assistance": ()})
    text = " ".join(render(bare, "text").decode().split())

    assert ["Claim Amount", "Diagnosis codes", "HELP AND INFORMATION"] == [
        label for label in ("Claim Amount", "Diagnosis codes", "HELP AND INFORMATION") if label in TEXT and label not in text
    ]
