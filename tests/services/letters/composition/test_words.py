"""Words: how a day is written."""

from datetime import date

import pytest

from services.letters.composition.layout import load_layout
from tests.services.letters.sample import LAYOUT


@pytest.mark.parametrize(("language", "written"), [("en", "04/03/2026"), ("es", "3 de abril de 2026")])
def test_a_day_is_written_as_the_language_does(language: str, written: str) -> None:
    """English as the form has it; Spanish in words, for 04/03 is another day there."""
    assert written == load_layout(LAYOUT, language=language).words.dated(date(2026, 4, 3))


def test_a_span_of_days_is_written_once_if_it_is_one_day() -> None:
    """From one day to another, one day, an open end, or nothing."""
    words = load_layout(LAYOUT).words
    first, last = date(2015, 3, 1), date(2015, 3, 9)

    assert ["03/01/2015 to 03/09/2015", "03/01/2015", "03/09/2015", ""] == [
        words.span(first, last),
        words.span(first, first),
        words.span(None, last),
        words.span(None, None),
    ]
