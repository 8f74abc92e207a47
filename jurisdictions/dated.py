"""Values that change with the law, in force one after the other without gap or overlap."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from reading.problems import WrongWithin
from schemas.message import Part, Text
from schemas.messages.application import Day


class NotInForce(LookupError):
    """A day before the first value came into force or after the last one ended."""

    def __init__(self, on: date, first: date, last: date | None) -> None:
        super().__init__(f"nothing is in force on {on}; the values run from {first} {f'to {last}' if last else 'on'}")
        self.on = on


class Dated(Part):
    """A value in force from *from_on* to *until_on*, both days included; *source* is its law.

    Without *until_on* it is still in force.
    """

    from_on: Day
    until_on: Day | None = None
    source: Text

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        """Refuse a period that ends before it begins."""
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError(f"ends on {self.until_on}, before it begins on {self.from_on}")
        return self


D = TypeVar("D", bound=Dated)


def _without_gap_or_overlap(values: tuple[D, ...]) -> tuple[D, ...]:
    """Refuse values of which one does not begin the day after the one before it ends."""
    for number, (earlier, later) in enumerate(pairwise(values), start=1):
        if earlier.until_on is None or earlier.until_on + timedelta(days=1) != later.from_on:
            told = f"the value from {later.from_on} does not begin the day after the one before it ends ({earlier.until_on})"
            raise WrongWithin(told, number, "from_on")
    return values


Series = Annotated[tuple[D, ...], Field(min_length=1), AfterValidator(_without_gap_or_overlap)]
"""Values of one kind in the order of time, without gap or overlap."""

SeriesOrNone = Annotated[tuple[D, ...], AfterValidator(_without_gap_or_overlap)]
"""A series that a file may leave out."""


def in_force(values: Sequence[D], on: date) -> D:
    """The one of *values* that is in force *on* a day; raises NotInForce."""
    for value in values:
        if value.from_on <= on and (value.until_on is None or on <= value.until_on):
            return value
    raise NotInForce(on, values[0].from_on, values[-1].until_on)
