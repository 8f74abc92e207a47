"""The command that corrects a fact, and the record of it."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.messages.acts.fact_corrections import CorrectedFact, CorrectFact
from tests.schemas.messages.test_decision import example


def command(**changes: Any) -> CorrectFact:
    """Return the committed example with *changes*, as it is read from a topic."""
    said = {**example("imr.decision.correct-fact", 2), "range": None}
    return CorrectFact.model_validate_json(json.dumps({**said, **changes}))


@pytest.mark.parametrize("value", [True, 6, 2.5, "rental", None])
def test_a_value_keeps_its_kind(value: Any) -> None:
    """Yes or no, a whole number, a number, text, and none at all: true is never 1."""
    read = command(value=value).value

    assert (type(value), value) == (type(read), read)


@pytest.mark.parametrize(("field", "value"), [("item", 0), ("item", 201), ("page", 0), ("fact", "a fact"), ("reason", " ")])
def test_a_command_out_of_bounds_is_refused(field: str, value: Any) -> None:
    """Items and pages begin at 1, a fact is an identifier, and a reason is more than blanks."""
    with pytest.raises(ValidationError):
        command(**{field: value})


def test_a_range_holds_the_corrected_value() -> None:
    """A range that a paper gives is refused where the value is outside it, or no number."""
    assert command(value=6, range={"low": 4, "high": 6}).range is not None
    for value in (3, True, None):
        with pytest.raises(ValidationError):
            command(value=value, range={"low": 4, "high": 6})


def test_the_record_holds_what_the_command_said() -> None:
    """The committed examples of the command and of the assessment tell of one correction."""
    said = example("imr.decision.correct-fact", 1)
    (recorded,) = example("imr.decision.case-assessed", 4)["corrections"]
    record = CorrectedFact.model_validate_json(json.dumps(recorded))

    assert record.source is not None
    assert (said["document"], said["page"]) == (record.source.document, record.source.page)
    assert {name: said[name] for name in ("item", "fact", "value", "quotation", "reason", "actor")} == {
        name: recorded[name] for name in ("item", "fact", "value", "quotation", "reason", "actor")
    }
