"""Applications of invented workers, which intake takes in like any other."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from schemas.messages.application import Application

_SUPPORTED = 0.7
"""How many of the requests are supported by their facts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The properties of an application on which the course of its case depends."""

    expedited: bool = False
    too_late: bool = False
    with_records: bool = True
    by_hand: bool = False
    for_a_surgeon: bool = False


@dataclass(frozen=True, slots=True)
class _Request:
    text: str
    treatment: str
    region: str
    amount: str
    unit: str
    supported_by: tuple[str, ...]
    """The facts with which the guideline library supports it."""


_REQUESTS: Sequence[_Request] = (
    _Request("Acupuncture, 6 visits", "acupuncture", "neck", "6", "visits", ("pain_medication_reduced_or_not_tolerated",)),
    _Request("MRI of the lumbar spine", "mri", "low-back", "1", "study", ("red_flag",)),
    _Request("Chiropractic care, 6 visits", "manual-therapy", "low-back", "6", "visits", ()),
    _Request("H-wave unit", "h-wave", "low-back", "1", "unit", ()),
    _Request("MRI of the knee", "mri", "knee", "1", "study", ("red_flag",)),
    _Request("Physical therapy, 10 visits", "physical-medicine", "shoulder", "10", "visits", ()),
)
_WITHOUT_REVIEWER = _Request("Arthroscopic surgery of the shoulder", "shoulder-surgery", "shoulder", "1", "operation", ())
"""No reviewer of the demonstration's registry is a surgeon."""

_GIVEN = ("Alex", "Bailey", "Cameron", "Drew", "Emerson", "Frankie", "Harley", "Jules", "Kai", "Logan", "Morgan", "Pat", "Quinn")
_FAMILY = ("Exampleworker", "Inventedworker", "Madeupworker", "Sampleworker", "Fictionalworker")
_ADMINISTRATORS = ("Northwind Example Claims", "Imaginary Claims Service", "Fictional Claims Partners")
_EMPLOYERS = ("Example Warehouse Works", "Invented Bakery", "Make-Believe Motors", "Sample Farms")


def invent_application(number: int, received_on: date, wanted: Wanted, chance: Random) -> Application:
    """Return the application of worker *number* that arrives on *received_on*."""
    denied_on = received_on - timedelta(days=80 if wanted.too_late else chance.randint(8, 25))
    request = _WITHOUT_REVIEWER if wanted.for_a_surgeon else chance.choice(_REQUESTS)
    fields = _fields(number, denied_on, received_on, wanted, chance)
    item = _item(request, supported=chance.random() < _SUPPORTED, with_facts=wanted.with_records)
    return Application.model_validate_json(json.dumps({**fields, "items": [item]}, default=str))


def _fields(number: int, denied_on: date, received_on: date, wanted: Wanted, chance: Random) -> dict[str, Any]:
    organization = _ADMINISTRATORS[number % len(_ADMINISTRATORS)]
    return {
        "priority": "expedited" if wanted.expedited else "standard",
        "injured_on": date(2013, 1, 2)
        + timedelta(days=number * 7 % 500),  # a day for each, so that case numbers do not depend on order
        "signature": {"signed_by": "employee", "signed_on": received_on - timedelta(days=2)},
        "employee": {
            "name": f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)} {number + 1}",
            "born_on": date(1955, 1, 1) + timedelta(days=chance.randrange(12_000)),
        },
        "employer": chance.choice(_EMPLOYERS),
        "claims_administrator": {"organization": organization, "claim_number": f"EXAMPLE-{number + 1:05}"},
        "requesting_physician": {"name": "Dana Inventedphysician", "organization": "Make-Believe Clinic"},
        "utilization_review": {
            "requested_on": denied_on - timedelta(days=5),
            "decided_on": denied_on,
            "denial_served_on": denied_on,
            "service_method": "mail",
            "organization": "Fictional Utilization Review",
        },
        "course_of_care": {"diagnoses": ["chronic pain after an injury at work"], "treatments": ["oral medication"]},
        "documents": _documents(denied_on, with_records=wanted.with_records),
        "physician_certification": {"certified_on": received_on - timedelta(days=1), "name": "Dana Inventedphysician"}
        if wanted.expedited
        else None,
        "service_addresses": _addresses(number, by_hand=wanted.by_hand),
    }


def _item(request: _Request, *, supported: bool, with_facts: bool) -> dict[str, Any]:
    source = {"document": "progress-note", "page": 1}
    facts = [{"name": name, "value": supported, "source": source} for name in request.supported_by]
    return {
        "number": 1,
        "request": request.text,
        "treatment": request.treatment,
        "body_region": request.region,
        "quantity": {"requested": request.amount, "in_dispute": request.amount, "unit": request.unit},
        "facts": facts if with_facts else [],
    }


def _documents(denied_on: date, *, with_records: bool) -> list[dict[str, Any]]:
    decision = {"id": "ur-decision", "kind": "ur-decision", "title": "Utilization review determination", "from_on": denied_on}
    note = {"id": "progress-note", "kind": "medical-record", "title": "Progress notes", "from_on": denied_on - timedelta(days=30)}
    return [decision, note] if with_records else [decision]


def _addresses(number: int, *, by_hand: bool) -> list[dict[str, Any]]:
    town = "Exampleville, CA 90000"
    return [
        {"party": "worker", "method": "hand" if by_hand else "mail", "address": f"{number + 1} Example Lane\n{town}"},
        {"party": "claims-administrator", "method": "mail", "address": f"2 Claims Road\n{town}"},
        {"party": "employer", "method": "mail", "address": f"3 Warehouse Road\n{town}"},
        {"party": "provider", "method": "mail", "address": f"4 Clinic Road\n{town}"},
    ]
