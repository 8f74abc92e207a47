"""Issue a letter: assemble, check, then hold it, or print it and schedule its service."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from schemas.message import Event
from schemas.messages.decision import DeterminationSigned
from schemas.messages.letters import HeldFinding, LetterHeld, LetterIssued, Release
from services.letters.context import Context
from services.letters.copies.for_recipient import copy_for
from services.letters.domain.parties import PartyToServe
from services.letters.handlers.issuing.assemble import assemble, printable, replaced_by
from services.letters.handlers.serving.schedule import Sending, parties_to_serve, schedule
from services.letters.letter import LayoutReference, Letter, RecipientKind
from services.letters.lint.facts import CaseFacts, all_texts
from services.letters.lint.finding import GLYPHS, HOLDS, NO_GLYPHS, Finding, with_ids
from services.letters.lint.run import lint
from services.letters.state import NO_NOTICES, NO_PARTIES, CaseFileFacts, CaseParties, CaseState, Held, IssuedLetter

LackGlyphs = Callable[[LayoutReference, Iterable[tuple[str, str]]], Iterable[str]]
"""Which places of texts have characters that no font of the layout has."""

ENDED = HeldFinding(
    id="ended.1",
    rule="ended",
    severity="error",
    place="",
    text="The parties were told that this review ended without a determination; a person decides which holds.",
)
"""Why a letter is held if its determination meets the end of the review."""


async def take_up(case_number: str, case_file: CaseState, context: Context, at: datetime) -> Sequence[Event]:
    """Issue or hold every determination that is complete, and keep the others.

    Only the version of an issued determination is kept.
    """
    events: list[Event] = []
    for complete in printable(case_file):
        letter = assemble(complete, context.maker, replaced_by(complete.determination, case_file))
        parties = context.parties.get(case_number, NO_PARTIES)
        findings = await asyncio.to_thread(context.maker.check, letter, complete.facts, parties)
        if context.notices.get(case_number, NO_NOTICES).ended:
            findings = (*findings, ENDED)
        if any(HOLDS[each.severity] for each in findings):
            held = Held(determination=complete.determination, findings=findings)
            case_file = case_file.model_copy(update={"held": held})
            version = complete.determination.determination_version
            events.append(LetterHeld(case_number=case_number, determination_version=version, findings=findings))
        else:
            case_file, issued = await issue(letter, complete.determination, case_file, context, at, warnings=findings)
            events += issued
    waiting = tuple(one for one in case_file.waiting if one.determination_version > case_file.newest)
    context.case_files[case_number] = case_file.model_copy(update={"waiting": waiting})
    return events


def check(
    letter: Letter, facts: CaseFileFacts, parties: CaseParties, lack_glyphs: LackGlyphs | None = None
) -> tuple[HeldFinding, ...]:
    """Lint *letter* and its public copy; return each finding with an id (`injury-date.2`).

    The texts that *lack_glyphs*, those of the cover letters among them, are found too. The words
    that a finding quotes stay out of events: they may be a person's name.
    """
    case = CaseFacts(
        injured_on=facts.injured_on,
        injured_from_on=facts.injured_from_on,
        denied_on=facts.denied_on,
        also_denied_on=tuple(each.denied_on for each in facts.joined),
        requested_on=facts.requested_on,
        items=facts.items,
    )
    published = replace(case, redacted_names=tuple(known.name for known in parties.names), public_copy=True)
    found = [*lint(letter, case), *lint(copy_for("public", letter, parties.names), published)]
    if lack_glyphs is not None:
        texts = (*all_texts(letter), *_texts_of_covers(parties))
        found += [Finding(GLYPHS, "warning", place, NO_GLYPHS, "") for place in lack_glyphs(letter.layout, texts)]
    return with_ids(list({(each.rule, each.place, each.sentence): each for each in found}.values()))


def _texts_of_covers(parties: CaseParties) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of each party, which its cover letter prints."""
    for party in parties.parties:
        for field in ("name", "organization", "address"):
            yield f"/parties/{party.kind}/{field}", getattr(party, field) or ""


async def issue(
    letter: Letter,
    determination: DeterminationSigned,
    case_file: CaseState,
    context: Context,
    at: datetime,
    release: Release | None = None,
    *,
    warnings: tuple[HeldFinding, ...] = (),
) -> tuple[CaseState, Sequence[Event]]:
    """Print the letter of *determination* and schedule its service on every party.

    A draft is served on no party. An older letter that is held is overtaken. The *warnings* are
    recorded with the letter.
    """
    case_number, jurisdiction = determination.case_number, case_file.jurisdiction
    parties = [] if letter.draft else parties_to_serve(case_number, jurisdiction, determination.decided_on, context)
    version = determination.determination_version
    corrects = determination.reason_for_correction is not None
    determined = (version, corrects)
    issued, event = await print_letter(letter, determined, case_file, parties, context, release=release, warnings=warnings)
    held = case_file.held
    if held is not None and held.determination.determination_version <= determination.determination_version:
        held = None
    changes = {
        "issued": (*case_file.issued, issued.determination_version),
        "letters": (*case_file.letters, issued),
        "held": held,
    }
    sending = Sending(letter=issued, content=letter, jurisdiction=jurisdiction, parties=parties, at=at, reason=None)
    return case_file.model_copy(update=changes), [event, *await schedule(case_number, sending, parties, context)]


async def print_letter(
    letter: Letter,
    determined: tuple[int, bool | None],
    case_file: CaseState,
    parties: Sequence[PartyToServe],
    context: Context,
    *,
    release: Release | None = None,
    reissue_reason: str | None = None,
    warnings: tuple[HeldFinding, ...] = (),
) -> tuple[IssuedLetter, LetterIssued]:
    """Print *letter* as the next of its case, with a copy for each of the *parties*.

    *determined* is the version of its determination, and whether that corrects another.

    Printing takes longer than the loop may wait, so it runs in a thread. A draft is printed as the
    worker's copy.
    """
    assert letter.case_number is not None, "the letter of a determination has a case number"
    assert letter.decided_on is not None, "the letter of a determination has a day"
    recipients: list[RecipientKind] = ["worker"] if letter.draft else [each.party.kind for each in parties]
    names = context.parties.get(letter.case_number, NO_PARTIES).names
    files = await asyncio.to_thread(context.maker.print_copies, letter, recipients, names)
    issued = IssuedLetter(
        letter_version=len(case_file.letters) + 1,
        determination_version=determined[0],
        corrects=determined[1],
        layout=str(letter.layout),
        draft=letter.draft,
        decided_on=letter.decided_on,
        files=files,
    )
    return issued, LetterIssued(
        case_number=letter.case_number, release=release, reissue_reason=reissue_reason, warnings=warnings, **dict(issued)
    )
