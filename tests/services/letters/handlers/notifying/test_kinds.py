"""The table of notices and the jurisdiction's list."""

from datetime import date
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from jurisdictions.model import NoticeRule
from services.letters.composition.layout import LayoutUnknown
from services.letters.handlers.notifying.kinds import NOTICES, NoticeUnfit, check_notices

RULES = load_jurisdiction("ca-workers-comp")


def rule(layout: str) -> NoticeRule:
    """Return a rule with *layout*."""
    return NoticeRule(from_on=date(2013, 1, 1), source="none", layout=layout, parties=("worker",), appeal=True)


def test_california_lists_every_notice() -> None:
    """Every kind has an entry, and every entry a kind and its layout."""
    check_notices([RULES])

    assert {kind.name for kind in NOTICES.values()} == RULES.letter_notices.keys()


@pytest.mark.parametrize(
    ("notices", "error", "told"),
    [
        ({"postcard": (rule("ca-workers-comp-ineligibility@2"),)}, NoticeUnfit, "there is no notice 'postcard'"),
        ({"ineligibility": (rule("ca-workers-comp-cover@1"),)}, NoticeUnfit, "is for a cover-letter"),
        ({"ineligibility": (rule("ca-workers-comp-ineligibility@99"),)}, LayoutUnknown, "there is no layout"),
    ],
)
def test_an_entry_that_makes_no_letter_is_refused(notices: dict[str, Any], error: type[Exception], told: str) -> None:
    """A kind that there is not, the layout of another letter, and one that there is not."""
    with pytest.raises(error, match=told):
        check_notices([RULES.model_copy(update={"letter_notices": notices})])
