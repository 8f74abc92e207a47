"""Serve a letter again: the same bytes, or printed anew, to all parties or some."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.letters import ReissueLetter
from services.letters.context import Context
from services.letters.domain.parties import PartyToServe
from services.letters.handlers.issuing.assemble import layout_of
from services.letters.handlers.issuing.issue import print_letter
from services.letters.handlers.notifying.again import reissue_notice
from services.letters.handlers.serving.parties import with_address
from services.letters.handlers.serving.schedule import Sending, parties_to_serve, schedule, under_way, without_address
from services.letters.refusals import refuse
from services.letters.state import NEW_CASE, NO_NOTICES, NO_PARTIES, CaseState, IssuedLetter


async def on_reissue_letter(command: ReissueLetter, at: datetime, *, context: Context) -> Sequence[Event]:
    """Serve the latest letter of the case again, or a notice, as the command says."""
    if command.notice is not None:
        return await reissue_notice(command, at, context=context)
    case_number, case_file = command.case_number, context.case_files.get(command.case_number, NEW_CASE)
    if not case_file.letters:
        return refuse(command, "NOTHING_ISSUED", "no letter of this case was issued" + _its_notices(case_number, context))
    letter = case_file.letters[-1]
    if letter.determination_version <= (case_file.set_aside or 0):
        text = f"the court set the determination of letter {letter.letter_version} aside, and the new review has no letter yet"
        return refuse(command, "SET_ASIDE", text + _its_notices(case_number, context))
    parties = parties_to_serve(case_number, case_file.jurisdiction, letter.decided_on, context)
    if refusal := _refusal(command, letter, [each.party.kind for each in parties], context):
        return refuse(command, *refusal)
    if command.address is not None:
        known = context.parties.get(case_number, NO_PARTIES)
        context.parties[case_number] = with_address(known, command.parties[0], command.address)
        parties = parties_to_serve(case_number, case_file.jurisdiction, letter.decided_on, context)
    to = [PartyToServe(each.party, command.method or each.method) for each in parties if _is_named(each, command)]
    if command.parties and (refusal := without_address(to)):
        return refuse(command, *refusal)
    events: list[Event] = []
    if command.new_version:
        letter, issued = await _print_anew(command, case_file, parties, context)
        context.case_files[case_number] = case_file.model_copy(update={"letters": (*case_file.letters, letter)})
        events.append(issued)
    content = await asyncio.to_thread(context.maker.read_back, letter.files)
    sending = Sending(
        letter=letter,
        content=content,
        jurisdiction=case_file.jurisdiction,
        parties=parties,
        at=at,
        reason=command.reason,
    )
    return [*events, *await schedule(case_number, sending, to, context)]


async def _print_anew(
    command: ReissueLetter, case_file: CaseState, parties: Sequence[PartyToServe], context: Context
) -> tuple[IssuedLetter, Event]:
    """Print the determination in today's layout and sentences.

    Unchanged ones give the same bytes.
    """
    latest = case_file.letters[-1]
    layout = layout_of(case_file.jurisdiction, latest.decided_on, context.maker)
    content = await asyncio.to_thread(context.maker.read_back, latest.files)
    letter = content.model_copy(update={"layout": layout})
    determined = (latest.determination_version, latest.corrects)
    return await print_letter(letter, determined, case_file, parties, context, reissue_reason=command.reason)


def _refusal(command: ReissueLetter, letter: IssuedLetter, known: Sequence[str], context: Context) -> tuple[str, str] | None:
    """Return why *letter* cannot be served again as the command says: a code and a sentence."""
    if letter.draft:
        return "DRAFT", "the letter is a draft, and a draft is not served"
    if command.address is not None and len(command.parties) != 1:
        return "WHOSE_ADDRESS", "an address belongs to one party; name exactly that party"
    if unknown := [each for each in command.parties if each not in known]:
        return "NO_SUCH_PARTY", f"this case has no party {', '.join(unknown)}; its parties are {', '.join(known)}"
    served = under_way(command.case_number, letter.letter_version, command.parties or known, context)
    if served and not command.new_version:
        return "UNDER_WAY", f"service on {', '.join(served)} is under way; wait for its outcome"
    return None


def _is_named(serving: PartyToServe, command: ReissueLetter) -> bool:
    return not command.parties or serving.party.kind in command.parties


def _its_notices(case_number: str, context: Context) -> str:
    """Return the hint that a notice is served again by its id."""
    issued = [each.notice for each in context.notices.get(case_number, NO_NOTICES).issued if not each.set_aside]
    return f"; to serve a notice again, name it: {', '.join(issued)}" if issued else ""
