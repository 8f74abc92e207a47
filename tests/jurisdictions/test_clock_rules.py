"""The parts of a clock in the file."""

from datetime import date
from itertools import product

import pytest

from jurisdictions.clock_rules import Place, Served, Span
from jurisdictions.clocks import Unit
from jurisdictions.dated import in_force
from jurisdictions.files import load_jurisdiction

RULES = load_jurisdiction("ca-workers-comp")
PLACES: tuple[Place, ...] = ("california", "another-state", "abroad")


@pytest.mark.parametrize(("one", "other"), list(product(PLACES, PLACES)))
def test_the_distance_is_the_farther_place(one: Place, other: Place) -> None:
    """CCP 1013(a): if either the place of mailing or that of the address is far, the days are."""
    assert max(one, other, key=PLACES.index) == Served(by="mail", from_place=one, to_place=other).distance


def test_a_place_that_is_not_known_is_californian_and_said_to_be() -> None:
    """The nearest is assumed, and the explanation names the assumption."""
    assert ("california", " (the places of mailing and of the address are not known: taken as California)") == (
        Served(by="mail").distance,
        Served(by="mail").assumed,
    )
    assert "the place of mailing is not known" in Served(by="mail", to_place="abroad").assumed
    assert "" == Served(by="mail", from_place="california", to_place="california").assumed


@pytest.mark.parametrize(
    ("way", "application", "petition"),
    [
        ("personal", [0, 0, 0], [0, 0, 0]),
        ("mail", [5, 10, 20], [5, 10, 20]),
        ("fax", [0, 0, 0], [5, 10, 20]),
        ("electronic", [0, 0, 0], [5, 10, 20]),
    ],
)
def test_the_days_for_service(way: str, application: list[int], petition: list[int]) -> None:
    """Mail alone lengthens the filing window; every way but personal service that to appeal."""
    for name, expected in (("application", application), ("petition", petition)):
        for on in (date(2013, 1, 1), date(2026, 1, 1)):
            ways = in_force(RULES.added_days[name], on).ways
            assert expected == [ways[way][place] for place in PLACES]  # type: ignore[index]


@pytest.mark.parametrize(
    ("length", "unit", "told"),
    [
        (1, "calendar-days", "1 day"),
        (30, "calendar-days", "30 days"),
        (5, "business-days", "5 business days"),
        (1, "business-days", "1 business day"),
        (72, "hours", "72 hours"),
    ],
)
def test_a_span_in_words(length: int, unit: Unit, told: str) -> None:
    """As the steps of a count print it."""
    assert told == Span(length=length, unit=unit, source="x").told


def test_a_variant_that_the_time_did_not_know_is_the_standard_one() -> None:
    """There was no formulary track before 2018."""
    assert (30, 5) == tuple(
        RULES.version("determination-due", on).span("formulary").length for on in (date(2017, 12, 31), date(2018, 1, 1))
    )
