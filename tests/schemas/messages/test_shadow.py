"""Differences between a shadow edition and the edition in force."""

import json

import pytest
from pydantic import ValidationError

from schemas.messages.shadow import AssessmentDiffered
from schemas.topics import SHADOW_EVENTS
from tests.examples import ROOT

EXAMPLE = json.loads((ROOT / "schemas/examples/imr.shadow.assessment-differed/1.json").read_bytes())


def test_differences_have_a_topic_of_their_own() -> None:
    """Differences have a topic of their own, which no deciding service reads."""
    assert SHADOW_EVENTS == AssessmentDiffered.topic


def test_a_difference_names_an_item() -> None:
    """A difference without an item is refused."""
    (items,) = [name for name, value in EXAMPLE.items() if isinstance(value, list)]

    assert AssessmentDiffered.model_validate_json(json.dumps(EXAMPLE))
    with pytest.raises(ValidationError):
        AssessmentDiffered.model_validate_json(json.dumps({**EXAMPLE, items: []}))
