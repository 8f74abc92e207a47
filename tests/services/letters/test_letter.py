"""The letter as data."""

import json

import pytest
from pydantic import ValidationError

from services.letters.letter import LayoutReference, Letter, layout_reference
from tests.services.letters.sample import BARE, LETTER


@pytest.mark.parametrize("letter", [LETTER, BARE])
def test_a_letter_survives_its_json(letter: Letter) -> None:
    """The JSON of a letter reads back as the same letter."""
    assert letter == Letter.model_validate_json(letter.model_dump_json())


def test_the_json_has_the_documented_names() -> None:
    """The field names of a determination are a public format."""
    written = json.loads(LETTER.model_dump_json())

    assert {
        "layout": {"id": "ca-workers-comp-2014", "version": 1},
        "review_organization": "Example Review Organization",
        "case_number": "CM26-4170023",
        "assigned_on": "2026-04-03",
        "injured_on": "2025-11-12",
        "decided_on": "2026-04-29",
        "denied_on": "2026-03-20",
        "received_on": "2026-03-31",
        "priority": "Standard",
        "draft": False,
    }.items() <= written.items()
    assert {"licensure", "licensure_text", "specialties", "specialties_text"} == written["reviewer"].keys()
    assert {
        "number",
        "request",
        "outcome",
        "claims_administrator_guideline",
        "reviewer_guideline",
        "rationale",
        "closing",
    } == written["items"][0].keys()


def test_the_header_and_the_lists_may_be_absent() -> None:
    """A historical letter without header, documents and recipients is valid."""
    written = json.loads(BARE.model_dump_json())
    needed = {"layout", "review_organization", "reviewer", "clinical_summary", "items"}

    assert Letter.model_validate_json(json.dumps({name: written[name] for name in needed})) == BARE


@pytest.mark.parametrize(
    "wrong",
    [
        {"reviewer_name": "Dr. Robin Example"},
        {"items": []},
        {"priority": "standard"},
        {"clinical_summary": "a bell \u0007"},
        {"layout": {"id": "../../secrets", "version": 1}},
    ],
    ids=["a reviewer's name", "no items", "another priority", "a control character", "a path as a layout"],
)
def test_forbidden_contents_are_refused(wrong: dict[str, object]) -> None:
    """A reviewer's name, an empty decision, control characters and paths are refused."""
    written = json.loads(LETTER.model_dump_json())

    with pytest.raises(ValidationError):
        Letter.model_validate_json(json.dumps({**written, **wrong}))


def test_a_layout_reference_is_one_word() -> None:
    """A layout's id and version make one word that reads back."""
    reference = LayoutReference(id="ca-workers-comp-2014", version=1)

    assert str(reference) == "ca-workers-comp-2014@1"
    assert reference == layout_reference("ca-workers-comp-2014@1")
