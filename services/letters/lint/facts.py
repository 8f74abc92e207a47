"""The facts of a case, and the texts of a letter, that rules compare."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from services.letters.letter import Letter


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A disputed treatment as the application states it; quantities are in *unit*.

    *parent* is the number of the item to which this one is ancillary. *requested_on* is the day of
    its request where that is not the case's: it was filed as another case.
    """

    number: int
    body_side: Literal["left", "right", "both"] | None = None
    parent: int | None = None
    requested: Decimal | None = None
    authorised: Decimal | None = None
    in_dispute: Decimal | None = None
    unit: str | None = None
    requested_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts of a case, and names that must not appear; rules skip a fact that is None.

    *injured_on* is the last day of a cumulative injury, and *injured_from_on* its first.
    *also_denied_on* are the days of other decisions whose treatments are decided here.

    *reviewer_names* must not appear in any copy, *redacted_names* not in the public copy.
    """

    injured_on: date | None = None
    injured_from_on: date | None = None
    denied_on: date | None = None
    also_denied_on: tuple[date, ...] = ()
    requested_on: date | None = None
    items: tuple[ItemFacts, ...] = ()
    reviewer_names: tuple[str, ...] = ()
    redacted_names: tuple[str, ...] = ()
    public_copy: bool = False

    def item(self, number: int) -> ItemFacts:
        """Return the facts of item *number*, which are all None for an unknown item."""
        return next((item for item in self.items if item.number == number), ItemFacts(number))


NOTHING_KNOWN = CaseFacts()
"""For a letter whose case is not known, such as one from the past."""


ITEM_TEXTS = ("request", "claims_administrator_guideline", "reviewer_guideline", "rationale", "closing")
_LETTER_TEXTS = ("review_organization", "clinical_summary")


def all_texts(letter: Letter) -> Iterator[tuple[str, str]]:
    """Yield every printed text of *letter* with its place, a JSON pointer."""
    for name in _LETTER_TEXTS:
        yield f"/{name}", getattr(letter, name)
    for place, reviewer in zip(_reviewer_places(letter), letter.reviewers, strict=True):
        yield f"{place}/licensure_text", reviewer.licensure_text
        yield f"{place}/specialties_text", reviewer.specialties_text
    for index, item in enumerate(letter.items):
        for name in ITEM_TEXTS:
            yield f"/items/{index}/{name}", getattr(item, name)
    for index, not_decided in enumerate(letter.not_decided):
        yield f"/not_decided/{index}/request", not_decided.request
    for index, document in enumerate(letter.documents_reviewed):
        yield f"/documents_reviewed/{index}/title", document.title
    for index, recipient in enumerate(letter.recipients):
        yield f"/recipients/{index}", recipient


def _reviewer_places(letter: Letter) -> list[str]:
    return ["/reviewer", *(f"/other_reviewers/{index}" for index in range(len(letter.other_reviewers)))]


def narratives(letter: Letter) -> Iterator[tuple[str, str]]:
    """Yield the clinical summary, and each item's rationale and closing, with their places."""
    yield "/clinical_summary", letter.clinical_summary
    for index, item in enumerate(letter.items):
        yield f"/items/{index}/rationale", item.rationale
        yield f"/items/{index}/closing", item.closing
