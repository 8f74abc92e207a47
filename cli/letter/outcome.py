"""Tell the outcome of a determination's letter, and the commands that help."""

import asyncio
import shlex
from collections.abc import Iterable, Sequence
from datetime import UTC, tzinfo
from typing import Any

from cli.session.connection import partition_of_case
from cli.session.options import login_name
from cli.session.timeline import Case, tell
from cli.session.wait import wait_for
from runtime.outside.follow import Seen
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.decision import (
    CaseAssessed,
    DeterminationSigned,
    Determined,
    OpinionSigned,
    SecondSignatureAwaited,
    SecondSignatureDeclined,
)
from schemas.messages.letters import HeldFinding, LetterHeld, LetterIssued
from schemas.messages.notices import NoticeHeld, NoticeIssued
from schemas.topics import LETTERS_EVENTS
from services.letters.lint.rules.names import disclosing_reviewer
from services.ops.domain.stages import CLOSED

Outcome = LetterIssued | LetterHeld


def outcome(messages: Iterable[Message], case_number: str, version: int | None = None) -> Outcome | None:
    """Return the outcome for determination *version*, or the newest; None before there is one.

    A letter that was held and then released is issued.
    """
    newest: dict[int, Outcome] = {}
    for message in messages:
        if isinstance(message, LetterIssued | LetterHeld) and message.case_number == case_number:
            newest[message.determination_version] = message
    return newest.get(max(newest, default=0) if version is None else version)


def notices(messages: Iterable[Message], case_number: str) -> dict[str, list[NoticeIssued]]:
    """Return the prints of each notice of a case by its id, the newest notice and print last."""
    found: dict[str, list[NoticeIssued]] = {}
    for message in messages:
        if isinstance(message, NoticeIssued) and message.case_number == case_number:
            found.setdefault(message.notice, []).append(message)
    return found


def wait_for_outcome(settings: Settings, determined: DeterminationSigned, seconds: float) -> Outcome | None:
    """Return the outcome of the letter of *determined*, or None if *seconds* pass first."""
    found: list[Outcome] = []

    def find(seen: Seen) -> bool | None:
        came = outcome([seen.message], determined.case_number, determined.determination_version)
        found.extend([came] if came else [])
        return True if found else None

    asyncio.run(wait_for(settings, (LETTERS_EVENTS,), find, seconds, partition_of_case(determined.case_number, settings)))
    return found[0] if found else None


def ended_without_determination(case: Case) -> bool:
    """Return whether *case* has ended in a notice, such as that of an ineligible application."""
    return case.stage in CLOSED and case.last(LetterIssued) is None


def wait_for_notice(settings: Settings, case_number: str, seconds: float) -> NoticeIssued | None:
    """Return the first notice of a case, or None if *seconds* pass first."""
    found: list[NoticeIssued] = []

    def find(seen: Seen) -> bool | None:
        for prints in notices([seen.message], case_number).values():
            found.extend(prints)
        return True if found else None

    asyncio.run(wait_for(settings, (LETTERS_EVENTS,), find, seconds, partition_of_case(case_number, settings)))
    return found[0] if found else None


def tell_issued(issued: LetterIssued, reviewer: str | None = None) -> list[str]:
    """Return the lines about an issued letter, with the warnings that did not hold it."""
    told = [tell(issued, UTC), f"write it to a folder with: imr letter fetch {issued.case_number}"]
    if issued.warnings:
        told += ["the checks have warnings:", *map(_finding, issued.warnings)]
        told.append(f"if one is right, correct the determination with: {_correction(issued.case_number, reviewer)}")
    return told


def tell_held(held: LetterHeld, reviewer: str | None = None) -> list[str]:
    """Return the lines about a held letter: why, and the commands that release or correct it."""
    correction = f"correct the determination with: {_correction(held.case_number, reviewer)}"
    if (never := why_never_released(held)) is not None:
        ways_out = [f"{never}; {correction}"]
    else:
        ways_out = [f"if the letter is right as it is, release it with: {release_command(held)}", f"if not, {correction}"]
    return [
        f"the letter of determination {held.determination_version} is held and was sent to no party, because of:",
        *map(_finding, held.findings),
        *ways_out,
    ]


def why_never_released(held: LetterHeld | NoticeHeld) -> str | None:
    """Return why no release accepts the findings of *held*; None if one can."""
    named = disclosing_reviewer(held.findings)
    return f"{', '.join(named)} is the reviewer's name, so the letter cannot be released" if named else None


def release_command(held: LetterHeld | NoticeHeld, actor: str | None = None, reason: str = "YOUR REASON") -> str:
    """Return the command that releases *held*, with the id of every finding."""
    findings = " ".join(f"--finding {each.id}" for each in held.findings)
    who = shlex.quote(actor or login_name() or "NAME")
    notice = f" --notice {held.notice}" if isinstance(held, NoticeHeld) else ""
    return f"imr letter release {held.case_number}{notice} --actor {who} --reason {shlex.quote(reason)} {findings}"


def tell_next(message: Message) -> list[str]:
    """Return the lines on who acts next, after a decision that makes no letter yet."""
    match message:
        case SecondSignatureAwaited():
            sign = f"imr decision countersign {message.case_number} --reviewer ID --version {message.determination_version}"
            return [f"no letter yet: a person who has not reviewed the case signs next, with: {sign}"]
        case OpinionSigned():
            count = f"{message.outstanding} more {'reviewer signs' if message.outstanding == 1 else 'reviewers sign'}"
            return [f"no letter yet: {count}, each with: imr decision sign {message.case_number} --reviewer ID"]
        case SecondSignatureDeclined():
            return [f"no letter: the reviewer signs again, with: imr decision sign {message.case_number} --reviewer ID"]
        case CaseAssessed():
            return [f"the new draft, before it is signed: imr decision show {message.case_number}"]
        case _:
            return []


def why_no_letter(case: Case, zone: tzinfo) -> list[str] | None:
    """Return why *case* has no letter, with a way out; None if one is on its way."""
    messages = [seen.message for seen in case.events]
    found = outcome(messages, case.case_number)
    decided = [each for each in messages if isinstance(each, Determined | OpinionSigned | SecondSignatureDeclined)]
    signed = max((each.determination_version for each in messages if isinstance(each, DeterminationSigned)), default=0)
    if isinstance(found, LetterHeld) and found.determination_version >= signed:
        return tell_held(found, _reviewer(messages))
    if decided and isinstance(decided[-1], DeterminationSigned):
        return None
    if decided and (told := tell_next(decided[-1])):
        return told
    assessed = case.last(CaseAssessed)
    if isinstance(assessed, CaseAssessed):
        sign = f"imr decision sign {case.case_number} --reviewer {assessed.reviewer_id} --keep"
        return [
            f"no letter yet: the determination is not signed; read the draft with imr decision show {case.case_number}, sign with: {sign}"
        ]
    last = next((tell(each, zone) for each in reversed(messages)), "nothing has happened yet")
    yet = "" if ended_without_determination(case) else " yet"
    return [f"no letter{yet}: {last}; imr case show {case.case_number} has the whole history"]


def as_data(found: Outcome | None) -> dict[str, Any]:
    """Return the outcome for programs."""
    if found is None:
        return {"status": "pending"}
    if isinstance(found, LetterHeld):
        release = None if why_never_released(found) else release_command(found)
        return {"status": "held", "findings": _plain(found.findings), "release": release}
    return {"status": "issued", "letter_version": found.letter_version, "draft": found.draft, "warnings": _plain(found.warnings)}


def _correction(case_number: str, reviewer: str | None) -> str:
    command = f"imr decision correct {case_number} --reviewer {reviewer or 'ID'} --reason 'YOUR REASON'"
    return f"{command}, and --decide, --write or --summary"


def _finding(each: HeldFinding) -> str:
    return f"  {each.id}  {each.severity} at {each.place}: {each.text}"


def _plain(findings: Sequence[HeldFinding]) -> list[dict[str, Any]]:
    return [each.model_dump(mode="json") for each in findings]


def _reviewer(messages: Sequence[Message]) -> str | None:
    return next((each.reviewer_id for each in reversed(messages) if isinstance(each, DeterminationSigned)), None)
