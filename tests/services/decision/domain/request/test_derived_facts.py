"""Facts derived from the words and dates of a request."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.request.derived_facts import facts_from_dates, facts_in_words, months_after, phase_of_condition
from services.decision.library.library import load

READER = load().requests


def facts(text: str) -> dict[str, FactValue]:
    """The facts in *text*, read with the words of the library."""
    return facts_in_words(READER.read(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiropractic, 6 visits", 6),
        ("1 visit", 1),
        ("12 additional sessions", 12),
        ("Post-operative PT x12", 12),
        ("PT 2x4", 8),
        ("PT 2x3 (6 more)", 6),
        ("PT 2x6, 12 visits", 12),
        ("PT 2x6, 10 visits", None),
        ("6 visits, then 4 visits", None),
        ("six visits", 6),
        ("6 weeks", None),
        ("1000 visits", None),
        ("Norco 5/325 #60", None),
        ("MRI x 2", None),
        ("x-ray", None),
        ("", None),
    ],
)
def test_visits(text: str, expected: int | None) -> None:
    """One number of visits is read; a count of anything else is none of visits."""
    assert expected == facts(text).get("visits_requested")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norco 5/325 #60", True),
        ("Lidocaine, 30 patches", True),
        ("Ibuprofen 800 mg, qty: 60", True),
        ("Chiropractic, 6 visits", True),
        ("Percocet 5/325 (no quantity)", False),
        ("Percocet 5/325, quantity not stated", False),
        ("Percocet 5/325", None),
        ("Viagra 50 mg, three months", None),
        ("Naproxen 20 mg 60", True),
        ("Naproxen 60", None),
        ("EKG, two", True),
        ("Physical therapy 12", None),
    ],
)
def test_quantity_stated(text: str, expected: bool | None) -> None:  # noqa: FBT001 - the expected value
    """A count is a quantity; a duration or strength is not; silence gives no fact."""
    assert expected == facts(text).get("quantity_stated")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cold therapy rental, 1 week", {"acquisition": "rental", "rental_days": 7, "weeks_requested": 1, "duration_stated": True}),
        ("Cold unit, 30-day rental", {"acquisition": "rental", "rental_days": 30, "duration_stated": True}),
        ("Wheelchair rental 3 months", {"acquisition": "rental", "duration_stated": True}),
        ("TENS unit purchase", {"acquisition": "purchase"}),
        ("TENS unit, rental or purchase", {}),
        ("Home aide 8 h/day, 5 days/week", {"hours_per_week": 40.0}),
        (
            "Home aide 12 hours a day, 5 days per week, 4 weeks",
            {"hours_per_week": 60.0, "weeks_requested": 4, "duration_stated": True},
        ),
        ("Nurse visits, 4 weeks or 6 weeks", {"duration_stated": True}),
        ("Home aide 8 h/day", {}),
        ("Functional restoration program, 6 hours a day", {"hours_per_day": 6.0}),
        ("Nortriptyline 25 mg", {"tricyclic": True}),
        ("Capsaicin 0.025% cream", {"capsaicin_percent": 0.025}),
        ("Lumbar ESI at L4-5 without sedation", {"procedure_levels": 1, "sedation_planned": False}),
        ("MRI L4-5", {}),
    ],
)
def test_other_facts(text: str, expected: dict[str, FactValue]) -> None:
    """Durations, hours of care, rental or purchase, levels, and kinds of drugs."""
    assert expected == facts(text)


def test_an_ingredient_that_is_not_recommended() -> None:
    """One ingredient, by itself or by its class, makes a compound one that is not recommended."""
    reading = READER.read("Flurbiprofen 10% / Tizanidine 2% cream")

    assert facts_in_words(reading, {"muscle-relaxant"}) == {"every_ingredient_recommended": False}
    assert facts_in_words(reading, {"gabapentin"}) == {}


@given(st.text() | st.from_regex(r"\d{0,4} ?(x|#|visits|weeks|h/day|days/week|month rental) ?\d{0,4}"))
def test_any_text_can_be_read(text: str) -> None:
    """Any text can be read."""
    assert isinstance(facts(text), dict)


REQUESTED_ON = date(2015, 3, 20)


@pytest.mark.parametrize(
    ("injured_on", "born_on", "expected"),
    [
        (None, None, {}),
        (None, date(1971, 3, 20), {"age_years": 44}),
        (None, date(1971, 3, 21), {"age_years": 43}),
        (date(2013, 3, 20), None, {"years_since_injury": 2.0}),
        (date(2015, 3, 20), date(1971, 3, 20), {"age_years": 44, "years_since_injury": 0.0}),
        (date(2015, 3, 21), date(2016, 1, 1), {}),
        (date(1970, 1, 1), date(1971, 1, 1), {"years_since_injury": 45.2}),
    ],
)
def test_age_and_years_since_the_injury(injured_on: date | None, born_on: date | None, expected: dict[str, FactValue]) -> None:
    """Age in completed years and years since injury to a tenth; impossible dates give none."""
    assert expected == facts_from_dates(REQUESTED_ON, injured_on, born_on)


DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("injured_on", "requested_on", "expected"),
    [
        (date(2014, 3, 12), date(2014, 3, 12), "acute"),
        (date(2014, 3, 12), date(2014, 4, 11), "acute"),
        (date(2014, 3, 12), date(2014, 4, 12), "subacute"),
        (date(2014, 3, 12), date(2014, 6, 11), "subacute"),
        (date(2014, 3, 12), date(2014, 6, 12), "chronic"),
        (date(2014, 1, 31), date(2014, 2, 27), "acute"),
        (date(2014, 1, 31), date(2014, 2, 28), "subacute"),
        (date(2016, 1, 31), date(2016, 2, 28), "acute"),
        (date(2016, 1, 31), date(2016, 2, 29), "subacute"),
        (date(2014, 11, 30), date(2015, 2, 27), "subacute"),
        (date(2014, 11, 30), date(2015, 2, 28), "chronic"),
        (date(2014, 12, 15), date(2015, 1, 14), "acute"),
        (date(2014, 12, 15), date(2015, 1, 15), "subacute"),
        (date(2014, 3, 12), date(2030, 1, 1), "chronic"),
    ],
)
def test_phase_by_date(injured_on: date, requested_on: date, expected: str) -> None:
    """The phase changes on the same day of the month, or on the last of a shorter month."""
    assert expected == phase_of_condition(injured_on, requested_on)


@given(DAYS, st.integers(0, 130))
@example(date(2015, 2, 1), 28)
@example(date(2015, 1, 31), 89)
@example(date(2015, 7, 1), 91)
def test_a_phase_is_that_of_the_calendar(injured_on: date, days: int) -> None:
    """Counting days where months leave no doubt gives the phase that the calendar gives."""
    requested_on = injured_on + timedelta(days=days)
    until_acute, until_subacute = months_after(injured_on, 1), months_after(injured_on, 3)
    by_calendar = "acute" if requested_on < until_acute else "subacute" if requested_on < until_subacute else "chronic"

    assert by_calendar == phase_of_condition(injured_on, requested_on)


@given(DAYS, DAYS)
def test_phases_only_advance(injured_on: date, requested_on: date) -> None:
    """A later request is never in an earlier phase."""
    order = ("acute", "subacute", "chronic")
    later = date.fromordinal(requested_on.toordinal() + 1)

    assert order.index(phase_of_condition(injured_on, requested_on)) <= order.index(phase_of_condition(injured_on, later))


@given(DAYS, st.integers(0, 36))
def test_months_after_keeps_the_day(day: date, months: int) -> None:
    """The day of the month is kept, or is the last of a shorter month."""
    later = months_after(day, months)

    assert later.day == day.day or (later.day < day.day and date.fromordinal(later.toordinal() + 1).day == 1)
