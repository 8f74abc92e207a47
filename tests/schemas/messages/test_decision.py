"""Decision's messages: upcasting of older versions, and required fields."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.messages.decision import CaseAssessed, DeterminationSigned, OpinionSigned, SignDetermination, SignedItem
from schemas.wire.codec import read
from tests.examples import ROOT

EXAMPLES = ROOT / "schemas/examples"


def example(message_type: str, version: int) -> dict[str, Any]:
    """Return the data of a committed example."""
    data: dict[str, Any] = json.loads((EXAMPLES / message_type / f"{version}.json").read_bytes())
    return data


def test_an_assessment_of_version_1_has_no_draft_number_and_no_sources() -> None:
    """From version 1, the draft number and the sources are absent and the text is kept."""
    old = example("imr.decision.case-assessed", 1)

    message = read(CaseAssessed, 1, json.dumps(old).encode())

    assert (None, None) == (message.draft_version, message.basis)
    assert old["clinical_summary"] == message.clinical_summary
    assert [each["rationale"] for each in old["assessments"]] == [each.rationale for each in message.assessments]
    assert not any(trace.by_analogy for each in message.assessments for trace in each.trace)


def test_an_assessment_of_version_2_keeps_its_draft_number() -> None:
    """From version 2, the draft number is kept and the parts of the search are absent."""
    old = example("imr.decision.case-assessed", 2)

    message = read(CaseAssessed, 2, json.dumps(old).encode())

    assert old["draft_version"] == message.draft_version
    assert {((), ())} == {(each.walk, each.requirements) for each in message.assessments}


def test_an_assessment_of_version_3_has_no_corrections() -> None:
    """From version 3, when nobody could correct a fact, the rest is kept as it was."""
    old = example("imr.decision.case-assessed", 3)

    message = read(CaseAssessed, 3, json.dumps(old).encode())

    assert () == message.corrections
    assert old["assessments"] == [each.model_dump(mode="json") for each in message.assessments]


def test_a_determination_of_version_1_has_one_reviewer_and_no_draft() -> None:
    """A determination of version 1 has one reviewer, no draft and no second signature.

    It is neither a panel's nor a correction.
    """
    message = read(DeterminationSigned, 1, json.dumps(example("imr.decision.determination-signed", 1)).encode())

    assert ((), None, None) == (message.opinions, message.second_signature, message.reason_for_correction)
    assert {None} == {each.drafted_rationale for each in message.decisions}


@pytest.mark.parametrize("item", [0, -1])
def test_items_are_numbered_from_one(item: int) -> None:
    """Items are numbered from 1; item 0 is refused."""
    with pytest.raises(ValidationError):
        SignedItem(item=item, outcome="upheld", reason=None, rationale=None)


def test_a_signature_has_no_unknown_field() -> None:
    """A signature with an unknown field is refused, because it may be a misspelt one."""
    data = example("imr.decision.sign-determination", 1)

    assert SignDetermination.model_validate_json(json.dumps(data))
    with pytest.raises(ValidationError):
        SignDetermination.model_validate_json(json.dumps({**data, "keep_all": True}))


@pytest.mark.parametrize(("reviewers", "outstanding"), [(1, 0), (2, -1)])
def test_an_opinion_belongs_to_a_panel(reviewers: int, outstanding: int) -> None:
    """A panel has at least two reviewers and a number of outstanding opinions from 0 on."""
    data = example("imr.decision.opinion-signed", 1)

    with pytest.raises(ValidationError):
        OpinionSigned.model_validate_json(json.dumps({**data, "reviewers": reviewers, "outstanding": outstanding}))
