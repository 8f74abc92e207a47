"""The questions about facts on which the eligibility rests."""

import pytest
from pydantic import ValidationError

from schemas.messages.acts.questions import FactsAsked, FactsOverdue
from schemas.wire.codec import read
from tests.examples import ROOT


@pytest.mark.parametrize("kind", [FactsAsked, FactsOverdue])
def test_a_case_waits_for_a_fact_or_more(kind: type[FactsAsked | FactsOverdue]) -> None:
    """Without a question there is nothing to wait for."""
    known = read(kind, 1, (ROOT / f"schemas/examples/{kind.type}/1.json").read_bytes())

    with pytest.raises(ValidationError):
        kind.model_validate({**known.model_dump(), "asked": ()})
