"""Find statements that cannot be true, for their sender to correct.

Only what is impossible or empty is found. Everything that the law allows passes, however rare: a
worker may be two weeks old (8 CCR 11751, infants in films).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

AGE_YEARS_MAX = 110
"""Nobody older has worked; a date of birth like January 1, 1900 stands for an unknown one."""

_IN_THE_FUTURE = "is in the future"
_A_YEAR = timedelta(days=366)

Step = str | int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement that cannot be true: its place in the application, and the reason."""

    path: tuple[Step, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class StatedItem:
    """The quantities of one item, and *sameness*: equal for two items that ask for the same.

    *beyond* has the facts read from a page that their document has not: the number of the fact in
    the item, the page, and the pages of the document.
    """

    requested: Decimal | None
    in_dispute: Decimal | None
    sameness: object
    beyond: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """The statements that are weighed; documents by their first and last day.

    Papers may be added after the day of receipt, until the application is taken in. The denial may
    be served after that: a party can know of it earlier.
    """

    born_on: date | None
    injured_on: date
    requested_on: date
    served_on: date
    taken_in_on: date
    latest_note_on: date | None
    documents: tuple[tuple[date | None, date | None], ...]
    items: tuple[StatedItem, ...]


def doubts(stated: Stated) -> tuple[Doubt, ...]:
    """Return every statement that cannot be true."""
    return (
        *_about_days_ahead(stated),
        *_about_birth(stated),
        *_about_papers(stated),
        *_about_quantities(stated),
        *_about_pages(stated),
        *_about_repeats(stated),
    )


def _about_days_ahead(stated: Stated) -> Iterator[Doubt]:
    """Yield the days that cannot have come yet, so that a mistyped year is named itself."""
    for path, day in ((("injured_on",), stated.injured_on), (("utilization_review", "requested_on"), stated.requested_on)):
        if day > stated.taken_in_on:
            yield Doubt(path, _IN_THE_FUTURE)
    if stated.served_on > stated.taken_in_on + _A_YEAR:
        yield Doubt(("utilization_review", "denial_served_on"), "is more than a year in the future")


def _about_birth(stated: Stated) -> Iterator[Doubt]:
    born_on, place = stated.born_on, ("employee", "born_on")
    if born_on is None:
        return
    if born_on >= stated.injured_on:
        yield Doubt(place, "is not before injured_on")
    elif stated.injured_on.year - born_on.year > AGE_YEARS_MAX:
        yield Doubt(place, f"is more than {AGE_YEARS_MAX} years before injured_on; leave it out if it is unknown")


def _about_papers(stated: Stated) -> Iterator[Doubt]:
    if stated.latest_note_on is not None and stated.latest_note_on > stated.taken_in_on:
        yield Doubt(("course_of_care", "latest_note", "dated_on"), _IN_THE_FUTURE)
    for number, (first, last) in enumerate(stated.documents):
        for field, day in (("from_on", first), ("to_on", last)):
            if day is not None and day > stated.taken_in_on:
                yield Doubt(("documents", number, field), _IN_THE_FUTURE)
        if first is not None and last is not None and last < first:
            yield Doubt(("documents", number, "to_on"), "is before from_on")


def _about_quantities(stated: Stated) -> Iterator[Doubt]:
    for number, item in enumerate(stated.items):
        if item.requested == 0:
            yield Doubt(("items", number, "quantity", "requested"), "is 0; nothing was requested")
        elif item.requested is not None and item.in_dispute is not None and item.in_dispute > item.requested:
            yield Doubt(("items", number, "quantity", "in_dispute"), "is more than requested")


def _about_pages(stated: Stated) -> Iterator[Doubt]:
    for number, item in enumerate(stated.items):
        for fact, page, pages in item.beyond:
            yield Doubt(("items", number, "facts", fact, "source", "page"), f"is {page}, and the document has {pages} pages")


def _about_repeats(stated: Stated) -> Iterator[Doubt]:
    first: dict[object, int] = {}
    for number, item in enumerate(stated.items):
        earlier = first.setdefault(item.sameness, number)
        if earlier != number:
            yield Doubt(("items", number), f"asks for the same as /items/{earlier}; one treatment is one item")
