"""Items under review, and earlier reviews of a treatment."""

from datetime import date
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.messages.application import Application
from schemas.messages.duplicates import EarlierReviewsFound
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.known_items import (
    earlier_reviews,
    filed_cases,
    known_items,
    put_under_review,
    take_from_review,
    without,
)
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, RECEIVED_AT, application
from tests.services.intake.handlers.cases import REVIEW, determined, ready
from tests.services.intake.messages import AT


def later(requested_on: date, **changes: Any) -> Application:
    """Return the example, requested and denied anew."""
    review = REVIEW.model_copy(update={"requested_on": requested_on, "decided_on": requested_on, "denial_served_on": requested_on})
    return application(utilization_review=review, **changes)


def test_items_are_known_until_they_are_taken_from_review() -> None:
    """Nothing stays of a case whose items were all found to be duplicates."""
    tables = Tables()
    put_under_review(CASE_NUMBER, application(), RECEIVED_AT, tables)
    put_under_review(CASE_NUMBER, application(), RECEIVED_AT, tables)

    assert [1, 2] == list(known_items(application(), tables).certain)
    assert [CASE_NUMBER] == list(filed_cases(application(), tables))

    take_from_review(CASE_NUMBER, application(), tables)

    assert Tables() == tables


def test_another_case_under_the_same_key_stays() -> None:
    """One worker may have several cases of one injury."""
    tables = Tables()
    put_under_review("CM15-1330001", application(), RECEIVED_AT, tables)
    put_under_review("CM15-1330002", application(), RECEIVED_AT, tables)
    take_from_review("CM15-1330001", application(), tables)

    assert ["CM15-1330002"] == list(filed_cases(application(), tables))


@pytest.mark.parametrize(
    ("requested_on", "told"),
    [(date(2015, 6, 5), True), (date(2016, 3, 27), True), (date(2016, 3, 28), False), (date(2017, 3, 27), False)],
    ids=str,
)
def test_earlier_reviews_are_told_for_twelve_months(requested_on: date, *, told: bool) -> None:
    """LC 4610(k): from the earlier decision to the new request, the last day included."""
    found = earlier_reviews("CM16-1330001", later(requested_on), ready())

    assert told == bool(found)


def test_an_earlier_review_names_its_outcome() -> None:
    """Item by item: the denial that stood is told, and so is the treatment that was approved."""
    tables = ready()
    on_determination_signed(determined(outcomes=("upheld", "overturned")), AT, tables=tables, jurisdiction_of=load_jurisdiction)
    (found,) = earlier_reviews("CM15-1330002", later(date(2015, 6, 5)), tables)

    assert isinstance(found, EarlierReviewsFound)
    assert [
        (1, CASE_NUMBER, 1, REVIEW.decided_on, date(2015, 4, 27), "upheld"),
        (2, CASE_NUMBER, 2, REVIEW.decided_on, date(2015, 4, 27), "overturned"),
    ] == [tuple(vars(each).values()) for each in found.reviews]


@pytest.mark.parametrize(
    "changes",
    [
        {"employee": application().employee.model_copy(update={"name": "Somebody Else"})},
        {"employee": application().employee.model_copy(update={"born_on": date(1980, 1, 1)})},
        {"items": (application().items[0].model_copy(update={"body_region": "neck"}),)},
        {"injured_on": date(2014, 3, 13)},
    ],
    ids=["name", "born_on", "body_region", "injured_on"],
)
def test_another_workers_review_is_not_told(changes: dict[str, Any]) -> None:
    """Only a certain match is shown to the reviewer."""
    assert [] == earlier_reviews("CM15-1330002", later(date(2015, 6, 5), **changes), ready())


def test_a_leap_day_has_its_year() -> None:
    """From 29 February the twelve months end on 28 February."""
    tables = Tables()
    put_under_review(CASE_NUMBER, later(date(2016, 2, 29)), RECEIVED_AT, tables)

    assert earlier_reviews("CM17-1330001", later(date(2017, 2, 28)), tables)
    assert not earlier_reviews("CM17-1330001", later(date(2017, 3, 1)), tables)


def test_without_items() -> None:
    """The others keep their numbers; nothing changes if none is left out."""
    known = application()

    assert known is without(known, set())
    assert [2] == [item.number for item in without(known, {1}).items]
