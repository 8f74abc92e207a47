"""Dates that contradict one another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.possible_dates import ImpossibleDates, contradictions

SOUND: dict[str, date | None] = {
    "injured_on": date(2014, 3, 12),
    "requested_on": date(2015, 3, 20),
    "decided_on": date(2015, 3, 27),
    "served_on": date(2015, 3, 28),
    "signed_on": date(2015, 4, 14),
    "received_on": date(2015, 4, 17),
}
ONE_DAY = timedelta(days=1)


def found(**changes: date | None) -> tuple[str, ...]:
    """Return the contradictions in the sound dates with *changes*."""
    return contradictions(**{**SOUND, **changes})  # type: ignore[arg-type]


def test_sound_dates_contradict_nothing() -> None:
    """Injury, request, decision, service, signature, receipt."""
    assert () == found()


@pytest.mark.parametrize(
    ("field", "not_before", "expected"),
    [
        ("requested_on", "injured_on", "utilization_review.requested_on is before injured_on"),
        ("decided_on", "requested_on", "utilization_review.decided_on is before utilization_review.requested_on"),
        ("served_on", "decided_on", "utilization_review.denial_served_on is before utilization_review.decided_on"),
        ("received_on", "decided_on", "the day of receipt is before utilization_review.decided_on"),
        ("received_on", "signed_on", "the day of receipt is before signature.signed_on"),
    ],
)
def test_what_comes_second_is_not_first(field: str, not_before: str, expected: str) -> None:
    """The same day is possible, the day before is not, and the fields are named."""
    earlier = SOUND[not_before]
    assert earlier is not None

    assert expected not in found(**{field: earlier})
    assert expected in found(**{field: earlier - ONE_DAY})


def test_an_application_may_come_before_the_decision_was_served() -> None:
    """Decided on 27 March, received on 14 April, mailed a day later (LC 4610.5(h)(1))."""
    assert () == found(served_on=date(2015, 4, 15), signed_on=date(2015, 4, 13), received_on=date(2015, 4, 14))


def test_nobody_need_have_signed() -> None:
    """A missing signature is a reason, not a contradiction."""
    assert () == found(signed_on=None)


def test_a_signature_may_be_older_than_the_decision() -> None:
    """That is for the screen to judge."""
    assert () == found(signed_on=date(2015, 1, 1))


@given(st.lists(st.dates(date(2013, 1, 1), date(2030, 1, 1)), min_size=5, max_size=5))
def test_dates_in_order_contradict_nothing(days: list[date]) -> None:
    """Any five days in their order are possible."""
    injured_on, requested_on, decided_on, served_on, received_on = sorted(days)

    assert () == contradictions(
        injured_on=injured_on,
        requested_on=requested_on,
        decided_on=decided_on,
        served_on=served_on,
        signed_on=received_on,
        received_on=received_on,
    )


def test_the_error_says_all_of_them() -> None:
    """Who corrects an application wants to do it once."""
    error = ImpossibleDates(found(decided_on=date(2015, 3, 1), received_on=date(2015, 2, 28)))

    assert len(error.contradictions) == 3
    assert str(error) == "; ".join(error.contradictions)
