"""What lint may know of a case beyond its letter. What is not known is not compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from services.letters.letter import Letter


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A disputed treatment as the application has it: its side, what it is ancillary to, and its three quantities in *unit*."""

    number: int
    body_side: Literal["left", "right", "both"] | None = None
    parent: int | None = None
    requested: Decimal | None = None
    authorised: Decimal | None = None
    in_dispute: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The case as intake knows it, and whose names may not appear: *reviewer_names* never, *redacted_names* not in the public copy."""

    injured_on: date | None = None
    denied_on: date | None = None
    requested_on: date | None = None
    items: tuple[ItemFacts, ...] = ()
    reviewer_names: tuple[str, ...] = ()
    redacted_names: tuple[str, ...] = ()
    public_copy: bool = False

    def item(self, number: int) -> ItemFacts:
        """The facts of item *number*; nothing known of it where there are none."""
        return next((item for item in self.items if item.number == number), ItemFacts(number))


NOTHING_KNOWN = CaseFacts()
"""For a letter alone, such as one of the past."""


ITEM_TEXTS = ("request", "claims_administrator_guideline", "reviewer_guideline", "rationale", "closing")
_LETTER_TEXTS = ("review_organization", "clinical_summary")


def all_texts(letter: Letter) -> Iterator[tuple[str, str]]:
    """Every text of *letter* that is printed, with its place."""
    for name in _LETTER_TEXTS:
        yield f"/{name}", getattr(letter, name)
    yield "/reviewer/licensure_text", letter.reviewer.licensure_text
    yield "/reviewer/specialties_text", letter.reviewer.specialties_text
    for index, item in enumerate(letter.items):
        for name in ITEM_TEXTS:
            yield f"/items/{index}/{name}", getattr(item, name)
    for index, document in enumerate(letter.documents_reviewed):
        yield f"/documents_reviewed/{index}/title", document.title
    for index, recipient in enumerate(letter.recipients):
        yield f"/recipients/{index}", recipient


def narratives(letter: Letter) -> Iterator[tuple[str, str]]:
    """The texts that tell the case: the clinical summary, and each item's reasons and closing."""
    yield "/clinical_summary", letter.clinical_summary
    for index, item in enumerate(letter.items):
        yield f"/items/{index}/rationale", item.rationale
        yield f"/items/{index}/closing", item.closing
