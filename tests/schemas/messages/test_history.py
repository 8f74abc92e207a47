"""Imported determinations of the past."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.messages.history import DeterminationImported
from tests.examples import ROOT

PATH = ROOT / "schemas/examples/imr.history.determination-imported/1.json"


def example() -> dict[str, Any]:
    """Return the data of the committed example."""
    data: dict[str, Any] = json.loads(PATH.read_bytes())
    return data


def test_credentials_stay_in_the_letter() -> None:
    """Message and items have no field for the reviewer's licences or specialties."""
    text = json.dumps(DeterminationImported.model_json_schema())

    assert not [word for word in ("licensure", "specialt") if word in text]


def test_an_import_has_an_item() -> None:
    """A determination without an item is refused."""
    (items,) = [name for name, value in example().items() if isinstance(value, list) and value and "closing" in value[0]]

    with pytest.raises(ValidationError):
        DeterminationImported.model_validate_json(json.dumps({**example(), items: []}))
