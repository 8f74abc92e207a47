"""The screen: every reason against an application, item by item."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.eligibility import Coverage, FiledItem, Filing, Finding, LastDay, Signed, Stated, findings, verdict

COVERAGE = Coverage(injured_from=date(2013, 1, 1), communicated_from=date(2013, 7, 1))
IN_TIME, MISSED = LastDay(date(2015, 5, 1)), LastDay(date(2015, 4, 16), "ten days")
SOUND = Filing(
    injured_on=date(2014, 3, 12),
    decided_on=date(2015, 3, 27),
    served_on=date(2015, 3, 27),
    service_method="mail",
    received_on=date(2015, 4, 17),
    signed=Signed("employee", date(2015, 4, 14)),
    has_ur_decision=True,
    items=(FiledItem(1, last_day=IN_TIME), FiledItem(2, last_day=IN_TIME)),
)
ALL_LATE = (FiledItem(1, last_day=MISSED), FiledItem(2, last_day=MISSED))
DEFECTS: dict[str, dict[str, Any]] = {
    "WRONG_PROGRAM": {"injured_on": date(2012, 12, 31), "served_on": date(2013, 6, 30)},
    "NO_SIGNATURE": {"signed": None},
    "NO_UR_DECISION": {"has_ur_decision": False},
    "LIABILITY_DEFERRED": {"liability_open": True},
    "CONDITIONAL_NONCERT": {"stated": (Stated("CONDITIONAL_NONCERT"),)},
    "ALREADY_AUTHORIZED": {"items": (FiledItem(1, disputed=False, last_day=IN_TIME), FiledItem(2, disputed=False))},
}


def grounds(filing: Filing) -> set[str]:
    """The grounds of the reasons against *filing*."""
    return {finding.ground for finding in findings(filing, COVERAGE)}


def outcome(filing: Filing) -> tuple[str, tuple[int, ...]]:
    """The verdict on *filing*, and its items under review."""
    found = verdict(tuple(item.number for item in filing.items), findings(filing, COVERAGE))
    return found.outcome, found.under_review


def test_a_sound_application_is_eligible() -> None:
    """Signed, in time, with the decision: nothing speaks against it."""
    assert set() == grounds(SOUND)
    assert ("eligible", (1, 2)) == outcome(SOUND)


@pytest.mark.parametrize("ground", DEFECTS)
def test_each_defect_is_its_own_reason(ground: str) -> None:
    """One defect gives one reason, its own, and no item is reviewed."""
    defective = replace(SOUND, **DEFECTS[ground])

    assert {ground} == grounds(defective)
    assert ("deferred" if ground == "LIABILITY_DEFERRED" else "ineligible", ()) == outcome(defective)


@given(st.sets(st.sampled_from(sorted(DEFECTS))))
def test_every_reason_that_applies_is_told(defects: set[str]) -> None:
    """A party who mends one defect is not told the next one a month later."""
    assert defects == grounds(replace(SOUND, **{field: value for each in defects for field, value in DEFECTS[each].items()}))


ITEM_DEFECTS: dict[str, dict[str, Any]] = {
    "LATE": {"last_day": MISSED},
    "ALREADY_AUTHORIZED": {"disputed": False},
}


@given(st.lists(st.sets(st.sampled_from(sorted(ITEM_DEFECTS))), min_size=1, max_size=6), st.integers(0, 5))
def test_the_verdict_on_an_item_does_not_depend_on_other_items(defects: list[set[str]], chosen: int) -> None:
    """LC 4610.5(c), (g), (h): an item alone has the same findings."""
    items = tuple(
        replace(
            FiledItem(number, last_day=IN_TIME), **{field: value for each in found for field, value in ITEM_DEFECTS[each].items()}
        )
        for number, found in enumerate(defects, start=1)
    )
    item = items[chosen % len(items)]
    together, alone = (findings(replace(SOUND, items=each), COVERAGE) for each in (items, (item,)))

    assert list(alone) == [each for each in together if each.item == item.number]
    assert (item.number in outcome(replace(SOUND, items=items))[1]) == (outcome(replace(SOUND, items=(item,)))[0] == "eligible")


FINDINGS = st.builds(Finding, st.sampled_from(["A", "B"]), st.just(()), st.sampled_from([None, 1, 2, 3]), defers=st.booleans())
RANK = {"eligible": 2, "deferred": 1, "ineligible": 0}


@given(st.lists(FINDINGS, max_size=6), FINDINGS)
def test_another_reason_never_lets_an_application_in(found: list[Finding], another: Finding) -> None:
    """A reason takes items from review or leaves them there; it never brings one back."""
    before, after = verdict((1, 2, 3), tuple(found)), verdict((1, 2, 3), (*found, another))

    assert set(after.under_review) <= set(before.under_review)
    assert RANK[after.outcome] <= RANK[before.outcome]


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [(date(2015, 4, 30), set()), (date(2015, 5, 1), set()), (date(2015, 5, 2), {"LATE"}), (date(2016, 5, 2), {"LATE"})],
)
def test_the_last_day_of_the_window_is_in_time(received_on: date, expected: set[str]) -> None:
    """LC 4610.5(h)(1): the day after is late."""
    assert expected == grounds(replace(SOUND, received_on=received_on))


def test_the_item_that_is_late_is_dropped_and_the_other_reviewed() -> None:
    """LC 4610.5(h)(1): ten days for a drug of the formulary, thirty for others."""
    filing = replace(SOUND, items=(FiledItem(1, last_day=MISSED), FiledItem(2, last_day=IN_TIME)))

    assert ("eligible", (2,)) == outcome(filing)
    assert ("ineligible", ()) == outcome(replace(SOUND, items=ALL_LATE))


def test_a_late_application_is_told_the_dates() -> None:
    """Who reads the reason can count for themselves."""
    (finding, _) = findings(replace(SOUND, items=ALL_LATE), COVERAGE)

    assert {
        "served_on": date(2015, 3, 27),
        "service_method": "mail",
        "last_filing_day": date(2015, 4, 16),
        "counted": "ten days",
        "received_on": date(2015, 4, 17),
    } == dict(finding.facts)


@pytest.mark.parametrize(
    ("injured_on", "served_on", "expected"),
    [
        (date(2013, 1, 1), date(2013, 1, 2), set()),
        (date(2012, 12, 31), date(2013, 6, 30), {"WRONG_PROGRAM"}),
        (date(2012, 12, 31), date(2013, 7, 1), set()),
        (date(1984, 1, 1), date(2020, 1, 1), set()),
    ],
)
def test_the_program_begins_in_2013(injured_on: date, served_on: date, expected: set[str]) -> None:
    """LC 4610.5(a): by date of injury, or by the day the decision was communicated."""
    assert expected == grounds(replace(SOUND, injured_on=injured_on, served_on=served_on))


def test_where_no_window_runs_nothing_is_late() -> None:
    """Outside the program, without the form (h)(3), and while liability is disputed."""
    assert {"WRONG_PROGRAM"} == grounds(replace(SOUND, items=ALL_LATE, **DEFECTS["WRONG_PROGRAM"]))
    assert set() == grounds(replace(SOUND, received_on=date(2020, 1, 1), items=(FiledItem(1, last_day=None),)))
    assert {"LIABILITY_DEFERRED"} == grounds(replace(SOUND, items=ALL_LATE, liability_open=True))


DECIDED, BEFORE, AFTER = date(2015, 3, 27), date(2015, 3, 26), date(2015, 3, 28)


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        (None, {"NO_SIGNATURE"}),
        (Signed("employee", DECIDED), set()),
        (Signed("employee", BEFORE), {"SIGNED_TOO_EARLY"}),
        (Signed("employee", date(2014, 12, 1)), {"SIGNED_TOO_EARLY"}),
        (Signed("attorney", AFTER), set()),
        (Signed("attorney", AFTER, represented=False), {"NO_PROOF_OF_REPRESENTATION"}),
        (Signed("guardian", AFTER), set()),
        (Signed("other", AFTER), set()),
        (Signed("other", AFTER, standing=False), {"NO_STANDING"}),
        (Signed("designee", AFTER), set()),
        (Signed("designee", AFTER, designated_on=DECIDED), set()),
        (Signed("designee", AFTER, designated_on=BEFORE), {"DESIGNATED_TOO_EARLY"}),
        (Signed("designee", BEFORE), {"DESIGNATED_TOO_EARLY"}),
        (Signed("emergency-provider", AFTER), {"NO_EMERGENCY_CARE"}),
    ],
    ids=str,
)
def test_who_may_sign(signed: Signed | None, expected: set[str]) -> None:
    """LC 4610.5(h), (j): after the decision, and with a right to sign."""
    assert expected == grounds(replace(SOUND, signed=signed))


def test_a_provider_files_for_its_own_emergency_care_only() -> None:
    """LC 4610.5(h): the visits beside it need the employee's signature."""
    items = (FiledItem(1, emergency_care=True, last_day=IN_TIME), FiledItem(2, emergency_care=False, last_day=IN_TIME))

    assert ("eligible", (1,)) == outcome(replace(SOUND, signed=Signed("emergency-provider", AFTER), items=items))


def test_only_what_closes_an_item_closes_the_case() -> None:
    """8 CCR 9792.10.3(d): an item that is deferred keeps the case, beside one that is closed."""
    stated = (Stated("CONDITIONAL_NONCERT", 1), Stated("ITEM_DEFERRED", 2, defers=True))

    assert ("deferred", ()) == outcome(replace(SOUND, stated=stated))
    assert ("eligible", (1,)) == outcome(replace(SOUND, stated=stated[1:]))
    assert ("ineligible", ()) == outcome(replace(SOUND, stated=stated, signed=None))
