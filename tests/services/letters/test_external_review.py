"""The notice of a federal external review as data."""

import pytest
from pydantic import ValidationError

from services.letters.external_review import ExternalReviewNotice
from tests.services.letters.sample import SAMPLES


def test_a_notice_decides_an_item_and_names_evidence() -> None:
    """One without either is refused."""
    notice = SAMPLES["external-review-notice"].model_dump()

    assert ExternalReviewNotice.model_validate(notice)
    for field in ("items", "evidence"):
        with pytest.raises(ValidationError, match=field):
            ExternalReviewNotice.model_validate({**notice, field: ()})
