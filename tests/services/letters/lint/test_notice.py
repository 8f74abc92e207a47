"""The rules that hold a notice."""

import pytest

from services.letters.lint.notice import check_notice
from services.letters.notices import IneligibilityNotice
from tests.services.letters.sample import SAMPLES

NOTICE = SAMPLES["ineligibility-notice-2"]


def changed(text: str) -> IneligibilityNotice:
    """Return the sample with another sentence as its first reason."""
    assert isinstance(NOTICE, IneligibilityNotice)
    reason = NOTICE.reasons[0].model_copy(update={"text": text})
    return NOTICE.model_copy(update={"reasons": (reason, *NOTICE.reasons[1:])})


def test_a_sound_notice_has_no_findings() -> None:
    """Names and addresses of parties are no prose."""
    assert () == check_notice(changed("It came too late."))
    assert () == check_notice(changed("It came too late.").model_copy(update={"recipients": ("TBD Example, employee",)}))


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Received on {received_on}.", "placeholder.1"),
        ("Ask the [insert name].", "placeholder.1"),
        ("The reviewer is Dr. Robin Example.", "names.1"),
    ],
)
def test_a_placeholder_or_a_reviewer_holds_it(text: str, finding: str) -> None:
    """Each finding has its rule, its number and its place."""
    assert [(finding, "/reasons/0/text")] == [(each.id, each.place) for each in check_notice(changed(text))]
