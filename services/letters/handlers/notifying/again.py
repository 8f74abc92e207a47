"""Staff's commands on a notice: release a held one, serve an issued one again."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from schemas.message import Event
from schemas.messages.letters import ReissueLetter, Release, ReleaseLetter
from schemas.messages.notices import NoticeReleased
from services.letters.composition.kinds import read_letter
from services.letters.context import Context
from services.letters.domain.parties import Party, PartyToServe
from services.letters.domain.release import not_accepted, not_found
from services.letters.handlers.notifying.issue import addressed, data_of, forget, issue, notice_issued, serve
from services.letters.handlers.notifying.kinds import NOTICES
from services.letters.handlers.serving.parties import with_address
from services.letters.handlers.serving.schedule import services_on, under_way, without_address
from services.letters.letter import RecipientKind, layout_reference
from services.letters.notices import Notice
from services.letters.printing.pdf import LetterNotRenderable
from services.letters.refusals import refuse
from services.letters.state import NO_NOTICES, NO_PARTIES, HeldNotice, IssuedNotice, KnownParty


async def release_notice(command: ReleaseLetter, at: datetime, *, context: Context) -> Sequence[Event]:
    """Issue a held notice as it is, if every finding is accepted by its id."""
    known = context.notices.get(command.case_number, NO_NOTICES)
    held = next((each for each in known.held if each.notice == command.notice), None)
    if held is None:
        return refuse(command, "NOTHING_HELD", f"no notice {command.notice} of this case is held{_those_held(known.waiting)}")
    if refusal := _not_released(command, held):
        return refuse(command, *refusal)
    content = read_letter(held.content.encode()) if held.content else None
    if not isinstance(content, Notice):
        return refuse(command, "NOTHING_TO_PRINT", "the facts of this case are not known, so this notice is written by hand")
    release = Release(actor=command.actor, reason=command.reason, findings=command.findings)
    facts = known.facts
    jurisdiction = held.jurisdiction or (facts.jurisdiction if facts else context.case_files[command.case_number].jurisdiction)
    try:
        events = await issue(command.case_number, held, content, context.maker.jurisdiction(jurisdiction), context, at, release)
    except LetterNotRenderable as error:
        return refuse(command, "NOTHING_TO_PRINT", str(error))
    if any(kind.ends_case for kind in NOTICES.values() if kind.name == held.kind):
        forget(command.case_number, context)
    return [NoticeReleased(case_number=command.case_number, notice=held.notice, release=release), *events]


def _not_released(command: ReleaseLetter, held: HeldNotice) -> tuple[str, str] | None:
    """Return why *held* cannot be released as the command says: a code and a sentence."""
    ids = [finding.id for finding in held.findings]
    if held.set_aside:
        return "SET_ASIDE", _set_aside(held)
    if unknown := not_found(ids, command.findings):
        return "NO_SUCH_FINDING", f"the notice has no finding {', '.join(unknown)}; its findings are {', '.join(ids)}"
    if missing := not_accepted(ids, command.findings):
        return "FINDINGS_NOT_ACCEPTED", f"a release accepts every finding of the notice; add {', '.join(missing)}"
    return None


async def reissue_notice(command: ReissueLetter, at: datetime, *, context: Context) -> Sequence[Event]:
    """Print a notice again with today's date, and serve it on the parties named."""
    case_number, known = command.case_number, context.notices.get(command.case_number, NO_NOTICES)
    issued = next((each for each in known.issued if each.notice == command.notice), None)
    if issued is None:
        there = f"; its notices are {', '.join(each.notice for each in known.issued)}" if known.issued else ""
        return refuse(command, "NOTHING_ISSUED", f"no notice {command.notice} of this case was issued{there}")
    served: list[RecipientKind] = list(dict.fromkeys(file.recipient for file in issued.files))
    if refusal := _refusal(command, issued, served, context):
        return refuse(command, *refusal)
    if command.address is not None and case_number in context.parties:
        context.parties[case_number] = with_address(context.parties[case_number], command.parties[0], command.address)
    named = [each for each in served if not command.parties or each in command.parties]
    copies = await asyncio.to_thread(_copies, command, issued, named, context, at)
    if command.parties and (refusal := without_address([to for to, _ in copies])):
        return refuse(command, *refusal)
    files = await asyncio.to_thread(context.maker.print_notice, [(to.party.kind, copy) for to, copy in copies])
    others = [file for file in issued.files if file.recipient not in named]
    dated_on = copies[0][1].dated_on
    issued = issued.model_copy(
        update={"letter_version": issued.letter_version + 1, "dated_on": dated_on, "files": (*others, *data_of(files))}
    )
    update = {"issued": tuple(issued if each.notice == issued.notice else each for each in known.issued)}
    context.notices[case_number] = known.model_copy(update=update)
    event = notice_issued(case_number, issued, copies[0][1], files, reissue_reason=command.reason)
    return [event, *chain.from_iterable(serve(case_number, issued, files, to, command.reason, context) for to, _ in copies)]


def _copies(
    command: ReissueLetter, issued: IssuedNotice, named: Sequence[RecipientKind], context: Context, at: datetime
) -> list[tuple[PartyToServe, Notice]]:
    """Return each copy again with today's date, and the party it is served on."""
    rules = context.maker.jurisdiction(issued.jurisdiction)
    rule = rules.notice(issued.kind, rules.local_date(at))
    update = {"dated_on": rules.local_date(at)}
    copies = []
    for recipient in named:
        content = context.maker.read_notice(issued.files, recipient)
        if command.new_version and rule is not None:
            content = content.model_copy(update={"layout": layout_reference(rule.layout)})
        to = _party(command, issued, recipient, content, context)
        copies.append((to, addressed(content.model_copy(update=update), to, rules, appeal=issued.appeal)))
    return copies


def _party(
    command: ReissueLetter, issued: IssuedNotice, recipient: RecipientKind, content: Notice, context: Context
) -> PartyToServe:
    """Return the addressee of a copy as the party to serve.

    Its address is the command's, else the one to which staff changed it since, else the copy's.
    """
    assert recipient != "public", "a notice is never published"
    assert content.addressee is not None, "every copy has its addressee"
    to, moved = content.addressee, _changed_since(command.case_number, issued, recipient, context)
    before = services_on(command.case_number, issued.notice, recipient, context)[-1]
    place, method = (before.place, before.method) if moved is None else (moved.place, moved.method or before.method)
    address = command.address or (moved.address if moved else None) or "\n".join(to.address) or None
    party = Party(recipient, to.name, to.organization, None, address, place if command.address is None else None)
    return PartyToServe(party, command.method or method)


def _changed_since(case_number: str, issued: IssuedNotice, recipient: RecipientKind, context: Context) -> KnownParty | None:
    """Return the party if staff changed how it is served since the notice was printed."""
    known = context.parties.get(case_number, NO_PARTIES).parties
    return next((each for each in known if each.kind == recipient and (each.changed_on or date.min) >= issued.dated_on), None)


def _refusal(
    command: ReissueLetter, issued: IssuedNotice, served: Sequence[RecipientKind], context: Context
) -> tuple[str, str] | None:
    """Return why *issued* cannot be served again as the command says: a code and a sentence."""
    if issued.set_aside:
        return "SET_ASIDE", _set_aside(issued)
    if command.address is not None and len(command.parties) != 1:
        return "WHOSE_ADDRESS", "an address belongs to one party; name exactly that party"
    if unknown := [each for each in command.parties if each not in served]:
        return "NO_SUCH_PARTY", f"this notice has no copy for {', '.join(unknown)}; it has copies for {', '.join(served)}"
    if waits := under_way(command.case_number, issued.notice, command.parties or served, context):
        return "UNDER_WAY", f"service on {', '.join(waits)} is under way; wait for its outcome"
    return None


def _set_aside(notice: IssuedNotice | HeldNotice) -> str:
    return f"the court set the end of the case aside that the notice {notice.notice} tells of; the case is reviewed anew"


def _those_held(held: Sequence[object]) -> str:
    names = [str(getattr(each, "notice", "")) for each in held]
    return f"; held are {', '.join(names)}" if names else ""
