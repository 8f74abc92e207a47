"""Invented cases for a demonstration: each with its application, its fate and its course.

The course is the list of acts from outside, each in its time: the application arrives, records
arrive, the reviewer signs, mail comes back. The services do the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from cli.system.life.applications import Wanted, invent_application
from schemas.messages.application import Application

CASES_MAX = 5_000
"""The most cases: a look at lists needs no more, and a reviewer's room ends there."""

ZONE = ZoneInfo("America/Los_Angeles")
STARTS_ON = date(2015, 4, 3)
"""The day of the first receipt, a Friday."""

DAYS = 42
"""Six weeks, so that clocks of thirty days run out within them."""

ENDS_AT = datetime(2015, 5, 15, 15, 0, tzinfo=ZONE).astimezone(UTC)
"""The instant at which the time ends and the system's clock stands: a Friday afternoon."""

Fate = Literal[
    "served",
    "served late",
    "assessed",
    "due soon",
    "overdue",
    "expedited overdue",
    "records",
    "records overdue",
    "records came",
    "parked",
    "records twice",
    "no reviewer",
    "held",
    "confirmation",
    "returned",
    "corrected",
    "ineligible",
    "duplicate",
]
FATES: Sequence[Fate] = get_args(Fate)

ActKind = Literal["submit", "records", "unreadable records", "sign", "correct", "return mail"]

WITHOUT_RECORDS: frozenset[Fate] = frozenset({"records", "records overdue", "records came", "parked"})

_CYCLE: Sequence[Fate] = (
    *("served", "assessed", "records", "no reviewer", "ineligible", "held", "overdue", "parked", "returned", "corrected"),
    *("confirmation", "duplicate", "records overdue", "due soon", "expedited overdue", "served late", "records twice"),
    *("served", "assessed", "served", "records came", "served", "assessed", "served", "records", "served", "ineligible"),
    *("served", "assessed", "served"),
)
"""The fates in turn: thirty cases show all of them."""

_FRIDAY = 4
_GOLDEN = 0.618_033_988_75
"""A step that spreads any number of cases evenly."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done to a case from outside, and when."""

    at: datetime
    kind: ActKind


@dataclass(frozen=True, slots=True)
class InventedCase:
    """An application, how the case ends in the demonstration, and its acts in their order."""

    number: int
    fate: Fate
    application: Application
    acts: tuple[Act, ...]

    @property
    def received_at(self) -> datetime:
        """When the application arrives."""
        return self.acts[0].at


@dataclass(frozen=True, slots=True)
class _Course:
    """The first and the last day of receipt, and each later act with its fewest and most days."""

    first: int
    last: int
    later: tuple[tuple[ActKind, int, int], ...] = ()


_COURSES: Mapping[Fate, _Course] = {
    "served": _Course(0, 34, (("sign", 2, 24),)),
    "served late": _Course(0, 9, (("sign", 31, 33),)),
    "assessed": _Course(17, DAYS),
    "due soon": _Course(12, 14),
    "overdue": _Course(0, 9),
    "expedited overdue": _Course(20, 37),
    "records": _Course(28, DAYS),
    "records overdue": _Course(8, 24),
    "records came": _Course(13, 28, (("records", 3, 12),)),
    "parked": _Course(28, 36, (("unreadable records", 1, 2), ("records", 1, 1))),
    "records twice": _Course(20, 38, (("records", 1, 3),)),
    "no reviewer": _Course(14, DAYS),
    "held": _Course(0, 36, (("sign", 2, 20),)),
    "confirmation": _Course(8, 36, (("sign", 2, 8),)),
    "returned": _Course(0, 24, (("sign", 2, 8), ("return mail", 4, 7))),
    "corrected": _Course(0, 24, (("sign", 2, 10), ("correct", 2, 5))),
    "ineligible": _Course(0, DAYS),
}
"""Days count from STARTS_ON. A duplicate follows the case that it repeats."""


def invent(cases: int) -> list[InventedCase]:
    """Return *cases* invented cases in the order of their receipt, the same each time."""
    invented: list[InventedCase] = []
    for number in range(cases):
        fate, chance = _CYCLE[number % len(_CYCLE)], Random(f"case {number}")  # noqa: S311 - examples, no secrets
        if fate == "duplicate":
            repeated = next(each for each in reversed(invented) if each.fate == "served")
            before = _day_of(repeated.received_at)
            day = chance.choice(_working_days(before + 1, before + 7))
            invented.append(InventedCase(number, fate, repeated.application, (Act(_instant(day, chance), "submit"),)))
        else:
            acts = _acts(_COURSES[fate], number, chance)
            wanted = Wanted(
                expedited=fate == "expedited overdue",
                too_late=fate == "ineligible",
                with_records=fate not in WITHOUT_RECORDS,
                by_hand=fate == "confirmation",
                for_a_surgeon=fate == "no reviewer",
            )
            received_on = acts[0].at.astimezone(ZONE).date()
            invented.append(InventedCase(number, fate, invent_application(number, received_on, wanted, chance), acts))
    return sorted(invented, key=lambda each: (each.received_at, each.number))


def _acts(course: _Course, number: int, chance: Random) -> tuple[Act, ...]:
    """Return the acts of a case, each on a later working day than the one before."""
    days = _working_days(course.first, course.last)
    acts = [Act(_instant(days[int(number * _GOLDEN % 1 * len(days))], chance), "submit")]
    for kind, fewest, most in course.later:
        before = _day_of(acts[-1].at)
        acts.append(Act(_instant(chance.choice(_working_days(before + fewest, before + most)), chance), kind))
    return tuple(acts)


def _working_days(first: int, last: int) -> list[int]:
    """Return the working days from *first* to *last*, or the next one if there is none."""
    last = min(last, DAYS)
    days = [day for day in range(first, last + 1) if (STARTS_ON + timedelta(days=day)).weekday() <= _FRIDAY]
    return days or _working_days(first, last + 1)


def _day_of(instant: datetime) -> int:
    return (instant.astimezone(ZONE).date() - STARTS_ON).days


def _instant(day: int, chance: Random) -> datetime:
    """Return an instant in the office hours of *day*."""
    on = STARTS_ON + timedelta(days=day)
    closes = 14 if day == DAYS else 17
    at = timedelta(seconds=chance.randrange(8 * 3_600, closes * 3_600))
    return (datetime.combine(on, time(), ZONE) + at).astimezone(UTC)
