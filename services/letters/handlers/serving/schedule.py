"""Intending to serve: an event for each party, and the effect that the runtime performs once both are committed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from runtime.state.state import Effect
from schemas.messages.letters import ServiceIntended
from services.letters.context import Office
from services.letters.domain.parties import Serving, to_serve
from services.letters.handlers.serving.channel import Consignment
from services.letters.handlers.serving.cover import cover_letter
from services.letters.handlers.serving.parties import as_parties
from services.letters.letter import Letter
from services.letters.state import IssuedLetter, ServiceRecord

SERVE_LETTER = "serve-letter"
"""The kind of the effect."""


@dataclass(frozen=True)
class Sending:
    """A letter that is to be served: its record, what it says, under whose rules, at which instant, and why again, if it is."""

    letter: IssuedLetter
    content: Letter
    jurisdiction: str
    at: datetime
    reason: str | None


def servings(case_number: str, jurisdiction: str, decided_on: date, office: Office) -> list[Serving]:
    """Who is served with a letter about a determination of *decided_on*, and how."""
    rules = office.press.jurisdiction(jurisdiction).serving(decided_on)
    return to_serve(as_parties(office.case_parties(case_number), rules.agency), rules.parties, rules.otherwise)


async def intend(case_number: str, sending: Sending, to: Sequence[Serving], office: Office) -> Sequence[ServiceIntended]:
    """Put a service on each party on record, and leave its sending to the runtime; its id is the idempotency key."""
    covers = await asyncio.to_thread(_covers, case_number, sending, to, office)
    return [_intend(case_number, sending, serving, cover, office) for serving, cover in zip(to, covers, strict=True)]


def _covers(case_number: str, sending: Sending, to: Sequence[Serving], office: Office) -> list[str]:
    """A cover letter for each party, kept: dated the day it is to be sent."""
    jurisdiction = office.press.jurisdiction(sending.jurisdiction)
    rules, dated_on = jurisdiction.serving(sending.letter.decided_on), jurisdiction.local_date(sending.at)
    everybody = servings(case_number, sending.jurisdiction, sending.letter.decided_on, office)
    return [office.press.print_cover(cover_letter(sending.content, each, everybody, rules, dated_on)) for each in to]


def _intend(case_number: str, sending: Sending, serving: Serving, cover_sha256: str, office: Office) -> ServiceIntended:
    letter, party, sha256 = sending.letter, serving.party, sending.letter.pdf(serving.party.kind)
    assert sha256 is not None, "every party served has a copy"
    said: dict[str, Any] = {
        "case_number": case_number,
        "letter_version": letter.letter_version,
        "party": party.kind,
        "method": serving.method,
        "sha256": sha256,
    }
    before = services_of(case_number, letter.letter_version, party.kind, office)
    service_id = _id(case_number, letter.letter_version, party.kind, len(before) + 1)
    to: dict[str, Any] = {"name": party.name, "organization": party.organization, "address": party.address}
    consignment = Consignment(service_id=service_id, cover_sha256=cover_sha256, **to, **said)
    office.services[service_id] = ServiceRecord(jurisdiction=sending.jurisdiction, status="intended", **said)
    office.effects[service_id] = Effect(id=service_id, kind=SERVE_LETTER, subject=case_number, data=consignment.model_dump_json())
    return ServiceIntended(service_id=service_id, cover_sha256=cover_sha256, reason=sending.reason, **said)


def services_of(case_number: str, letter_version: int, party: str, office: Office) -> list[ServiceRecord]:
    """Every service of this letter on *party*, the first one first."""
    found: list[ServiceRecord] = []
    while (record := office.services.get(_id(case_number, letter_version, party, len(found) + 1))) is not None:
        found.append(record)
    return found


def _id(case_number: str, letter_version: int, party: str, number: int) -> str:
    return f"{case_number}.{letter_version}.{party}.{number}"
