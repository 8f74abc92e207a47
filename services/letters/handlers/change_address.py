"""Change how a party is served, during the case or after it.

The next letters and notices go there, and those that waited for an address; those that are under
way go where they were sent.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from schemas.message import Event
from schemas.messages.acts.addresses import ChangeAddress, Changed, PartyAddressChanged, PartyAddressUnchanged
from schemas.messages.application import PartyKind
from schemas.messages.letters import ReissueLetter
from services.letters.composition.kinds import read_letter
from services.letters.context import Context
from services.letters.handlers.issuing.reissue import on_reissue_letter
from services.letters.handlers.serving.schedule import services_on, waits_for_address
from services.letters.notices import ConsolidationNotice
from services.letters.refusals import refuse
from services.letters.state import NEW_CASE, NO_NOTICES, NO_PARTIES, IssuedNotice, KnownParty

_FIELDS: tuple[Changed, ...] = ("address", "method", "place")


async def on_change_address(command: ChangeAddress, at: datetime, *, context: Context) -> Sequence[Event]:
    """Take the new address, way or place of service of one party that the case has.

    Letters that waited for it are served now. A consolidated case has its letters under the number
    of the case that goes on, and the change has to be made there.
    """
    number = command.case_number
    if (into := await asyncio.to_thread(_consolidated_into, number, context)) is not None:
        return refuse(command, "CONSOLIDATED", f"this case goes on in {into}; change the address under that number")
    known = context.parties.get(number, NO_PARTIES)
    kinds, parties = _kinds(number, context), {each.kind: each for each in known.parties}
    if command.party not in kinds:
        there = f"its parties are {', '.join(kinds)}" if kinds else "none of its parties are known to letters"
        return refuse(command, "NO_SUCH_PARTY", f"this case has no {command.party}; {there}")
    before = parties.get(command.party)
    if before is None:
        before = await asyncio.to_thread(_of_a_copy, number, command.party, context)
    after = before.model_copy(update=_update(command))
    changed = tuple(name for name in _FIELDS if getattr(before, name) != getattr(after, name))
    who: dict[str, Any] = {"case_number": number, "party": command.party, "actor": command.actor}
    if not changed:
        return [PartyAddressUnchanged(**who)]
    after = after.model_copy(update={"changed_on": _today(number, at, context)})
    context.parties[number] = known.model_copy(update={"parties": tuple({**parties, command.party: after}.values())})
    changes = PartyAddressChanged(**who, changed=changed, method=after.method, reason=command.reason)
    return [changes, *await _serve_waiting(command, after, at, context)]


def _consolidated_into(number: str, context: Context) -> str | None:
    """Return the case that goes on with this one's treatments, as the notice of it says."""
    known = context.notices.get(number, NO_NOTICES)
    issued = (
        context.maker.read_notice(each.files, each.files[0].recipient) for each in known.issued if each.kind == "consolidation"
    )
    held = (read_letter(each.content.encode()) for each in known.held if each.kind == "consolidation" and each.content)
    told: list[object] = [*issued, *held]
    return next((each.into for each in told if isinstance(each, ConsolidationNotice)), None)


async def _serve_waiting(command: ChangeAddress, party: KnownParty, at: datetime, context: Context) -> list[Event]:
    """Serve the letters that waited for the address of *party*, each dated today."""
    if party.address is None and party.method != "hand":
        return []
    events: list[Event] = []
    for notice in list(_waiting(command.case_number, party.kind, context)):
        again = ReissueLetter(
            case_number=command.case_number,
            notice=notice,
            actor=command.actor,
            reason=command.reason,
            new_version=False,
            parties=(party.kind,),
            method=party.method,
            address=None,
        )
        events += await on_reissue_letter(again, at, context=context)
    return events


def _waiting(number: str, party: PartyKind, context: Context) -> Iterator[str | None]:
    """Yield the notices that wait for an address of *party*, None for the newest letter."""
    case_file = context.case_files.get(number, NEW_CASE)
    for letter in case_file.letters[-1:]:
        holds = letter.determination_version > (case_file.set_aside or 0)
        if holds and waits_for_address(number, letter.letter_version, party, context):
            yield None
    for each in _issued(number, context):
        if not each.set_aside and waits_for_address(number, each.notice, party, context):
            yield each.notice


def _update(command: ChangeAddress) -> dict[str, Any]:
    """Return the fields to change; the place of the address before is not that of a new one."""
    update: dict[str, Any] = {} if command.address is None else {"place": None}
    return {**update, **{name: getattr(command, name) for name in _FIELDS if getattr(command, name) is not None}}


def _kinds(number: str, context: Context) -> list[PartyKind]:
    """Return the parties of the case, also of one that ended with a notice alone.

    The agency belongs to every case.
    """
    known: list[PartyKind] = [each.kind for each in context.parties.get(number, NO_PARTIES).parties]
    told = [file.recipient for each in _issued(number, context) for file in each.files]
    kinds = dict.fromkeys([*known, *(each for each in told if each != "public")])
    return [*dict.fromkeys([*kinds, "agency"])] if kinds else []


def _of_a_copy(number: str, kind: PartyKind, context: Context) -> KnownParty:
    """Return a party from the newest copy of a notice to it; the agency is served without one."""
    for issued in reversed(_issued(number, context)):
        if any(file.recipient == kind for file in issued.files):
            addressee = context.maker.read_notice(issued.files, kind).addressee
            service = services_on(number, issued.notice, kind, context)[-1]
            assert addressee is not None, "every copy has its addressee"
            address = "\n".join(addressee.address) or None
            return KnownParty(
                kind=kind,
                name=addressee.name,
                organization=addressee.organization,
                method=service.method,
                address=address,
                place=service.place,
            )
    return KnownParty(kind=kind, name=kind, organization=None, method=None, address=None)


def _today(number: str, at: datetime, context: Context) -> date:
    """Return the day of *at* where the case is reviewed."""
    case_file, notices = context.case_files.get(number, NEW_CASE), context.notices.get(number, NO_NOTICES)
    named = [each.jurisdiction for each in (case_file.facts, notices.facts, *notices.issued) if each is not None]
    return context.maker.jurisdiction(named[0]).local_date(at) if named else at.date()


def _issued(number: str, context: Context) -> tuple[IssuedNotice, ...]:
    return context.notices.get(number, NO_NOTICES).issued
