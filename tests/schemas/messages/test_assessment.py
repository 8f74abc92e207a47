"""The published assessment of an item."""

import json

import pytest
from pydantic import ValidationError

from schemas.messages.assessment import Assessment
from tests.examples import ROOT

EXAMPLE = json.loads((ROOT / "schemas/examples/imr.decision.case-assessed/3.json").read_bytes())["assessments"][0]


def test_an_assessment_reads_back_the_same() -> None:
    """An assessment is read back from JSON unchanged."""
    assessment = Assessment.model_validate_json(json.dumps(EXAMPLE))

    assert EXAMPLE == assessment.model_dump(mode="json")


@pytest.mark.parametrize(("field", "value"), [("proposal", "denied"), ("proposal", "Upheld"), ("basis", "feeling")])
def test_outcomes_and_bases_are_closed_lists(field: str, value: str) -> None:
    """Outcomes and bases are closed lists; other words are refused."""
    with pytest.raises(ValidationError):
        Assessment.model_validate_json(json.dumps({**EXAMPLE, field: value}))


def test_an_item_without_a_proposal_is_allowed() -> None:
    """An item may have no proposal.

    Without an applicable guideline the reviewer starts from the evidence.
    """
    assert Assessment.model_validate_json(json.dumps({**EXAMPLE, "proposal": None})).proposal is None
