"""Triage's messages: their partitions, and the reviewer's name."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.messages.triage import EnrolReviewer, FindReviewer, ReviewerAssigned, ReviewerRecorded
from schemas.topics import REVIEWERS
from tests.examples import ROOT


def example(name: str) -> dict[str, Any]:
    """Return the data of a committed example."""
    data: dict[str, Any] = json.loads((ROOT / f"schemas/examples/imr.triage.{name}/1.json").read_bytes())
    return data


def test_only_the_registry_carries_a_name() -> None:
    """Name and NPI are in the registry only; the pool's message has neither."""
    recorded = ReviewerRecorded.model_validate_json(json.dumps(example("reviewer-recorded")))
    names = {"name", "npi"} & ReviewerRecorded.model_fields.keys()

    assert REVIEWERS == recorded.topic
    assert {"name", "npi"} == names
    assert not names & EnrolReviewer.model_fields.keys()


def test_the_pool_is_one_place() -> None:
    """All cases of one pool go to the partition of its name."""
    message = FindReviewer.model_validate_json(json.dumps(example("find-reviewer")))

    assert (message.pool, None) == (message.key, message.lot)


def test_an_assignment_says_how_many_were_considered() -> None:
    """An assignment counts the considered reviewers with an integer."""
    data = example("reviewer-assigned")

    assert ReviewerAssigned.model_validate_json(json.dumps(data)).considered >= 1
    with pytest.raises(ValidationError):
        ReviewerAssigned.model_validate_json(json.dumps({**data, "considered": "3"}))
