"""Issue a notice: write, check, then hold it, or print a copy for each party and serve it.

A notice never holds up its case: one that cannot be written or printed is held, with an event.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain

from jurisdictions.model import Jurisdiction
from schemas.message import Event
from schemas.messages.letters import HeldFinding, LetterFile, Release
from schemas.messages.notices import NoticeHeld, NoticeIssued
from services.letters.context import Context
from services.letters.domain.appeal_window import is_known_when_sent
from services.letters.domain.parties import PartyToServe, to_serve
from services.letters.handlers.notifying.facts import facts_of, known_facts
from services.letters.handlers.notifying.writing import NoticeKind, Writing
from services.letters.handlers.serving.appeal import last_day_to_appeal
from services.letters.handlers.serving.parties import as_parties, parties_of
from services.letters.handlers.serving.schedule import Copy, addressee, intend, named_recipient
from services.letters.letter import RecipientKind
from services.letters.lint.finding import HOLDS
from services.letters.notices import Notice
from services.letters.printing.pdf import LetterNotRenderable
from services.letters.state import NEW_CASE, NO_NOTICES, NO_PARTIES, CaseNotices, CaseParties, HeldNotice, IssuedNotice, NoticeFacts

UNKNOWN_APPLICATION = HeldFinding(
    id="application.1",
    rule="application",
    severity="error",
    place="",
    text="The application of this case came before notices were issued, so parties and facts are not known.",
)
"""Why a notice of a case of before this version is held: a person has to write it."""

NOT_RENDERABLE = HeldFinding(
    id="render.1", rule="render", severity="error", place="", text="The compiler cannot set this notice as PDF."
)

DETERMINED = HeldFinding(
    id="determined.1",
    rule="determined",
    severity="error",
    place="",
    text="This case has a determination, signed before the end of its review was known; a person decides which holds.",
)
"""Why the notice of an end is held if it meets a determination."""


async def take_up(case_number: str, event: Event, kind: NoticeKind, context: Context, at: datetime) -> Sequence[Event]:
    """Issue or hold the notice of *event*, unless one was issued or held for it before.

    There is none if the jurisdiction lists no such notice, or if it goes to no party of this case.
    """
    known = context.notices.get(case_number, NO_NOTICES)
    cause = kind.cause(event)
    if (kind.name, cause) in known.told:
        return []
    held = HeldNotice(notice=_new_id(kind.name, known), kind=kind.name, cause=cause, content=None, findings=(UNKNOWN_APPLICATION,))
    facts, parties = known_facts(case_number, known, context), context.parties.get(case_number, NO_PARTIES)
    if kind.arrival is not None:
        arrival = kind.arrival(event)
        assert arrival is not None, "an event without its application makes no notice"
        rules = context.maker.jurisdiction(arrival.application.jurisdiction)
        facts, parties = facts_of(arrival.application, rules.local_date(arrival.received_at)), parties_of(arrival.application)
        held = held.model_copy(update={"parties": parties, "jurisdiction": facts.jurisdiction})
    if facts is None:
        return _hold(case_number, held, known, context)
    writing = _writing(case_number, facts, parties, kind, context, at)
    if writing is None or not writing.parties:
        if kind.ends_case:
            forget(case_number, context)
        return []
    content = kind.write(event, writing)
    held = held.model_copy(update={"content": content.model_dump_json(), "findings": ()})
    findings = await asyncio.to_thread(context.maker.check_notice, content)
    if kind.ends_case and has_determination(case_number, context):
        findings = (*findings, DETERMINED)
    if any(HOLDS[each.severity] for each in findings):
        return _hold(case_number, held.model_copy(update={"findings": findings}), known, context)
    try:
        events = await issue(case_number, held, content, writing.rules, context, at)
    except LetterNotRenderable:
        return _hold(case_number, held.model_copy(update={"findings": (NOT_RENDERABLE,)}), known, context)
    if kind.ends_case:
        forget(case_number, context)
    return events


async def issue(
    case_number: str,
    notice: HeldNotice,
    content: Notice,
    rules: Jurisdiction,
    context: Context,
    at: datetime,
    release: Release | None = None,
) -> Sequence[Event]:
    """Print *content* for each party and schedule its service; raise LetterNotRenderable.

    It is dated the day on which it is sent. The parties are those of the notice or of the case.
    """
    dated_on = rules.local_date(at)
    rule = rules.notice(notice.kind, dated_on)
    parties = parties_of_notice(notice.parties or context.parties.get(case_number, NO_PARTIES), notice.kind, rules, dated_on)
    appeal = rule is not None and rule.appeal
    content = content.model_copy(
        update={"dated_on": dated_on, "recipients": tuple(named_recipient(each, rules.words_on(dated_on)) for each in parties)}
    )
    copies: list[tuple[RecipientKind, Notice]] = [
        (each.party.kind, addressed(content, each, rules, appeal=appeal)) for each in parties
    ]
    files = await asyncio.to_thread(context.maker.print_notice, copies)
    issued = IssuedNotice(
        notice=notice.notice,
        kind=notice.kind,
        cause=notice.cause,
        letter_version=1,
        dated_on=dated_on,
        jurisdiction=rules.name,
        appeal=appeal,
        files=data_of(files),
    )
    known = context.notices.get(case_number, NO_NOTICES)
    context.notices[case_number] = known.model_copy(
        update={"issued": (*known.issued, issued), "held": tuple(each for each in known.held if each.notice != notice.notice)}
    )
    event = notice_issued(case_number, issued, content, files, release=release)
    return [event, *chain.from_iterable(serve(case_number, issued, files, each, None, context) for each in parties)]


def notice_issued(
    case_number: str,
    issued: IssuedNotice,
    content: Notice,
    files: Sequence[LetterFile],
    *,
    release: Release | None = None,
    reissue_reason: str | None = None,
) -> NoticeIssued:
    """Return the event that a notice was printed, with the *files* of this print."""
    return NoticeIssued(
        case_number=case_number,
        notice=issued.notice,
        kind=issued.kind,
        letter_version=issued.letter_version,
        layout=str(content.layout),
        dated_on=issued.dated_on,
        files=tuple(files),
        release=release,
        reissue_reason=reissue_reason,
    )


def data_of(files: Iterable[LetterFile]) -> tuple[LetterFile, ...]:
    """Return the data among *files*, from which each copy can be printed again."""
    return tuple(file for file in files if file.format == "json")


def serve(
    case_number: str,
    issued: IssuedNotice,
    files: Iterable[LetterFile],
    to: PartyToServe,
    reason: str | None,
    context: Context,
) -> Sequence[Event]:
    """Schedule service of the copy among *files* of *issued* for one party."""
    sha256 = next(file.sha256 for file in files if (file.recipient, file.format) == (to.party.kind, "pdf"))
    copy = Copy(sha256=sha256, letter_version=None, notice=issued.notice, appeal=issued.appeal)
    return intend(case_number, issued.jurisdiction, copy, to, reason, context)


def addressed(content: Notice, to: PartyToServe, rules: Jurisdiction, *, appeal: bool) -> Notice:
    """Return the copy of *content* for one party, with its address and its last day to appeal.

    Where it is to be handed over, or waits for an address, the day of service and so the last day
    are not known yet.
    """
    until = None
    if appeal and to.can_be_served and is_known_when_sent(to.method):
        until = last_day_to_appeal(to.party.kind, to.method, to.party.place, content.dated_on, rules)
    dated = {"appeal_until": until} if "appeal_until" in type(content).model_fields else {}
    return content.model_copy(update={"addressee": addressee(to), **dated})


def parties_of_notice(known: CaseParties, kind: str, rules: Jurisdiction, dated_on: date) -> list[PartyToServe]:
    """Return the *known* parties that a notice of *kind* is served on, each with its method."""
    rule, serving = rules.notice(kind, dated_on), rules.serving(dated_on)
    return to_serve(as_parties(known, serving), rule.parties if rule else (), serving.otherwise)


def forget(case_number: str, context: Context) -> None:
    """Keep no facts and no parties of a case that has ended; each copy has its addressee.

    A case that was under review keeps its parties until it closes: a determination that was signed
    before its end was known may follow.
    """
    known = context.notices.get(case_number, NO_NOTICES)
    if known.waiting:
        return
    if context.case_files.get(case_number, NEW_CASE).facts is None:
        context.parties.pop(case_number, None)
    if known.issued:
        context.notices[case_number] = known.model_copy(update={"facts": None, "ended": True})
    else:
        context.notices.pop(case_number, None)


def has_determination(case_number: str, context: Context) -> bool:
    """Return whether a determination of the case that holds is issued, held or waiting."""
    case_file = context.case_files.get(case_number, NEW_CASE)
    return bool(case_file.is_determined or case_file.waiting)


def _writing(
    case_number: str, facts: NoticeFacts, known: CaseParties, kind: NoticeKind, context: Context, at: datetime
) -> Writing | None:
    rules = context.maker.jurisdiction(facts.jurisdiction)
    dated_on = rules.local_date(at)
    rule = rules.notice(kind.name, dated_on)
    if rule is None:
        return None
    parties = parties_of_notice(known, kind.name, rules, dated_on)
    told = context.notices.get(case_number, NO_NOTICES).told
    return Writing(
        case_number=case_number,
        facts=facts,
        rule=rule,
        rules=rules,
        parties=parties,
        at=at,
        maker=context.maker,
        is_assigned=any(name == "assignment" for name, _ in told),
    )


def _hold(case_number: str, notice: HeldNotice, known: CaseNotices, context: Context) -> Sequence[Event]:
    context.notices[case_number] = known.model_copy(update={"held": (*known.held, notice)})
    return [NoticeHeld(case_number=case_number, notice=notice.notice, kind=notice.kind, findings=notice.findings)]


def _new_id(kind: str, known: CaseNotices) -> str:
    """Return the id of the next notice of *kind*: the kind, and for a later one its number."""
    number = 1 + sum(each == kind for each, _ in known.told)
    return kind if number == 1 else f"{kind}-{number}"
