"""The part of a request that is under review."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.disputed_part import Quantities, authorised_instead, disputed_part
from terms.law_words import PLAIN, LawWords


def quantities(
    requested: int | None, authorised: int | None, in_dispute: int | None, authorised_as: str | None = None
) -> Quantities:
    """Quantities in visits."""
    numbers = [None if number is None else Decimal(number) for number in (requested, authorised, in_dispute)]
    return Quantities(*numbers, "visits", authorised_as)


@pytest.mark.parametrize(
    ("given_quantities", "scope", "amount"),
    [
        (quantities(12, None, None), "whole", 12),
        (quantities(12, None, 12), "whole", 12),
        (quantities(12, 0, None), "whole", 12),
        (quantities(None, None, 6), "whole", 6),
        (quantities(None, None, None), "whole", None),
        (quantities(12, 6, None), "remainder", 6),
        (quantities(12, 6, 6), "remainder", 6),
        (quantities(12, 11, None), "remainder", 1),
        (quantities(12, 12, None), "nothing", 0),
        (quantities(12, 13, None), "nothing", 0),
        (quantities(12, None, 6), "remainder", 6),
        (quantities(None, 6, None), "whole", None),
        (quantities(None, 6, 6), "whole", 6),
        (quantities(12, None, None, "an evaluation"), "whole", 12),
        (quantities(12, 6, 6, "six visits elsewhere"), "whole", 12),
        (quantities(1, 1, None, "a month's rental"), "whole", 1),
        (quantities(12, None, 0), "nothing", 0),
        (quantities(12, 5, 0), "nothing", 0),
        (quantities(None, None, 0), "nothing", 0),
        (quantities(1, None, 0, "a month's rental"), "nothing", 0),
    ],
)
def test_what_is_under_review(given_quantities: Quantities, scope: str, amount: int | None) -> None:
    """A smaller approved amount leaves the rest; any other approval leaves the whole request."""
    found = disputed_part(given_quantities)

    assert (scope, amount) == (found.scope, found.amount)


@pytest.mark.parametrize(
    ("given_quantities", "part"),
    [
        (quantities(12, 6, 7), "leaves 6"),
        (quantities(12, 6, 5), "leaves 6"),
        (quantities(12, None, 13), "only 12 visits"),
        (quantities(6, 6, 1), "6 visits of 6 were approved"),
    ],
)
def test_what_does_not_add_up_is_not_documented(given_quantities: Quantities, part: str) -> None:
    """Contradictory numbers are named, and the amount is unknown."""
    found = disputed_part(given_quantities)

    assert found.amount is None
    assert part in found.explanation


def test_it_is_explained_in_the_words_of_the_law() -> None:
    """Who denied is named as the law names it; without a law plainly."""
    told = {words: disputed_part(quantities(12, 6, None), words).explanation for words in (PLAIN, LawWords(denier="the plan"))}

    assert "The earlier review approved 6 visits of the 12 requested; the remaining 6 are in dispute." == told[PLAIN]
    assert {PLAIN: True, LawWords(denier="the plan"): True} == {
        words: text.startswith(f"T{words.denier[1:]} approved 6") for words, text in told.items()
    }


@given(st.integers(1, 500), st.integers(0, 500))
def test_nothing_is_lost_between_what_is_approved_and_what_is_in_dispute(requested: int, authorised: int) -> None:
    """The approved amount and the amount under review add up to the request."""
    found = disputed_part(quantities(requested, authorised, None))

    assert found.amount == max(requested - authorised, 0)
    assert found.explanation.endswith(".")


def test_an_item_that_the_decision_authorised_is_not_under_review() -> None:
    """A stated dispute goes before, so that it is not lost."""
    authorised = Quantities(Decimal(12), wholly_authorised=True)

    assert "nothing" == disputed_part(authorised).scope
    assert "whole" == disputed_part(Quantities(Decimal(12), None, Decimal(12), wholly_authorised=True)).scope


@pytest.mark.parametrize(
    ("asked", "authorised", "said", "expected"),
    [
        ("purchase", "rental", None, "a rental instead of a purchase"),
        ("rental", "purchase", None, "a purchase instead of a rental"),
        ("purchase", "purchase", None, None),
        ("purchase", None, None, None),
        (None, "rental", None, None),
        ("purchase", "rental", "a month's rental", "a month's rental"),
    ],
)
def test_a_rental_is_no_part_of_a_purchase(
    asked: str | None, authorised: str | None, said: str | None, expected: str | None
) -> None:
    """8 CCR 9792.10.1: of a purchase for which a rental was granted, the whole is in dispute."""
    assert expected == authorised_instead(asked, authorised, said)


@pytest.mark.parametrize(
    ("requested", "authorised", "unit", "expected"),
    [
        (8, 6, "visit", "The earlier review approved 6 visits of the 8 requested; the remaining 2 are in dispute."),
        (2, 1, "Sessions", "The earlier review approved 1 session of the 2 requested; the remaining 1 is in dispute."),
        (3, 2, "box", "The earlier review approved 2 boxes of the 3 requested; the remaining 1 is in dispute."),
        (8, 1, "hours a week", "The earlier review approved 1 hour a week of the 8 requested; the remaining 7 are in dispute."),
        (8, 6, "mg", "The earlier review approved 6 mg of the 8 requested; the remaining 2 are in dispute."),
    ],
)
def test_units_agree_with_their_number(requested: int, authorised: int, unit: str, expected: str) -> None:
    """A unit that is a word is in the singular for one; the application may have either form."""
    part = disputed_part(Quantities(Decimal(requested), Decimal(authorised), None, unit))

    assert expected == part.explanation


def test_one_that_is_in_dispute() -> None:
    """A contradiction of one visit is told in the singular."""
    part = disputed_part(Quantities(Decimal(1), None, Decimal(2), "visits"))

    assert (
        "The application says that 2 visits are in dispute, but only 1 visit was requested; the number was not used."
        == part.explanation
    )
