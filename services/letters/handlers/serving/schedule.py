"""Schedule service: for each party a cover letter, an event and an effect.

The runtime performs the effect after the commit.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jurisdictions.model import ServiceOfProcess
from runtime.state.state import Effect
from schemas.messages.letters import ServiceIntended
from services.letters.context import Context
from services.letters.domain.parties import PartyToServe, to_serve
from services.letters.handlers.serving.channel import Consignment
from services.letters.handlers.serving.parties import as_parties
from services.letters.letter import Letter, layout_reference
from services.letters.notices import Addressee, CoveredItem, CoverLetter
from services.letters.state import NO_PARTIES, IssuedLetter, ServiceOnParty

SERVE_LETTER = "serve-letter"
"""The kind of the effect."""

_ROLES = {
    "worker": "employee",
    "attorney": "for the employee",
    "claims-administrator": "claims administrator",
    "employer": "employer",
    "provider": "requesting physician",
    "agency": "agency",
}


@dataclass(frozen=True)
class Sending:
    """An issued letter to be served on *parties*; *reason* is given when it is served again."""

    letter: IssuedLetter
    content: Letter
    jurisdiction: str
    parties: Sequence[PartyToServe]
    at: datetime
    reason: str | None


def parties_to_serve(case_number: str, jurisdiction: str, decided_on: date, context: Context) -> list[PartyToServe]:
    """Return the parties served with a determination of *decided_on*, each with its method."""
    rules = context.maker.jurisdiction(jurisdiction).serving(decided_on)
    known = as_parties(context.parties.get(case_number, NO_PARTIES), rules.agency)
    return to_serve(known, rules.parties, rules.otherwise)


async def schedule(case_number: str, sending: Sending, to: Sequence[PartyToServe], context: Context) -> Sequence[ServiceIntended]:
    """Schedule service on each party of *to*; the service id is the channel's idempotency key."""
    covers = await asyncio.to_thread(_print_covers, sending, to, context)
    return [_schedule(case_number, sending, each, cover, context) for each, cover in zip(to, covers, strict=True)]


def services_on(case_number: str, letter_version: int, party: str, context: Context) -> list[ServiceOnParty]:
    """Return every service of this letter on *party*, in their order."""
    found: list[ServiceOnParty] = []
    while (known := context.services.get(service_id(case_number, letter_version, party, len(found) + 1))) is not None:
        found.append(known)
    return found


def cover_letter(
    letter: Letter, to: PartyToServe, parties: Sequence[PartyToServe], rules: ServiceOfProcess, dated_on: date
) -> CoverLetter:
    """Return the cover of *letter* for one party: decisions, effect, appeal and recipients.

    It gives no reasons, so the employer's cover is like the others.
    """
    assert letter.case_number is not None, "the letter of a determination has a case number"
    address = to.party.address or ""
    return CoverLetter(
        kind="cover-letter",
        layout=layout_reference(rules.cover_layout),
        draft=letter.draft,
        review_organization=letter.review_organization,
        case_number=letter.case_number,
        dated_on=dated_on,
        injured_on=letter.injured_on,
        denied_on=letter.denied_on,
        addressee=Addressee(name=to.party.name, address=tuple(line.strip() for line in address.splitlines() if line.strip())),
        items=tuple(CoveredItem(request=item.request, outcome=item.outcome) for item in letter.items),
        appeal_days=rules.appeal_days + rules.ways[to.method].appeal_allowance_days,
        recipients=tuple(_recipient(each) for each in parties),
    )


def _print_covers(sending: Sending, to: Sequence[PartyToServe], context: Context) -> list[str]:
    """Print a cover letter for each party, dated the day it is sent; return their SHA-256."""
    jurisdiction = context.maker.jurisdiction(sending.jurisdiction)
    rules, dated_on = jurisdiction.serving(sending.letter.decided_on), jurisdiction.local_date(sending.at)
    covers = (cover_letter(sending.content, each, sending.parties, rules, dated_on) for each in to)
    return [context.maker.print_cover(each) for each in covers]


def _schedule(case_number: str, sending: Sending, serving: PartyToServe, cover_sha256: str, context: Context) -> ServiceIntended:
    letter, party, sha256 = sending.letter, serving.party, sending.letter.pdf(serving.party.kind)
    assert sha256 is not None, "every party served has a copy"
    shared: dict[str, Any] = {
        "case_number": case_number,
        "letter_version": letter.letter_version,
        "party": party.kind,
        "method": serving.method,
        "sha256": sha256,
    }
    before = services_on(case_number, letter.letter_version, party.kind, context)
    identifier = service_id(case_number, letter.letter_version, party.kind, len(before) + 1)
    to: dict[str, Any] = {"name": party.name, "organization": party.organization, "address": party.address}
    consignment = Consignment(service_id=identifier, cover_sha256=cover_sha256, **to, **shared)
    context.services[identifier] = ServiceOnParty(jurisdiction=sending.jurisdiction, status="intended", **shared)
    context.effects[identifier] = Effect(id=identifier, kind=SERVE_LETTER, subject=case_number, data=consignment.model_dump_json())
    return ServiceIntended(service_id=identifier, cover_sha256=cover_sha256, reason=sending.reason, **shared)


def _recipient(serving: PartyToServe) -> str:
    party = serving.party
    named = party.name if party.organization in {None, party.name} else f"{party.name}, {party.organization}"
    return f"{named}, {_ROLES[party.kind]}"


def service_id(case_number: str, letter_version: int, party: str, number: int) -> str:
    """Return the id of the service of a letter on *party*, the first of them with *number* 1."""
    return f"{case_number}.{letter_version}.{party}.{number}"
