"""An item as the form and the decision describe it."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.form.item import Item

DRUG: dict[str, Any] = {
    "number": 1,
    "request": "Tramadol 50 mg, 60 tablets",
    "codes": [{"system": "ndc", "code": "00093-0058-01"}],
    "dose": "one tablet twice a day",
    "strength": "50 mg",
    "dosage_form": "tablet",
    "frequency": "twice a day",
    "duration": "30 days",
    "refills": 2,
    "days_supply": 30,
    "review_kind": "prospective",
    "formulary_status": "non-exempt",
    "utilization_review_decision": "denied",
}


def item(**fields: Any) -> Item:
    """Return the drug with *fields*."""
    return Item.model_validate_json(json.dumps({**DRUG, **fields}))


def test_a_drug_is_described_as_prescribed() -> None:
    """Dose, strength, form, refills and days of supply are fields."""
    assert DRUG.items() <= json.loads(item().model_dump_json()).items()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("refills", -1),
        ("days_supply", 0),
        ("rental_or_purchase", "lease"),
        ("review_kind", "later"),
        ("date_of_service", "2019-02-30"),
        ("formulary_status", "preferred"),
        ("utilization_review_decision", "maybe"),
        ("dosis", "one"),
        ("codes", [{"system": "cpt", "code": "971"}]),
    ],
)
def test_what_the_form_does_not_know_is_refused(field: str, value: Any) -> None:
    """A value outside the form, or a misspelt field, is refused with its name."""
    with pytest.raises(ValidationError, match=field):
        item(**{field: value})
