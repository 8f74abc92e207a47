"""Messages about treatments that were filed before."""

import json

import pytest
from pydantic import ValidationError

from schemas.messages.duplicates import DuplicateFound, ReverseDuplicate, SettleDuplicate
from schemas.wire.codec import read
from tests.examples import ROOT

EXAMPLES = ROOT / "schemas/examples"


def test_a_duplicate_of_version_1_has_no_evidence() -> None:
    """Nor the application, which cannot be made up."""
    found = read(DuplicateFound, 1, (EXAMPLES / DuplicateFound.type / "1.json").read_bytes())

    assert isinstance(found, DuplicateFound)
    assert ((), None, found.submission_id) == (found.items, found.submission, found.key)


def test_a_reversal_goes_to_the_lot_of_the_earlier_case() -> None:
    """There the application was screened."""
    found = read(ReverseDuplicate, 1, (EXAMPLES / ReverseDuplicate.type / "1.json").read_bytes())

    assert isinstance(found, ReverseDuplicate)
    assert ("CM15-1330001", 133) == (found.key, found.lot)


@pytest.mark.parametrize("change", [{"actor": " "}, {"reason": ""}, {"verdict": "perhaps"}, {"items": [0]}], ids=str)
def test_an_answer_has_its_author_and_its_reason(change: dict[str, object]) -> None:
    """An act of staff stays on record."""
    example = json.loads((EXAMPLES / SettleDuplicate.type / "1.json").read_text())

    with pytest.raises(ValidationError):
        SettleDuplicate.model_validate_json(json.dumps({**example, **change}))
