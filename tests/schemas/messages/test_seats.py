"""Messages about the reviewers of a case."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.lots import lot_of_case
from schemas.messages.seats import CaseReturned, ConvenePanel, ReturnCase
from schemas.topics import DECISION_COMMANDS, DECISION_EVENTS
from tests.examples import ROOT


def example(name: str) -> dict[str, Any]:
    """Return the data of a committed example."""
    data: dict[str, Any] = json.loads((ROOT / f"schemas/examples/imr.decision.{name}/1.json").read_bytes())
    return data


def test_a_return_is_placed_with_its_case() -> None:
    """The command to return a case and its event go to the partition of the case."""
    command = ReturnCase.model_validate_json(json.dumps(example("return-case")))
    event = CaseReturned.model_validate_json(json.dumps(example("case-returned")))

    assert (DECISION_COMMANDS, DECISION_EVENTS) == (command.topic, event.topic)
    assert command.case_number == command.key
    assert lot_of_case(command.case_number) == command.lot


@pytest.mark.parametrize("ground", ["tired", "", None])
def test_a_return_has_one_of_three_grounds(ground: str | None) -> None:
    """There are three grounds to return a case; others are refused."""
    with pytest.raises(ValidationError):
        ReturnCase.model_validate_json(json.dumps({**example("return-case"), "ground": ground}))


@pytest.mark.parametrize("reviewers", [0, 1])
def test_a_panel_has_several_reviewers(reviewers: int) -> None:
    """A panel of one reviewer is refused."""
    with pytest.raises(ValidationError):
        ConvenePanel.model_validate_json(json.dumps({**example("convene-panel"), "reviewers": reviewers}))
