"""An item as the form and the decision describe it."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.form.item import Fact, Item

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


FINDING = {
    "name": "pain_level",
    "value": 5,
    "source": {"document": "note", "page": 2, "dated_on": "2015-03-03"},
    "quotation": "pain of 4 to 6 of 10",
    "range": {"low": 4, "high": 6},
}


@pytest.mark.parametrize(
    "changes",
    [
        {"source": None},
        {"value": 7},
        {"value": 3.5},
        {"value": True},
        {"value": "five"},
        {"range": {"low": 6, "high": 4}},
        {"quotation": "a" * 301},
        {"quotation": ""},
    ],
)
def test_a_finding_stands_on_a_paper_and_its_range_holds_the_value(changes: dict[str, Any]) -> None:
    """A short quotation has its source; the ends of a range are in order, and belong to it."""
    for value in (4, 5, 6.0):
        assert value == Fact.model_validate_json(json.dumps({**FINDING, "value": value})).value
    with pytest.raises(ValidationError):
        Fact.model_validate_json(json.dumps({**FINDING, **changes}))


def test_a_fact_without_a_finding_is_written_as_before() -> None:
    """Digests of applications that use none of the new fields stay."""
    fact = Fact.model_validate_json(json.dumps({"name": "pain_level", "value": 5, "source": {"document": "note"}}))

    assert {"name": "pain_level", "value": 5, "unit": None, "source": {"document": "note", "page": None}} == json.loads(
        fact.model_dump_json()
    )
