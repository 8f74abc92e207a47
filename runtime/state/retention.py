"""Drop the state of cases that have been closed for long enough, by a timer a day.

A timer for each case would cost as much as its state. So the cases to drop on a day are in a list,
in records of bounded size, and the list has the timer. The numbers of dropped cases are kept as
ranges: a message of such a case is parked, never handled as if the case were new.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated

from runtime.logs import logger
from runtime.state.handled import Handled, forget_handled
from runtime.state.state import State, Timer
from schemas.message import Message, Part
from schemas.personal import PLAIN

log = logger("retention")

RETENTION = "retention"
"""The clock of the timers."""

CASES_MAX = 32
"""The number of cases in a record of a day's list."""

_CASE_NUMBER = re.compile(r"(CM\d{2}-\d{3})(\d{4})")


class DayList(Part):
    """The number of cases to drop on a day, or some of them."""

    count: int = 0
    cases: tuple[Annotated[str, PLAIN], ...] = ()


class Dropped(Part):
    """The dropped cases of a lot and year: ranges of running numbers, first and last."""

    ranges: tuple[tuple[int, int], ...] = ()


class CaseDropped(ValueError):
    """A message came for a case that was closed so long ago that its state was dropped."""

    def __init__(self, case_number: str) -> None:
        super().__init__(
            f"the state of {case_number} was dropped after the time for which closed cases are kept; its history is in the events"
        )


class Retention:
    """The closed cases of one partition.

    *is_closed* tells whether a subject is a closed case, *forget* deletes the service's own state
    of it, and *drop_at* gives the instant to drop a case that was closed at another.
    """

    def __init__(
        self,
        state: State,
        is_closed: Callable[[str], bool],
        forget: Callable[[str], None],
        drop_at: Callable[[datetime], datetime],
    ) -> None:
        self._state = state
        self._is_closed, self._forget, self._drop_at = is_closed, forget, drop_at
        self._days = state.table("retention", DayList)
        self._dropped = state.table("dropped", Dropped)

    def check(self, subject: str) -> None:
        """Raise CaseDropped if *subject* is a dropped case."""
        if (place := _place(subject)) is not None:
            lot, number = place
            if any(first <= number <= last for first, last in self._ranges(lot)):
                raise CaseDropped(subject)

    def note(self, subject: str, now: datetime) -> None:
        """Note after a step of *subject* when it is to be dropped: not at all while it is open."""
        if _place(subject) is None or (known := self._state.handled.get(subject)) is None:
            return
        drop_at = self._drop_at(now) if self._is_closed(subject) else None
        drop_on = None if drop_at is None else drop_at.date()
        if known.drop_on != drop_on:
            self._state.handled[subject] = Handled(ids=known.ids, drop_on=drop_on)
            if drop_at is not None:
                self._put_on_list(subject, drop_at)

    def drop(self, day: str, due_at: datetime) -> Sequence[Message]:
        """Drop the cases on the list of *day* that were not touched since; return no messages.

        A case with a parked message stays for another day.
        """
        dropped = 0
        for name in self._names(day):
            for case in self._days[name].cases:
                dropped += self._drop_case(case, date.fromisoformat(day), due_at)
            del self._days[name]
        del self._days[day]
        log.info("closed_cases_dropped", day=day, cases=dropped)
        return []

    def _drop_case(self, case: str, day: date, due_at: datetime) -> bool:
        known = self._state.handled.get(case)
        if known is None or known.drop_on != day:
            return False  # it was opened or touched since, and is on another list or none
        if case in self._state.parked:
            later = due_at + timedelta(days=1)
            self._state.handled[case] = Handled(ids=known.ids, drop_on=later.date())
            self._put_on_list(case, later)
            return False
        self._forget(case)
        forget_handled(self._state.handled, case)
        if (place := _place(case)) is not None:
            lot, number = place
            self._dropped[lot] = Dropped(ranges=_with_number(self._ranges(lot), number))
        return True

    def _put_on_list(self, case: str, drop_at: datetime) -> None:
        day = drop_at.date().isoformat()
        count = known.count if (known := self._days.get(day)) is not None else 0
        if count == 0:
            self._state.timers[f"{day}/{RETENTION}"] = Timer(clock=RETENTION, subject=day, due_at=drop_at)
        name = f"{day}/{count // CASES_MAX}"
        before = found.cases if (found := self._days.get(name)) is not None else ()
        self._days[name] = DayList(cases=(*before, case))
        self._days[day] = DayList(count=count + 1)

    def _ranges(self, lot: str) -> tuple[tuple[int, int], ...]:
        return known.ranges if (known := self._dropped.get(lot)) is not None else ()

    def _names(self, day: str) -> list[str]:
        return [f"{day}/{number}" for number in range(-(-self._days[day].count // CASES_MAX))]


def _place(subject: str) -> tuple[str, int] | None:
    """Return lot and year of a case, and its running number; None for another subject."""
    found = _CASE_NUMBER.fullmatch(subject)
    return None if found is None else (found[1], int(found[2]))


def _with_number(ranges: Sequence[tuple[int, int]], number: int) -> tuple[tuple[int, int], ...]:
    """Return *ranges* with *number*; neighbours become one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted([*ranges, (number, number)]):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return tuple(joined)
