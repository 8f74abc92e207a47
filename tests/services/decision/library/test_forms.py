"""The forms of the library's files."""

from datetime import date
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from services.decision.library.forms import CriterionForm, FactForm, GuidelineForm, InForceForm, VocabularyForm
from services.decision.library.library import HERE


@pytest.mark.parametrize(
    ("fact", "sound"),
    [
        ({"type": "bool"}, True),
        ({"type": "int", "range": (0, 9)}, True),
        ({"type": "int"}, False),
        ({"type": "number"}, False),
        ({"type": "bool", "range": (0, 9)}, False),
        ({"type": "choice", "choices": {"a": "A"}}, True),
        ({"type": "choice"}, False),
        ({"type": "text", "choices": {"a": "A"}}, False),
        ({"type": "text", "count": "visits"}, False),
        ({"type": "bool", "count": "visits"}, True),
        ({"type": "date"}, False),
    ],
)
def test_fact(fact: dict[str, Any], *, sound: bool) -> None:
    """Numbers have a range, choices their words, and only a yes-or-no fact has a count."""
    data = {"meaning": "An example of a fact.", "sources": ("medical-record",), **fact}
    if sound:
        assert FactForm.model_validate(data).type == fact["type"]
        return
    with pytest.raises(ValidationError):
        FactForm.model_validate(data)


def test_a_count_is_a_whole_number_of_the_vocabulary() -> None:
    """A yes-or-no fact whose count is not there is refused."""
    visited = {"type": "bool", "meaning": "There were visits.", "sources": ("medical-record",), "count": "visits"}
    with pytest.raises(ValidationError, match="visited: its count 'visits'"):
        VocabularyForm.model_validate({"facts": {"visited": visited}})


@pytest.mark.parametrize(("until", "sound"), [("2015-03-20", True), ("2015-03-19", False), (None, True)])
def test_in_force(until: str | None, *, sound: bool) -> None:
    """An edition that holds for one day is one; an earlier end is none."""
    text = '{"from": "2015-03-20"' + (f', "to": "{until}"' if until else "") + "}"
    if sound:
        assert InForceForm.model_validate_json(text).since.year == 2015
        return
    with pytest.raises(ValidationError, match="lies before"):
        InForceForm.model_validate_json(text)


@pytest.mark.parametrize(
    ("criterion", "reason"),
    [
        ({}, "surgery has no sentence for undocumented"),
        ({"exclusion": True, "required": False}, "an exclusion is required"),
    ],
)
def test_sentences_of_a_criterion(criterion: dict[str, Any], reason: str) -> None:
    """Every value a criterion can have has a sentence, and an exclusion decides."""
    data = {"id": "surgery", "required": True, "expression": "a", "sentences": {"met": "It is met.", "not_met": "It is not met."}}
    with pytest.raises(ValidationError, match=reason):
        CriterionForm.model_validate({**data, **criterion})


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"not_recommended": "It is not recommended."}, "has no criteria"),
        ({"held": True}, "what is only recalled is no ground of a proposal"),
    ],
)
def test_a_guideline_that_is_not_held_has_nothing_to_test(changes: dict[str, Any], problem: str) -> None:
    """It is a citation alone, and only such a one may be recalled."""
    path = HERE / "guidelines" / "odg-triptan.yaml"
    data = yaml.safe_load(path.read_text())
    data |= {"in_force": {"from": date(2013, 1, 1)}, "covers": ("triptan",), "applies_to": {"treatments": ("triptan",)}}

    assert not GuidelineForm.model_validate(data).held
    with pytest.raises(ValidationError, match=problem):
        GuidelineForm.model_validate(data | changes)
