"""Items that are denied with a surgery."""

from typing import Any, Literal

import pytest

from services.letters.letter import Letter
from services.letters.lint.facts import NOTHING_KNOWN, CaseFacts, ItemFacts
from services.letters.lint.rules.ancillary import falls_with_a_surgery
from tests.services.letters.sample import LETTER

Outcome = Literal["upheld", "overturned"]


def letter(first: Outcome, second: Outcome, **changes: Any) -> Letter:
    """The sample with these outcomes, and *changes* to its second item."""
    one, two = LETTER.items
    items = (one.model_copy(update={"outcome": first}), two.model_copy(update={"outcome": second, **changes}))
    return LETTER.model_copy(update={"items": items})


@pytest.mark.parametrize(
    ("first", "second", "parent", "expected"),
    [
        ("upheld", "upheld", 1, True),
        ("overturned", "upheld", 1, False),
        ("upheld", "overturned", 1, False),
        ("upheld", "upheld", 3, False),
    ],
)
def test_the_case_names_the_parent(first: Outcome, second: Outcome, parent: int, *, expected: bool) -> None:
    """An item falls with its parent if both are upheld, and with no other item."""
    made = letter(first, second, rationale="It goes with the first.")
    facts = CaseFacts(items=(ItemFacts(2, parent=parent),))

    assert expected == falls_with_a_surgery(made, made.items[1], facts)


@pytest.mark.parametrize(
    ("first", "rationale", "closing", "expected"),
    [
        ("upheld", "As the surgery is not necessary,", "neither is the sling.", True),
        ("upheld", "It was asked for.", "As the procedure is denied, so is the sling.", True),
        ("upheld", "It was asked for.", "The sling is not necessary.", False),
        ("overturned", "As the surgery is not necessary,", "neither is the sling.", False),
    ],
)
def test_without_the_case_the_rationale_says_it(first: Outcome, rationale: str, closing: str, *, expected: bool) -> None:
    """The rationale or closing mentions a surgery, and an item before it is upheld."""
    made = letter(first, "upheld", rationale=rationale, closing=closing)

    assert expected == falls_with_a_surgery(made, made.items[1], NOTHING_KNOWN)


def test_the_first_item_has_no_surgery_before_it() -> None:
    """The surgery comes before the items that belong to it."""
    made = letter("upheld", "upheld")
    first = made.items[0].model_copy(update={"rationale": "The surgery is not necessary."})

    assert not falls_with_a_surgery(made, first, NOTHING_KNOWN)
