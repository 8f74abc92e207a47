"""Serving a letter again: the same bytes, or the same determination printed anew, to all parties or to some, perhaps another way."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.letters import ReissueLetter
from services.letters.context import Office
from services.letters.domain.parties import Serving
from services.letters.domain.service_status import may_be_settled
from services.letters.handlers.issuing.issue import print_letter
from services.letters.handlers.serving.parties import with_address
from services.letters.handlers.serving.schedule import Sending, intend, services_of, servings
from services.letters.refusals import refuse
from services.letters.state import CaseFile, IssuedLetter


async def on_reissue_letter(command: ReissueLetter, at: datetime, *, office: Office) -> Sequence[Event]:
    """Serve the latest letter of the case again, as asked."""
    case_number, case_file = command.case_number, office.case_file(command.case_number)
    if not case_file.letters:
        return refuse(command, "NOTHING_ISSUED", "no letter of this case was issued")
    letter = case_file.letters[-1]
    known = servings(case_number, case_file.jurisdiction, letter.decided_on, office)
    if refusal := _refusal(command, letter, [each.party.kind for each in known], office):
        return refuse(command, *refusal)
    if command.address is not None:
        office.parties[case_number] = with_address(office.case_parties(case_number), command.parties[0], command.address)
        known = servings(case_number, case_file.jurisdiction, letter.decided_on, office)
    events: list[Event] = []
    if command.new_version:
        letter, issued = await _print_anew(command, case_file, office)
        office.case_files[case_number] = case_file.model_copy(update={"letters": (*case_file.letters, letter)})
        events.append(issued)
    asked = [Serving(each.party, command.method or each.method) for each in known if _is_asked(each, command)]
    content = await asyncio.to_thread(office.press.read_back, letter.files)
    sending = Sending(letter=letter, content=content, jurisdiction=case_file.jurisdiction, at=at, reason=command.reason)
    return [*events, *await intend(case_number, sending, asked, office)]


async def _print_anew(command: ReissueLetter, case_file: CaseFile, office: Office) -> tuple[IssuedLetter, Event]:
    """The same determination in the layout and the sentences of today; with none of them changed it is the same bytes."""
    latest = case_file.letters[-1]
    layout = office.press.layout_of(case_file.jurisdiction, latest.decided_on)
    content = await asyncio.to_thread(office.press.read_back, latest.files)
    letter = content.model_copy(update={"layout": layout})
    return await print_letter(letter, latest.determination_version, case_file, office, reissue_reason=command.reason)


def _refusal(command: ReissueLetter, letter: IssuedLetter, known: Sequence[str], office: Office) -> tuple[str, str] | None:
    """Why *letter* cannot be served again as asked, as a code and a sentence."""
    if letter.draft:
        return "DRAFT", "a draft decides nothing and is served on nobody"
    if command.address is not None and len(command.parties) != 1:
        return "WHOSE_ADDRESS", "an address is one party's; name that party and no other"
    if unknown := [each for each in command.parties if each not in known]:
        return "NO_SUCH_PARTY", f"{', '.join(unknown)} is not served in this case; {', '.join(known)} are"
    under_way = [
        party
        for party in command.parties or known
        if any(may_be_settled(each.status) for each in services_of(command.case_number, letter.letter_version, party, office))
    ]
    if under_way and not command.new_version:
        return "UNDER_WAY", f"service on {', '.join(under_way)} is under way"
    return None


def _is_asked(serving: Serving, command: ReissueLetter) -> bool:
    return not command.parties or serving.party.kind in command.parties
