"""The rule on editions and the date of the request."""

from datetime import date

import pytest

from services.letters.lint.facts import CaseFacts, ItemFacts
from tests.services.letters.lint.mutations import found_by, with_header, with_item

PAIN_2009 = "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Drug testing."
PAIN_2016 = "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Drug testing."


@pytest.mark.parametrize(
    ("citation", "requested_on"),
    [
        (PAIN_2009, date(2016, 7, 29)),
        (PAIN_2009, date(2009, 7, 17)),
        (PAIN_2016, date(2016, 7, 28)),
        (PAIN_2016, date(2017, 12, 1)),
        ("MTUS Chronic Pain Treatment Guidelines (2009), Massage therapy, page 60.", date(2017, 1, 1)),
        ("The California MTUS 2016 Chronic Pain Guidelines.", date(2015, 1, 1)),
        ("MTUS Opioid Treatment 2016, Section(s): 3.3.6.", date(2016, 7, 28)),
        ("MTUS Low Back Complaints (2004), Special studies.", date(2017, 12, 1)),
        ("MTUS Postsurgical Treatment 2009, Section(s): Shoulder.", date(2018, 5, 1)),
        ("MTUS Acupuncture Treatment 2007.", date(2019, 1, 1)),
        ("MTUS Elbow Complaints 2007, Section(s): Summary.", date(2018, 1, 1)),
    ],
)
def test_an_edition_not_in_force_is_found(citation: str, requested_on: date) -> None:
    """An edition is wrong the day before it begins and the day after it is replaced."""
    findings = found_by("edition", with_item(reviewer_guideline=citation), CaseFacts(requested_on=requested_on))

    assert [("error", "/items/0/reviewer_guideline")] == [(finding.severity, finding.place) for finding in findings]
    assert findings[0].evidence in citation


@pytest.mark.parametrize(
    ("citation", "requested_on"),
    [
        (PAIN_2009, date(2009, 7, 18)),
        (PAIN_2009, date(2016, 7, 28)),
        (PAIN_2016, date(2016, 7, 29)),
        (PAIN_2016, date(2017, 11, 30)),
        ("MTUS Low Back Complaints 2004.", date(2017, 11, 30)),
        ("MTUS Chronic Pain Treatment Guidelines Massage Therapy Page(s): 60.", date(2026, 1, 1)),
        ("Official Disability Guidelines, Pain (updated 11/22/16).", date(2026, 1, 1)),
    ],
)
def test_an_edition_in_force_is_right(citation: str, requested_on: date) -> None:
    """An edition is right on its first and last day; a citation without a year is not checked."""
    assert [] == found_by("edition", with_item(reviewer_guideline=citation), CaseFacts(requested_on=requested_on))


def test_the_denial_stands_in_for_an_unknown_request() -> None:
    """The date of the request counts, else the case's date of denial, else the header's.

    Without any of these dates nothing is checked.
    """
    letter = with_item(reviewer_guideline=PAIN_2016).model_copy(update={"denied_on": date(2016, 8, 2)})

    assert [] == found_by("edition", letter)
    assert 1 == len(found_by("edition", letter, CaseFacts(requested_on=date(2016, 7, 20))))
    assert 1 == len(found_by("edition", letter, CaseFacts(denied_on=date(2016, 7, 28))))
    assert [] == found_by("edition", letter.model_copy(update={"denied_on": None}))
    assert [] == found_by("edition", with_header())


def test_a_citation_by_the_claims_administrator_is_a_warning() -> None:
    """A wrong citation by the claims administrator is not the letter's error."""
    letter = with_item(claims_administrator_guideline=PAIN_2009)

    assert ["warning"] == [finding.severity for finding in found_by("edition", letter)]


def test_an_item_of_another_dispute_has_its_own_day() -> None:
    """It was filed as another case, whose request was made on another day."""
    letter = with_item(reviewer_guideline=PAIN_2009)
    number = letter.items[0].number
    joined = CaseFacts(requested_on=date(2015, 1, 1), items=(ItemFacts(number, requested_on=date(2017, 1, 1)),))

    assert [] == found_by("edition", letter, CaseFacts(requested_on=date(2015, 1, 1)))
    assert 1 == len(found_by("edition", letter, joined))
