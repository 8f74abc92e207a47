"""Invented guidelines for these tests."""

from datetime import date
from typing import Any

from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.guideline import Guideline

GUIDELINE = Guideline(
    id="example",
    series="example",
    rank="mtus",
    citation="Example Guideline (2009).",
    in_force=Period(date(2009, 7, 18), date(2016, 7, 28)),
    treatments=frozenset({"massage"}),
    body_regions=frozenset(),
    phases=frozenset(),
    recommendation="The example supports it.",
    criteria=(),
)


def guideline(**changes: Any) -> Guideline:
    """The invented guideline with *changes*."""
    values = {name: getattr(GUIDELINE, name) for name in GUIDELINE.__slots__}
    return Guideline(**{**values, **changes})
