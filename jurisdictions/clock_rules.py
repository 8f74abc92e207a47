"""Parts of a clock in a jurisdiction's file: spans, days for service, carrying over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from jurisdictions.clocks import CalendarName, MonthEnd, Unit
from jurisdictions.dated import Dated, Series
from schemas.form.values import Place
from schemas.message import Name, Part, Text
from schemas.messages.application import Identifier

STANDARD = "standard"
"""The variant of a clock that counts where no other is named."""

Days = Annotated[int, Field(ge=0, le=3_660)]
Method = Literal["personal", "mail", "fax", "electronic"]

_NEAR_TO_FAR: tuple[Place, ...] = ("california", "another-state", "abroad")
_FROM_TO = {
    "california": "within California",
    "another-state": "from or to another state",
    "abroad": "from or to a place outside the United States",
}
WAYS_TOLD = {"personal": "in person", "mail": "by mail", "fax": "by fax", "electronic": "electronically"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a count: a sentence, the days that it adds, the day it leads to, its law.

    *days* is None for a step of hours.
    """

    what: str
    days: int | None
    on: date
    source: str


class Served(Part):
    """The way in which a paper was served, and between which places.

    None is a place that is not known; it is taken to be in California.
    """

    by: Method
    from_place: Place | None = None
    to_place: Place | None = None

    @property
    def assumed(self) -> str:
        """A remark about the places that are not known."""
        match (self.from_place, self.to_place):
            case (None, None):
                return " (the places of mailing and of the address are not known: taken as California)"
            case (None, _):
                return " (the place of mailing is not known: taken as California)"
            case (_, None):
                return " (the place of the address is not known: taken as California)"
        return ""

    @property
    def distance(self) -> Place:
        """The farther of the two places."""
        return max(self.from_place or "california", self.to_place or "california", key=_NEAR_TO_FAR.index)


class AddedDays(Dated):
    """The days that service adds to the time to act, in force by the day of service.

    By way of service and by the farther of the places of mailing and of the address.
    """

    ways: dict[Method, dict[Place, Days]]

    @model_validator(mode="after")
    def _every_way_and_place_is_known(self) -> Self:
        """Refuse a list that leaves out a way of service, or a place."""
        if missing := [way for way in WAYS_TOLD if way not in self.ways]:
            raise ValueError(f"ways names each of {', '.join(WAYS_TOLD)}; {', '.join(missing)} is missing")
        for way, days in self.ways.items():
            if missing := [place for place in _NEAR_TO_FAR if place not in days]:
                raise ValueError(f"{way} names each of {', '.join(_NEAR_TO_FAR)}; {', '.join(missing)} is missing")
        return self

    def step(self, served: Served, last: date) -> Step:
        """Return the step that adds the days for service to *last*."""
        by_place = self.ways[served.by]
        days = by_place[served.distance]
        what = f"service {WAYS_TOLD[served.by]}"
        if len(set(by_place.values())) > 1:
            what += f" {_FROM_TO[served.distance]}{served.assumed}"
        told = f"{days} days for {what}" if days else f"no days are added for {what}"
        return Step(told, days, last + timedelta(days=days), self.source)


class CarryOver(Part):
    """The calendar on whose open days an act can be done, to which a last day is carried."""

    to: CalendarName
    source: Text


class Span(Part):
    """A length of legal time.

    A length of months says what stands for a day that the last month does not have.
    """

    length: Annotated[int, Field(ge=1, le=10_000)]
    unit: Unit
    source: Text
    month_end: Annotated[MonthEnd | None, Field(exclude_if=lambda value: value is None)] = None

    @model_validator(mode="after")
    def _months_say_how_they_end(self) -> Self:
        """Refuse months without *month_end*, and another unit with it, where nothing reads it."""
        if (self.unit == "months") != (self.month_end is not None):
            raise ValueError("month_end is given for months, and for no other unit")
        return self

    @property
    def told(self) -> str:
        """The length in words, such as `5 business days`."""
        unit = {"calendar-days": "days"}.get(self.unit, self.unit.replace("-", " "))
        return f"{self.length} {unit if self.length != 1 else unit[:-1]}"


class ClockVersion(Dated):
    """A clock as the law had it for a time: its span by variant, `standard` among them.

    *added_days* names the list of days that the way of service adds; *extension* is the longest
    that may be granted.
    """

    variants: dict[Identifier, Span]
    extension: Span | None = None
    added_days: Identifier | None = None
    carried_over: CarryOver | None = None

    @model_validator(mode="after")
    def _has_a_standard(self) -> Self:
        """Refuse a clock without the span that counts where no other is named."""
        if STANDARD not in self.variants:
            raise ValueError("a clock names its standard span")
        return self

    def span(self, variant: str) -> Span:
        """Return the span of *variant*, the standard one where this version knows no other."""
        return self.variants.get(variant, self.variants[STANDARD])


class ClockWarnings(Dated):
    """How long before its end a clock is told to be near it, in hours by the id of the clock.

    In force by the day on which the clock starts. A clock that is not listed is not told.
    """

    hours_before: dict[Identifier, Annotated[int, Field(ge=1, le=10_000)]]


class Clock(Part):
    """A legal clock: its start, the act it limits, and its versions by day of start."""

    starts: Name
    act: Name
    versions: Series[ClockVersion]
