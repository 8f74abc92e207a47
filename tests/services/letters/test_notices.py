"""Cover letters and notices as data."""

from datetime import date
from typing import Literal

import pytest

from services.letters.letter import LayoutReference
from services.letters.notices import Addressee, CoveredItem, cover_of
from tests.services.letters.sample import BARE, LETTER

COVER = LayoutReference(id="ca-workers-comp-cover", version=1)
MAILED_ON = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("items", "outcome"),
    [
        (("upheld",), "uphold"),
        (("overturned", "overturned"), "overturn"),
        (("upheld", "overturned"), "partial overturn"),
        (("overturned", "upheld", "upheld"), "partial overturn"),
    ],
)
def test_the_outcome_of_a_case_follows_from_its_items(items: tuple[Literal["upheld", "overturned"], ...], outcome: str) -> None:
    """Partial exists only of a case: where some items stand and some do not."""
    letter = LETTER.model_copy(update={"items": tuple(LETTER.items[0].model_copy(update={"outcome": each}) for each in items)})

    assert outcome == cover_of(letter, COVER, mailed_on=MAILED_ON, appeal_days=30).outcome


def test_a_cover_letter_says_what_the_determination_decided() -> None:
    """Case, dates, items and copies are the determination's; only who it goes to and when is new."""
    cover = cover_of(LETTER, COVER, mailed_on=MAILED_ON, appeal_days=30, addressee=Addressee(name="Pat Example"))

    assert (LETTER.case_number, MAILED_ON, LETTER.recipients) == (cover.case_number, cover.dated_on, cover.recipients)
    assert cover.items == (
        CoveredItem(request="Chiropractic, 6 visits", outcome="upheld"),
        CoveredItem(request="Massage Therapy to the Lumbar Spine, 6 visits", outcome="overturned"),
    )


def test_a_determination_without_a_case_number_has_no_cover_letter() -> None:
    """A letter of the past that prints no case number cannot be mailed again."""
    with pytest.raises(ValueError, match="no case number"):
        cover_of(BARE, COVER, mailed_on=MAILED_ON, appeal_days=30)
