"""Intending to serve: an event for each party, and the effect that the runtime performs once both are committed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from runtime.state import Effect
from schemas.letters import ServiceIntended
from services.letters.delivery.channel import Consignment
from services.letters.domain.parties import Serving, to_serve
from services.letters.office import Office
from services.letters.parties import as_parties
from services.letters.records import IssuedLetter, ServiceRecord

SERVE_LETTER = "serve-letter"
"""The kind of the effect."""


def servings(case_number: str, jurisdiction: str, decided_on: date, office: Office) -> list[Serving]:
    """Who is served with a letter about a determination of *decided_on*, and how."""
    rules = office.press.serving(jurisdiction, decided_on)
    return to_serve(as_parties(office.case_parties(case_number), rules.agency), rules.parties, rules.otherwise)


def intend(
    case_number: str, letter: IssuedLetter, to: Iterable[Serving], jurisdiction: str, reason: str | None, office: Office
) -> Sequence[ServiceIntended]:
    """Put a service on each party on record, and leave its sending to the runtime; its id is the idempotency key."""
    return [_intend(case_number, letter, serving, jurisdiction, reason, office) for serving in to]


def _intend(
    case_number: str, letter: IssuedLetter, serving: Serving, jurisdiction: str, reason: str | None, office: Office
) -> ServiceIntended:
    party, sha256 = serving.party, letter.pdf(serving.party.kind)
    assert sha256 is not None, "every party served has a copy"
    said: dict[str, Any] = {
        "case_number": case_number,
        "letter_version": letter.letter_version,
        "party": party.kind,
        "method": serving.method,
    }
    before = services_of(case_number, letter.letter_version, party.kind, office)
    service_id = _id(case_number, letter.letter_version, party.kind, len(before) + 1)
    consignment = Consignment(
        service_id=service_id, name=party.name, organization=party.organization, address=party.address, sha256=sha256, **said
    )
    office.services[service_id] = ServiceRecord(sha256=sha256, jurisdiction=jurisdiction, status="intended", **said)
    office.effects[service_id] = Effect(id=service_id, kind=SERVE_LETTER, subject=case_number, data=consignment.model_dump_json())
    return ServiceIntended(service_id=service_id, sha256=sha256, reason=reason, **said)


def services_of(case_number: str, letter_version: int, party: str, office: Office) -> list[ServiceRecord]:
    """Every service of this letter on *party*, the first one first."""
    found: list[ServiceRecord] = []
    while (record := office.services.get(_id(case_number, letter_version, party, len(found) + 1))) is not None:
        found.append(record)
    return found


def _id(case_number: str, letter_version: int, party: str, number: int) -> str:
    return f"{case_number}.{letter_version}.{party}.{number}"
