"""The numbers in the words of a request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.request.request_words import facts_in_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiropractic, 6 visits", 6),
        ("1 visit", 1),
        ("12 additional sessions", 12),
        ("Post-operative PT x12", 12),
        ("PT 2x4", 8),
        ("Acupuncture 2 x 6", 12),
        ("Physical therapy 3 times a week for 4 weeks", 12),
        ("PT 2x3 (6 more)", 6),
        ("PT 2x6, 12 visits", 12),
        ("PT 2x6, 10 visits", None),
        ("6 visits, then 4 visits", None),
        ("six visits", None),
        ("6 weeks", None),
        ("1000 visits", None),
        ("Norco 5/325 #60", None),
        ("x-ray", None),
        ("", None),
    ],
)
def test_visits(text: str, expected: int | None) -> None:
    """One plain number of visits, or visits a week times weeks, is taken; anything else is not guessed at."""
    assert expected == facts_in_words(text).get("visits_requested")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norco 5/325 #60", True),
        ("Lidocaine, 30 patches", True),
        ("Ibuprofen 800 mg, qty: 60", True),
        ("Ibuprofen 800 mg quantity 60", True),
        ("Chiropractic, 6 visits", True),
        ("Percocet 5/325 (no quantity)", False),
        ("Percocet 5/325, quantity not stated", False),
        ("Percocet 5/325", None),
        ("Viagra 50 mg, three months", None),
        ("Viagra 50 mg, 3 months", None),
    ],
)
def test_quantity_stated(text: str, expected: bool | None) -> None:  # noqa: FBT001 - the expected value
    """A count is a quantity; a span of time or a strength is none, and what is not said stays unsaid."""
    assert expected == facts_in_words(text).get("quantity_stated")


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
    ],
)
def test_time_and_acquisition(text: str, expected: dict[str, FactValue]) -> None:
    """Spans of time, hours of care in a week, and whether a device is rented or bought."""
    assert expected == facts_in_words(text)


@given(st.text() | st.from_regex(r"\d{0,4} ?(x|#|visits|weeks|h/day|days/week|month rental) ?\d{0,4}"))
def test_any_text_can_be_read(text: str) -> None:
    """No text fails, and one that was read before is not read again."""
    assert facts_in_words(text) is facts_in_words(text)
