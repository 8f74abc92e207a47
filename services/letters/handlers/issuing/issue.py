"""From a complete determination to a letter: checked, then held, or printed, issued and to be served."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.decision import DeterminationSigned
from schemas.messages.letters import LetterHeld, LetterIssued, Release
from services.letters.context import Office
from services.letters.handlers.issuing.assemble import printable
from services.letters.handlers.serving.schedule import Sending, intend, servings
from services.letters.letter import Letter, RecipientKind
from services.letters.state import CaseFile, Held, IssuedLetter


async def take_up(case_number: str, case_file: CaseFile, office: Office, at: datetime) -> Sequence[Event]:
    """Issue or hold what can be and keep the rest; of an issued determination only its version stays."""
    events: list[Event] = []
    for complete in printable(case_file):
        letter = office.press.assemble(complete)
        findings = await asyncio.to_thread(office.press.check, letter, complete.facts, office.case_parties(case_number))
        if findings:
            held = Held(determination=complete.determination, findings=findings)
            case_file = case_file.model_copy(update={"held": held})
            version = complete.determination.determination_version
            events.append(LetterHeld(case_number=case_number, determination_version=version, findings=findings))
        else:
            case_file, issued = await issue(letter, complete.determination, case_file, office, at)
            events += issued
    waiting = tuple(one for one in case_file.waiting if one.determination_version > case_file.newest)
    office.case_files[case_number] = case_file.model_copy(update={"waiting": waiting})
    return events


async def issue(
    letter: Letter,
    determination: DeterminationSigned,
    case_file: CaseFile,
    office: Office,
    at: datetime,
    release: Release | None = None,
) -> tuple[CaseFile, Sequence[Event]]:
    """Issue the *letter* of *determination* and serve it on every party, unless it is a draft; an older one that is held is overtaken."""
    record, issued = await print_letter(letter, determination.determination_version, case_file, office, release=release)
    case_number, jurisdiction = determination.case_number, case_file.jurisdiction
    parties = [] if letter.draft else servings(case_number, jurisdiction, record.decided_on, office)
    held = case_file.held
    if held is not None and held.determination.determination_version <= determination.determination_version:
        held = None
    changes = {"issued": (*case_file.issued, record.determination_version), "letters": (*case_file.letters, record), "held": held}
    sending = Sending(letter=record, content=letter, jurisdiction=jurisdiction, at=at, reason=None)
    return case_file.model_copy(update=changes), [issued, *await intend(case_number, sending, parties, office)]


async def print_letter(
    letter: Letter,
    determination_version: int,
    case_file: CaseFile,
    office: Office,
    *,
    release: Release | None = None,
    reissue_reason: str | None = None,
) -> tuple[IssuedLetter, LetterIssued]:
    """Print *letter* as the next of its case; printing takes longer than the loop may wait, so it leaves the loop."""
    assert letter.case_number is not None, "a letter of a determination has its case"
    assert letter.decided_on is not None, "a letter of a determination has its day"
    served = servings(letter.case_number, case_file.jurisdiction, letter.decided_on, office)
    parties: list[RecipientKind] = (
        ["worker"] if letter.draft else [each.party.kind for each in served]
    )  # a draft is served on nobody
    files = await asyncio.to_thread(office.press.print_copies, letter, parties, office.case_parties(letter.case_number).names)
    record = IssuedLetter(
        letter_version=len(case_file.letters) + 1,
        determination_version=determination_version,
        layout=str(letter.layout),
        draft=letter.draft,
        decided_on=letter.decided_on,
        files=files,
    )
    return record, LetterIssued(case_number=letter.case_number, release=release, reissue_reason=reissue_reason, **dict(record))
