"""Turn a letter from the past into the event that states its decisions."""

import re

from schemas.ids import derived_id
from schemas.messages.history import DeterminationImported, PastDecision
from services.letters.letter import Letter, LetterItem

FORM_VERSION = 1
"""Later versions of a layout print the same words, and give the same event."""

_CASE_NUMBER = re.compile(r"CM[0-9]{2}-[0-9]{7}")


class CaseNumberMissing(ValueError):
    """The letter and its file name give no case number, so the event would have no key."""

    def __init__(self, printed: str | None, file_name: str) -> None:
        told = "prints no case number" if printed is None else f"prints {printed[:40]!r}, which is not a case number"
        super().__init__(f"the letter {told}; rename the file {file_name!r} to its case number, such as CM26-4170023.txt")


def determination_imported(letter: Letter, file_name: str) -> DeterminationImported:
    """Return the event for *letter*, with *file_name* as the case number if it prints none.

    Raises CaseNumberMissing.
    """
    case_number = next((name for name in (letter.case_number, file_name) if name and _CASE_NUMBER.fullmatch(name)), None)
    if case_number is None:
        raise CaseNumberMissing(letter.case_number, file_name)
    return DeterminationImported(
        case_number=case_number,
        layout=f"{letter.layout.id}@{FORM_VERSION}",
        review_organization=letter.review_organization,
        priority=letter.priority,
        injured_on=letter.injured_on,
        denied_on=letter.denied_on,
        received_on=letter.received_on,
        assigned_on=letter.assigned_on,
        decided_on=letter.decided_on,
        clinical_summary=_in_one_line(letter.clinical_summary),
        items=tuple(_decision(item) for item in letter.items),
    )


def message_id(message: DeterminationImported) -> str:
    """Derive the id from the whole content, so that importing a letter twice changes nothing."""
    return derived_id("determination-imported", message.model_dump_json())


def _decision(item: LetterItem) -> PastDecision:
    return PastDecision(
        number=item.number,
        request=_in_one_line(item.request),
        outcome=item.outcome,
        claims_administrator_guideline=_in_one_line(item.claims_administrator_guideline),
        reviewer_guideline=_in_one_line(item.reviewer_guideline),
        rationale=_in_one_line(item.rationale),
        closing=_in_one_line(item.closing),
    )


def _in_one_line(text: str) -> str:
    """Return *text* without its paragraphs, which a letter read from its print does not show."""
    return " ".join(text.split())
