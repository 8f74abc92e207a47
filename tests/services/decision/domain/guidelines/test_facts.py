"""Facts in the words of sentences, and why a value cannot be used."""

import pytest

from services.decision.domain.guidelines.facts import (
    FactDefinition,
    FactValue,
    ReportedValue,
    in_words,
    reason_unusable,
    reported_by_utilization_review_alone,
    reported_otherwise,
)
from terms.law_words import LawWords
from tests.services.decision.domain.guidelines.vocabulary import VOCABULARY


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("visits", 1, "1 visit"),
        ("visits", 6, "6 visits"),
        ("dose", 2.5, "2.5 milligrams"),
        ("note", "{visits}", "{visits}"),
        ("unit", "purchase", "a purchase"),
        ("visited", True, "yes"),
        ("visited", False, "no"),
    ],
)
def test_in_words(name: str, value: FactValue, expected: str) -> None:
    """A value is shown with its unit or in its words."""
    assert expected == in_words(VOCABULARY[name], value)


def test_a_month_is_not_counted_in_days() -> None:
    """A unit that has no fixed number of the fact's own is named with the reason."""
    days = FactDefinition("days", "int", "Days.", "day", "days", 1, 3650)

    assert "a month has 28 to 31 days" in (reason_unusable(days, "days", [ReportedValue(1, "month")]) or "")


WORDS = LawWords(denial="utilization review decision")


def test_utilization_review_beside_the_records() -> None:
    """A fact that only utilization review reports, or reports otherwise, is named."""
    visits = VOCABULARY["visits"]

    assert "Only the utilization review decision says that visits is 6 visits;" in reported_by_utilization_review_alone(
        visits, ReportedValue(6), WORDS
    )
    assert reported_otherwise(visits, [ReportedValue(8)], ReportedValue(6), WORDS) == (
        "The records say that visits is 6 visits, which was used; the utilization review decision says that visits is 8 visits."
    )
