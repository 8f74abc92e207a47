"""Whether a reviewer may review at all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.triage.domain.qualifications import reason_unqualified, valid_licences
from services.triage.domain.reviewer import Licence
from tests.services.triage.domain.reviewers import ON, REQUIREMENTS, reviewer


def licence(state: str = "Iowa", *, unrestricted: bool = True, expires_on: date = date(2030, 12, 31)) -> Licence:
    """A licence."""
    return Licence(state, unrestricted, expires_on)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"active": False}, "not-active"),
        ({"degree": "DC"}, None),
        ({"degree": "OD"}, "degree"),
        ({"disciplined": True}, "discipline"),
        ({"licences": ()}, "licence"),
        ({"licences": (licence(unrestricted=False),)}, "licence"),
        ({"licences": (licence(unrestricted=False), licence("Ohio"))}, None),
        ({"licences": (licence(expires_on=date(2015, 4, 16)),)}, "licence"),
        ({"licences": (licence(expires_on=date(2015, 4, 17)),)}, None),
        ({"licences": (licence(expires_on=date(2015, 4, 16)), licence("Ohio"))}, None),
        ({"practising_since": date(2010, 4, 16)}, None),
        ({"practising_since": date(2010, 4, 17)}, "practice-years"),
        ({"practising_since": date(2010, 4, 18)}, "practice-years"),
        ({"practising_since": date(2016, 1, 1)}, "practice-years"),
        ({"weekly_practice_hours": 23}, "practice-hours"),
        ({"weekly_practice_hours": 24}, None),
        ({"active": False, "disciplined": True, "licences": ()}, "not-active"),
        ({"licences": (), "weekly_practice_hours": 0}, "licence"),
    ],
    ids=str,
)
def test_each_requirement_at_its_boundary(changes: dict[str, Any], expected: str | None) -> None:
    """LC 139.5(d)(4), and over five years at 24 hours a week; the first failure is told."""
    assert expected == reason_unqualified(reviewer(**changes), REQUIREMENTS, ON)


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2017, 3, 1), "practice-years"), (date(2017, 3, 2), None), (date(2017, 2, 28), "practice-years")]
)
def test_who_began_on_a_leap_day(on: date, expected: str | None) -> None:
    """In a common year the anniversary of 29 February is 1 March."""
    assert expected == reason_unqualified(reviewer(practising_since=date(2012, 2, 29)), REQUIREMENTS, on)


@pytest.mark.parametrize(
    ("changes", "requirement"),
    [
        ({"disciplined": True}, {"discipline_bars": False}),
        ({"licences": (licence(unrestricted=False),)}, {"unrestricted_licence": False}),
    ],
    ids=["discipline", "licence"],
)
def test_what_a_jurisdiction_does_not_ask_is_not_asked(changes: dict[str, Any], requirement: dict[str, Any]) -> None:
    """The requirements are the jurisdiction's."""
    assert reason_unqualified(reviewer(**changes), replace(REQUIREMENTS, **requirement), ON) is None


def test_only_valid_licences_are_named() -> None:
    """Licences are in order, and each is valid on the day of the letter."""
    licences = (
        licence("Iowa"),
        licence("Ohio", unrestricted=False),
        licence("Hawaii", expires_on=date(2014, 1, 1)),
        licence("Alaska"),
    )

    assert ("Iowa", "Alaska") == valid_licences(reviewer(licences=licences), REQUIREMENTS, ON)
