"""Applications in the terms of intake's rules."""

from datetime import date
from typing import Any

import pytest

from services.intake.domain.possible_dates import ImpossibleDates
from services.intake.translation import refuse_impossible_dates
from tests.examples import application

RECEIVED_ON = date(2015, 4, 17)


def review(**changes: Any) -> dict[str, Any]:
    """Return a change of the example's utilization review."""
    return {"utilization_review": application().utilization_review.model_copy(update=changes)}


def test_the_dates_of_the_example_agree() -> None:
    """Nothing in it is before what must come first."""
    refuse_impossible_dates(application(), RECEIVED_ON)


def test_dates_that_contradict_one_another_are_refused() -> None:
    """A decision before its request is a mistake, no reason against the worker."""
    early = application(**review(decided_on=date(2014, 1, 1)))

    with pytest.raises(ImpossibleDates):
        refuse_impossible_dates(early, RECEIVED_ON)
