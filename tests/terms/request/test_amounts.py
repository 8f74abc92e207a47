"""The meaning of amounts."""

import pytest

from terms.request.amounts import Amounts, amounts_of
from terms.request.grammar import parts_of
from terms.request.tokens import tokenise


def amounts(text: str, *, in_visits: bool = True, drug: bool = False) -> Amounts:
    """The amounts of *text*, of a therapy unless said otherwise."""
    tokens = tokenise(text)
    return amounts_of(list(parts_of(tokens, "".join(token.kind for token in tokens))), in_visits=in_visits, drug=drug)


@pytest.mark.parametrize(
    ("text", "visits", "weeks"),
    [
        ("2 x week x 3 weeks", 6, 3),
        ("every other week for 8 weeks", 4, 8),
        ("twice a month for 3 months", 6, None),
        ("2x/week for 14 days", 4, 2),
        ("1-2x/week x 6 weeks, 8 visits", 8, 6),
        ("1-2x/week x 6 weeks", None, 6),
        ("2x/week x 6", None, None),
        ("2 x week x 2 months", None, None),
        ("biweekly for 6 weeks", None, 6),
        ("8x2", None, None),
        ("12 x week x 2 weeks", None, 2),
    ],
)
def test_visits_and_weeks(text: str, visits: int | None, weeks: int | None) -> None:
    """A number is certain, or it is none."""
    read = amounts(text)

    assert (visits, weeks) == (read.visits, read.weeks)
    assert bool(read.doubts) == (visits is None)


def test_a_range_keeps_its_ends() -> None:
    """Visits that are no one number have a least and a greatest."""
    assert str(amounts("1-2 x week x 4 weeks").visits_range) == "4 to 8"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 day supply", 30),
        ("#60, 1 tab bid", 30),
        ("#60, 1 tab bid prn", None),
        ("#60, 1-2 tabs bid", None),
        ("30 day supply with 2 refills", None),
        ("1 month supply", None),
    ],
)
def test_days_of_supply(text: str, days: int | None) -> None:
    """Days are said, or follow from a count and a fixed dose; refills and ranges leave none."""
    assert days == amounts(text, in_visits=False, drug=True).supply_days
