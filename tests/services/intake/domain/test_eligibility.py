"""The screen: every reason against an application."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.eligibility import Coverage, Filing, Quantities, reasons_ineligible

COVERAGE = Coverage(injured_from=date(2013, 1, 1), communicated_from=date(2013, 7, 1))
OPEN = Quantities(None, None, None)
SOUND = Filing(
    injured_on=date(2014, 3, 12),
    decided_on=date(2015, 3, 27),
    served_on=date(2015, 3, 27),
    service_method="mail",
    received_on=date(2015, 4, 17),
    last_filing_day=date(2015, 5, 1),
    signed_by="employee",
    signed_on=date(2015, 4, 14),
    has_ur_decision=True,
    items=(OPEN,),
)
DEFECTS: dict[str, dict[str, Any]] = {
    "WRONG_PROGRAM": {"injured_on": date(2012, 12, 31), "served_on": date(2013, 6, 30)},
    "NO_SIGNATURE": {"signed_by": None, "signed_on": None},
    "LATE": {"last_filing_day": date(2015, 4, 16)},
    "NO_UR_DECISION": {"has_ur_decision": False},
    "ALREADY_AUTHORIZED": {"items": (Quantities(Decimal(6), Decimal(6), None),)},
}


def codes(filing: Filing) -> list[str]:
    """The codes of the reasons against *filing*."""
    return [finding.code for finding in reasons_ineligible(filing, COVERAGE)]


def quantities(requested: str | None, authorised: str | None, in_dispute: str | None) -> Quantities:
    """Quantities from text."""
    return Quantities(*(None if text is None else Decimal(text) for text in (requested, authorised, in_dispute)))


def test_a_sound_application_is_eligible() -> None:
    """Signed, in time, with the decision: nothing speaks against it."""
    assert [] == codes(SOUND)


@pytest.mark.parametrize("code", DEFECTS)
def test_each_defect_is_its_own_reason(code: str) -> None:
    """One defect gives one reason, its own."""
    assert [code] == codes(replace(SOUND, **DEFECTS[code]))


@given(st.sets(st.sampled_from(sorted(DEFECTS))))
def test_every_reason_that_applies_is_told(defects: set[str]) -> None:
    """A party who mends one defect is not told the next one a month later."""
    filing = replace(SOUND, **{field: value for code in defects for field, value in DEFECTS[code].items()})

    assert sorted(defects) == sorted(codes(filing))


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [(date(2015, 4, 30), []), (date(2015, 5, 1), []), (date(2015, 5, 2), ["LATE"]), (date(2016, 5, 2), ["LATE"])],
)
def test_the_last_day_of_the_window_is_in_time(received_on: date, expected: list[str]) -> None:
    """LC 4610.5(h)(1): the day after is late."""
    assert expected == codes(replace(SOUND, received_on=received_on))


def test_a_late_application_is_told_the_dates() -> None:
    """Who reads the reason can count for themselves."""
    (finding,) = reasons_ineligible(replace(SOUND, received_on=date(2015, 5, 2), counted="30 days"), COVERAGE)

    assert {
        "served_on": date(2015, 3, 27),
        "service_method": "mail",
        "last_filing_day": date(2015, 5, 1),
        "counted": "30 days",
        "received_on": date(2015, 5, 2),
    } == dict(finding.facts)


@pytest.mark.parametrize(
    ("injured_on", "served_on", "expected"),
    [
        (date(2013, 1, 1), date(2013, 1, 2), []),
        (date(2012, 12, 31), date(2013, 6, 30), ["WRONG_PROGRAM"]),
        (date(2012, 12, 31), date(2013, 7, 1), []),
        (date(1984, 1, 1), date(2020, 1, 1), []),
    ],
)
def test_the_program_begins_in_2013(injured_on: date, served_on: date, expected: list[str]) -> None:
    """LC 4610.5(a): by date of injury, or by the day the decision was communicated."""
    assert expected == codes(replace(SOUND, injured_on=injured_on, served_on=served_on))


def test_a_dispute_outside_the_program_is_not_late() -> None:
    """A dispute outside the program has no filing window to miss."""
    assert ["WRONG_PROGRAM"] == codes(replace(SOUND, last_filing_day=None, **DEFECTS["WRONG_PROGRAM"]))


@pytest.mark.parametrize(
    ("signed_by", "signed_on", "expected"),
    [
        ("employee", date(2015, 3, 1), []),
        ("attorney", date(2015, 3, 26), []),
        ("emergency-provider", date(2015, 4, 1), []),
        ("designee", date(2015, 3, 28), []),
        ("designee", date(2015, 3, 27), []),
        ("designee", date(2015, 3, 26), ["INELIGIBLE_PARTY"]),
        (None, None, ["NO_SIGNATURE"]),
    ],
)
def test_a_designee_is_named_after_the_decision(signed_by: str | None, signed_on: date | None, expected: list[str]) -> None:
    """LC 4610.5(j): an earlier designation is void, so who signs under it has no standing."""
    assert expected == codes(replace(SOUND, signed_by=signed_by, signed_on=signed_on))


@pytest.mark.parametrize(
    ("item", "settled"),
    [
        (quantities(None, None, None), False),
        (quantities("6", None, None), False),
        (quantities(None, "6", None), False),
        (quantities("6", "5.9", None), False),
        (quantities("6", "6", None), True),
        (quantities("6", "6.0", None), True),
        (quantities("6", "7", None), True),
        (quantities("6", "0", "6"), False),
        (quantities("6", "6", "1"), False),  # the disputed quantity decides
        (quantities("6", "5", "0"), True),
        (quantities(None, None, "0.0"), True),
    ],
)
def test_what_is_left_of_an_item(item: Quantities, *, settled: bool) -> None:
    """The disputed quantity decides; without it, the requested against the authorised one."""
    assert settled == item.settled


def test_one_item_in_dispute_keeps_the_case() -> None:
    """If only some items were authorised, the case goes on for the others."""
    settled = quantities("6", "6", None)

    assert [] == codes(replace(SOUND, items=(settled, OPEN)))
    assert ["ALREADY_AUTHORIZED"] == codes(replace(SOUND, items=(settled, settled)))
