"""Schedule service: for each party a cover letter, an event and an effect.

The runtime performs the effect after the commit.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jurisdictions.letters import Words
from jurisdictions.model import Jurisdiction
from runtime.state.state import Effect
from schemas.message import NAME_MAX, Event
from schemas.messages.letters import NO_ADDRESS, ServiceFailed, ServiceIntended
from services.letters.context import Context
from services.letters.domain.appeal_window import is_known_when_sent
from services.letters.domain.parties import PartyToServe, to_serve
from services.letters.domain.service_status import may_be_settled
from services.letters.handlers.serving.appeal import days_to_appeal, last_day_to_appeal
from services.letters.handlers.serving.channel import Consignment
from services.letters.handlers.serving.parties import as_parties
from services.letters.handlers.serving.perform import about
from services.letters.letter import Letter, layout_reference
from services.letters.notices import Addressee, CoveredItem, CoverLetter
from services.letters.state import NO_PARTIES, IssuedLetter, ServiceOnParty

SERVE_LETTER = "serve-letter"
"""The kind of the effect."""


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
    known = as_parties(context.parties.get(case_number, NO_PARTIES), rules)
    return to_serve(known, rules.parties, rules.otherwise)


async def schedule(case_number: str, sending: Sending, to: Sequence[PartyToServe], context: Context) -> Sequence[Event]:
    """Schedule service on each party of *to*; the service id is the channel's idempotency key.

    One without an address waits for it, and its cover is printed then.
    """
    covers = await asyncio.to_thread(_print_covers, sending, to, context)
    return [
        event for each, cover in zip(to, covers, strict=True) for event in _schedule(case_number, sending, each, cover, context)
    ]


@dataclass(frozen=True)
class Copy:
    """The copy of a letter that one party is served with, by its SHA-256.

    It is of *letter_version* of the determination's letter, or of a *notice*.
    """

    sha256: str
    letter_version: int | None
    notice: str | None = None
    cover_sha256: str | None = None
    appeal: bool = True

    @property
    def letter(self) -> int | str:
        """The letter as service ids name it."""
        named = self.letter_version if self.notice is None else self.notice
        assert named is not None, "a copy is of a determination or of a notice"
        return named


def services_on(case_number: str, letter: int | str, party: str, context: Context) -> list[ServiceOnParty]:
    """Return every service of this letter on *party*, in their order.

    *letter* is the version of the determination's letter, or the id of a notice.
    """
    found: list[ServiceOnParty] = []
    while (known := context.services.get(service_id(case_number, letter, party, len(found) + 1))) is not None:
        found.append(known)
    return found


def waits_for_address(case_number: str, letter: int | str, party: str, context: Context) -> bool:
    """Return whether this letter was not served on *party* because it has no address."""
    return [each.status for each in services_on(case_number, letter, party, context)[-1:]] == ["unaddressed"]


def without_address(named: Sequence[PartyToServe]) -> tuple[str, str] | None:
    """Return why the *named* parties cannot be served again: a code and a sentence."""
    missing = [each.party.kind for each in named if not each.can_be_served]
    return ("NO_ADDRESS", f"no address of {', '.join(missing)} is known; give it with the command") if missing else None


def under_way(case_number: str, letter: int | str, parties: Sequence[str], context: Context) -> list[str]:
    """Return those of *parties* on whom service of this letter may still have an outcome."""
    return [
        party for party in parties if any(may_be_settled(each.status) for each in services_on(case_number, letter, party, context))
    ]


def cover_letter(sending: Sending, to: PartyToServe, jurisdiction: Jurisdiction) -> CoverLetter:
    """Return the cover for one party: decisions, effect, appeal and recipients.

    It gives no reasons, so the employer's cover is like the others. It is dated the day it is sent,
    from which the time to appeal runs; the day on which it is handed over is not known yet.
    """
    letter = sending.content
    assert letter.case_number is not None, "the letter of a determination has a case number"
    dated_on = jurisdiction.local_date(sending.at)
    last_day = last_day_to_appeal(to.party.kind, to.method, to.party.place, dated_on, jurisdiction)
    known = is_known_when_sent(to.method)
    return CoverLetter(
        kind="cover-letter",
        layout=layout_reference(jurisdiction.serving(sending.letter.decided_on).cover_layout),
        draft=letter.draft,
        review_organization=letter.review_organization,
        case_number=letter.case_number,
        dated_on=dated_on,
        injured_on=letter.injured_on,
        injured_from_on=letter.injured_from_on,
        denied_on=letter.denied_on,
        addressee=addressee(to),
        items=tuple(CoveredItem(request=item.request, outcome=item.outcome, number=item.number) for item in letter.items),
        appeal_until=last_day if known else None,
        appeal_days=None if known or last_day is None else days_to_appeal(dated_on, jurisdiction),
        recipients=tuple(named_recipient(each, jurisdiction.words_on(dated_on)) for each in sending.parties),
        replaces=letter.replaces,
    )


def _print_covers(sending: Sending, to: Sequence[PartyToServe], context: Context) -> list[str | None]:
    """Print a cover letter for each party that can be served; return their SHA-256."""
    jurisdiction = context.maker.jurisdiction(sending.jurisdiction)
    return [context.maker.print_cover(cover_letter(sending, each, jurisdiction)) if each.can_be_served else None for each in to]


def _schedule(
    case_number: str, sending: Sending, serving: PartyToServe, cover_sha256: str | None, context: Context
) -> Sequence[Event]:
    sha256 = sending.letter.pdf(serving.party.kind)
    assert sha256 is not None, "every party served has a copy"
    copy = Copy(sha256=sha256, letter_version=sending.letter.letter_version, cover_sha256=cover_sha256)
    return intend(case_number, sending.jurisdiction, copy, serving, sending.reason, context)


def intend(
    case_number: str, jurisdiction: str, copy: Copy, serving: PartyToServe, reason: str | None, context: Context
) -> Sequence[Event]:
    """Schedule service of *copy* on one party, under the next number of its id.

    On a party without an address it fails at once, and nothing is sent.
    """
    party = serving.party
    shared: dict[str, Any] = {
        "case_number": case_number,
        "letter_version": copy.letter_version,
        "notice": copy.notice,
        "party": party.kind,
        "method": serving.method,
        "sha256": copy.sha256,
    }
    before = services_on(case_number, copy.letter, party.kind, context)
    identifier = service_id(case_number, copy.letter, party.kind, len(before) + 1)
    to: dict[str, Any] = {"name": party.name, "organization": party.organization, "address": party.address}
    consignment = Consignment(service_id=identifier, cover_sha256=copy.cover_sha256, **to, **shared)
    service = ServiceOnParty(jurisdiction=jurisdiction, status="intended", appeal=copy.appeal, place=party.place, **shared)
    intended = ServiceIntended(service_id=identifier, cover_sha256=copy.cover_sha256, reason=reason, **shared)
    if not serving.can_be_served:
        context.services[identifier] = service.model_copy(update={"status": "unaddressed"})
        return [intended, ServiceFailed(**about(identifier, service), reason=NO_ADDRESS)]
    context.services[identifier] = service
    context.effects[identifier] = Effect(id=identifier, kind=SERVE_LETTER, subject=case_number, data=consignment.model_dump_json())
    return [intended]


def addressee(to: PartyToServe) -> Addressee:
    """Return the name of a party, its organization and the lines of its address.

    A line longer than a name may be goes on in the next one.
    """
    party = to.party
    lines = [line.strip() for line in (party.address or "").splitlines()]
    pieces = [line[start : start + NAME_MAX].strip() for line in lines for start in range(0, len(line), NAME_MAX)]
    organization = party.organization if party.organization != party.name else None
    return Addressee(
        name=party.name,
        organization=organization,
        address=tuple(piece for piece in pieces if piece),
        way=None if to.method == "mail" else to.method,
    )


def named_recipient(serving: PartyToServe, words: Words) -> str:
    """Return a party as the list of copies names it, with its role."""
    party = serving.party
    named = party.name if party.organization in {None, party.name} else f"{party.name}, {party.organization}"
    role = f", {words.parties[party.kind]}"
    return f"{named[: NAME_MAX - len(role)].strip()}{role}"


def service_id(case_number: str, letter: int | str, party: str, number: int) -> str:
    """Return the id of the service of a letter on *party*, the first of them with *number* 1."""
    return f"{case_number}.{letter}.{party}.{number}"
