"""The rule on quantities."""

from decimal import Decimal

import pytest

from services.letters.lint.facts import CaseFacts, ItemFacts
from tests.services.letters.lint.mutations import found_by, with_item

REMAINDER = (
    "Norco 10/325mg #60 was the original request. Norco 10/325mg #25 was authorized by the Claims Administrator. "
    "The remaining IMR eligible portion of the original request, Norco 10/325mg #35 is"
)
WORDS = (
    "Eight therapy sessions was the original request. Six therapy sessions was authorized by the Claims Administrator. "
    "The remaining IMR eligible portion of the original request, Two therapy sessions"
)


@pytest.mark.parametrize(
    "heading",
    [
        REMAINDER.replace("#35", "#45"),
        REMAINDER.replace("#25", "#20"),
        REMAINDER.replace("#60", "#90"),
        WORDS.replace("Two", "Three"),
        WORDS.replace("Six", "Seven"),
        WORDS.replace("Eight", "12"),
    ],
)
def test_a_wrong_remainder_is_found(heading: str) -> None:
    """The quantity in dispute must be the requested one less the authorised one."""
    assert ["/items/0/request"] == [finding.place for finding in found_by("quantity", with_item(request=heading, closing="No."))]


@pytest.mark.parametrize("heading", [REMAINDER, WORDS, WORDS.replace("Six therapy sessions", "An evaluation")])
def test_a_right_remainder(heading: str) -> None:
    """A right remainder is sound, in figures and in words.

    An approval of another kind is not subtracted.
    """
    assert [] == found_by("quantity", with_item(request=heading, closing="No."))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("closing", "The request for Chiropractic, 12 visits is not medically necessary."),
        ("closing", "The request for five visits is not medically necessary."),
        ("closing", "The 8 additional visits are not medically necessary."),
        ("rationale", "The request is for 10 visits. The guideline supports a trial."),
        ("rationale", "This request is for twelve visits of manual therapy."),
    ],
)
def test_another_number_than_the_headings_is_found(field: str, text: str) -> None:
    """Another number is found in the closing, and where the rationale repeats the request."""
    assert [f"/items/0/{field}"] == [finding.place for finding in found_by("quantity", with_item(**{field: text}))]


@pytest.mark.parametrize(
    ("heading", "closing"),
    [
        ("Tramadol 50mg #60", "Tramadol 50 mg #90 is not medically necessary."),
        ("Tramadol 50mg #60", "Tramadol 100 mg #60 is not medically necessary."),
        ("Home aide for 4 weeks", "Home aide for 6 weeks is not medically necessary."),
    ],
)
def test_another_dose_or_count_is_found(heading: str, closing: str) -> None:
    """A different dose, count or duration is found."""
    assert 1 == len(found_by("quantity", with_item(request=heading, closing=closing)))


@pytest.mark.parametrize(
    ("heading", "closing"),
    [
        ("Twelve sessions of therapy", "The request for 12 sessions is not medically necessary."),
        ("Tramadol 50mg #60", "Tramadol 50 mg, #60, is not medically necessary. Taper over 4 weeks."),
        ("Physical therapy 3 visits a week for 2 weeks", "3 visits for two weeks are not medically necessary."),
        ("MRI", "The request for 1 unit is not medically necessary."),
    ],
)
def test_other_spellings_of_the_same_numbers(heading: str, closing: str) -> None:
    """Figures equal words, spaces do not matter, and a unit the heading lacks is not compared."""
    assert [] == found_by("quantity", with_item(request=heading, closing=closing))


@pytest.mark.parametrize(
    ("requested", "in_dispute", "findings"),
    [(6, 6, 0), (12, 6, 0), (6, 3, 0), (12, 12, 1), (12, 8, 1), (None, 4, 1), (None, None, 0)],
)
def test_the_case_knows_the_quantity(requested: int | None, in_dispute: int | None, findings: int) -> None:
    """The heading must have the application's requested or disputed quantity."""
    item = ItemFacts(
        1,
        requested=None if requested is None else Decimal(requested),
        in_dispute=None if in_dispute is None else Decimal(in_dispute),
        unit="visits",
    )

    assert findings == len(found_by("quantity", with_item(), CaseFacts(items=(item,))))
