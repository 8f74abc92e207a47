"""Cover letters and notices as data."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.letters.letter import LayoutReference
from services.letters.notices import CoveredItem, CoverLetter, IneligibilityNotice, NoticeReason

LAYOUT = LayoutReference(id="ca-workers-comp-cover", version=2)
COVER = CoverLetter(
    kind="cover-letter",
    layout=LAYOUT,
    review_organization="Example Review Organization",
    case_number="CM26-4170023",
    dated_on=date(2026, 4, 30),
    items=(CoveredItem(request="Chiropractic, 6 visits", outcome="upheld"),),
    appeal_until=date(2026, 6, 4),
)


def test_a_cover_letter_reads_back_the_same() -> None:
    """The JSON of a cover letter reads back as the same cover letter."""
    assert COVER == CoverLetter.model_validate_json(COVER.model_dump_json())


@pytest.mark.parametrize("changes", [{"items": ()}, {"appeal_days": 0}, {"appeal_days": 366}])
def test_a_cover_letter_covers_a_decision_and_names_a_possible_window(changes: dict[str, object]) -> None:
    """A cover without an item or with an impossible number of days is refused."""
    with pytest.raises(ValidationError):
        CoverLetter.model_validate({**COVER.model_dump(), **changes})


def test_a_cover_letter_of_before_still_reads() -> None:
    """Letters of version 1 hold a number of days and no day."""
    old = {**COVER.model_dump(mode="json", exclude={"appeal_until"}), "appeal_days": 30}

    assert (None, 30) == ((read := CoverLetter.model_validate(old, strict=False)).appeal_until, read.appeal_days)


def test_a_notice_of_ineligibility_gives_a_reason() -> None:
    """A notice without a reason is refused; one with a reason keeps code and text."""
    shared = {**COVER.model_dump(exclude={"items"}), "kind": "ineligibility-notice", "appeal_days": 30}
    reason = NoticeReason(code="LATE", text="The application came after the last filing day.")

    assert (reason,) == IneligibilityNotice.model_validate({**shared, "reasons": (reason,)}).reasons
    with pytest.raises(ValidationError):
        IneligibilityNotice.model_validate({**shared, "reasons": ()})
