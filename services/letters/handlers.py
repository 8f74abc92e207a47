"""What letters does with each message: keep it until facts, credentials and determination are there, in any order, then issue."""

import asyncio
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime

from schemas.decision import DeterminationSigned
from schemas.intake import CaseReadyForReview
from schemas.letters import LetterFile, LetterIssued
from schemas.triage import ReviewerAssigned
from services.letters.assemble import Printable, assemble, facts_of, printable
from services.letters.letter import LayoutReference, Letter
from services.letters.records import CaseFile, Credentials

CaseFiles = MutableMapping[str, CaseFile]


@dataclass(frozen=True)
class Press:
    """How letters are made here: for whom, in which layout (by jurisdiction and decision date), and how they are printed and kept."""

    review_organization: str
    layout_of: Callable[[str, date], LayoutReference]
    print_letter: Callable[[Letter], tuple[LetterFile, ...]]


async def on_case_ready_for_review(
    message: CaseReadyForReview, _at: datetime, *, case_files: CaseFiles, press: Press
) -> list[LetterIssued]:
    """Keep the facts of the file."""
    case_file = case_files.get(message.case_number, CaseFile())
    return await _issue(message.case_number, _with(case_file, facts=facts_of(message)), case_files, press)


async def on_reviewer_assigned(
    message: ReviewerAssigned, _at: datetime, *, case_files: CaseFiles, press: Press
) -> list[LetterIssued]:
    """Keep the reviewer's credentials, beside those of earlier reviewers, whose determinations may still be on their way."""
    case_file = case_files.get(message.case_number, CaseFile())
    others = tuple(known for known in case_file.credentials if known.reviewer_id != message.reviewer_id)
    new = Credentials(reviewer_id=message.reviewer_id, licensure=message.licensure, specialties=message.specialties)
    return await _issue(message.case_number, _with(case_file, credentials=(*others, new)), case_files, press)


async def on_determination_signed(
    message: DeterminationSigned, _at: datetime, *, case_files: CaseFiles, press: Press
) -> list[LetterIssued]:
    """Issue the letter of a determination newer than those issued before."""
    case_file = case_files.get(message.case_number, CaseFile())
    if message.determination_version <= max(case_file.issued, default=0):
        return []
    return await _issue(message.case_number, _with(case_file, waiting=(*case_file.waiting, message)), case_files, press)


async def _issue(case_number: str, case_file: CaseFile, case_files: CaseFiles, press: Press) -> list[LetterIssued]:
    """Issue what can be issued and keep the rest; of an issued determination only its version stays."""
    letters = [await _letter(complete, press) for complete in printable(case_file)]
    issued = (*case_file.issued, *(letter.determination_version for letter in letters))
    waiting = tuple(one for one in case_file.waiting if one.determination_version > max(issued, default=0))
    case_files[case_number] = _with(case_file, waiting=waiting, issued=issued)
    return letters


async def _letter(complete: Printable, press: Press) -> LetterIssued:
    """Assemble, print and keep one letter; printing takes longer than the loop may wait, so it leaves the loop."""
    determination = complete.determination
    layout = press.layout_of(complete.facts.jurisdiction, determination.decided_on)
    letter = assemble(complete, layout, press.review_organization)
    files = await asyncio.to_thread(press.print_letter, letter)
    return LetterIssued(
        case_number=determination.case_number,
        determination_version=determination.determination_version,
        layout=str(layout),
        draft=letter.draft,
        decided_on=determination.decided_on,
        files=files,
    )


def _with(case_file: CaseFile, **changes: object) -> CaseFile:
    """A copy of *case_file* with *changes*; records are replaced, never changed."""
    return case_file.model_copy(update=changes)
