"""Statements that cannot be true."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.plausibility import Stated, StatedItem, doubts

INJURED, RECEIVED = date(2014, 3, 12), date(2015, 4, 17)
DAY = timedelta(days=1)
ITEM = StatedItem(requested=Decimal(6), in_dispute=Decimal(6), sameness="chiropractic")
SOUND = Stated(
    born_on=date(1970, 1, 1),
    injured_on=INJURED,
    requested_on=date(2015, 3, 20),
    served_on=date(2015, 3, 30),
    taken_in_on=RECEIVED,
    latest_note_on=RECEIVED,
    documents=((None, None), (RECEIVED, None), (date(2014, 1, 1), RECEIVED)),
    items=(ITEM, replace(ITEM, sameness="massage")),
)


def paths(**changes: Any) -> list[str]:
    """Return the places of the doubts about the sound statements with *changes*."""
    return ["/".join(map(str, each.path)) for each in doubts(replace(SOUND, **changes))]


def test_sound_statements_are_not_doubted() -> None:
    """Papers may be older than the injury, and dates may be missing."""
    assert [] == paths()
    assert [] == paths(born_on=None, latest_note_on=None, documents=())


@pytest.mark.parametrize(
    ("born_on", "doubted"),
    [
        (INJURED - DAY, False),
        (INJURED, True),
        (INJURED + DAY, True),
        (RECEIVED + DAY, True),
        (date(1904, 1, 1), False),
        (date(1903, 12, 31), True),
        (date(1900, 1, 1), True),
    ],
)
def test_a_worker_was_born_before_the_injury(born_on: date, doubted: bool) -> None:  # noqa: FBT001
    """At most 110 years before; a young worker is lawful."""
    assert (["employee/born_on"] if doubted else []) == paths(born_on=born_on)


@pytest.mark.parametrize(
    ("changes", "doubted"),
    [
        ({"requested_on": RECEIVED}, []),
        ({"requested_on": RECEIVED + DAY}, ["utilization_review/requested_on"]),
        ({"injured_on": RECEIVED}, []),
        ({"injured_on": RECEIVED + DAY}, ["injured_on"]),
        ({"served_on": RECEIVED + 366 * DAY}, []),
        ({"served_on": RECEIVED + 367 * DAY}, ["utilization_review/denial_served_on"]),
    ],
)
def test_a_day_that_cannot_have_come_is_named(changes: dict[str, date], doubted: list[str]) -> None:
    """A denial may be served after the application; a mistyped year is further away."""
    assert doubted == paths(**changes)


def test_papers_are_not_from_the_future() -> None:
    """The day of taking in is the last; a document's last day is not before its first."""
    assert [] == paths(documents=((RECEIVED, RECEIVED),))
    assert ["documents/0/from_on", "documents/1/to_on", "documents/2/to_on"] == paths(
        documents=((RECEIVED + DAY, None), (INJURED, RECEIVED + DAY), (RECEIVED, RECEIVED - DAY))
    )
    assert ["course_of_care/latest_note/dated_on"] == paths(latest_note_on=RECEIVED + DAY)


@pytest.mark.parametrize(
    ("requested", "in_dispute", "doubted"),
    [
        ("6", "6", None),
        ("6", "6.0001", "in_dispute"),
        ("6", "600", "in_dispute"),
        ("0", "0", "requested"),
        ("0.0000", None, "requested"),
        ("0.0001", None, None),
        (None, "600", None),
        ("6", "0", None),
        ("6", None, None),
        (None, None, None),
    ],
)
def test_no_more_is_in_dispute_than_was_requested(requested: str | None, in_dispute: str | None, doubted: str | None) -> None:
    """Nothing in dispute is for the screen to judge; nothing requested is a mistake."""
    item = replace(
        ITEM,
        requested=None if requested is None else Decimal(requested),
        in_dispute=None if in_dispute is None else Decimal(in_dispute),
    )

    assert ([f"items/0/quantity/{doubted}"] if doubted else []) == paths(items=(item,))


def test_one_treatment_is_one_item() -> None:
    """Each repeat is named, with the first."""
    assert ["items/1", "items/3"] == paths(items=(ITEM, ITEM, replace(ITEM, sameness="massage"), ITEM))
    assert 199 == len(paths(items=(ITEM,) * 200))


@given(st.lists(st.dates(date(1905, 1, 1), date(2014, 1, 1)), min_size=4, max_size=4, unique=True))
def test_dates_in_order_are_not_doubted(days: list[date]) -> None:
    """Birth, injury, note, receipt."""
    born_on, injured_on, note_on, received_on = sorted(days)

    assert [] == paths(
        born_on=born_on,
        injured_on=injured_on,
        requested_on=note_on,
        served_on=received_on,
        latest_note_on=note_on,
        documents=((born_on, note_on), (note_on, received_on)),
        taken_in_on=received_on,
    )
