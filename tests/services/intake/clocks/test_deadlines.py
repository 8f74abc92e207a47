"""The end of a clock is told when it is near and when it has passed, once each."""

from datetime import datetime, timedelta

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.messages.ledgers.clocks import DeadlineApproaching, DeadlineMissed
from services.intake.clocks.deadlines import missed, on_approaching
from services.intake.clocks.running import convert, extend, resume, set_timer, start, stop, toll
from services.intake.state import Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import pacific

RULES = load_jurisdiction("ca-workers-comp")
NAME = "determination-due"
TIMER, WARNING = f"{CASE_NUMBER}/{NAME}", f"{CASE_NUMBER}/{NAME}-approaching"
DUE = pacific("2015-05-17T23:59:59")


def running(variant: str = "standard") -> Tables:
    """Return a state in which the decision clock of a case runs."""
    tables = Tables()
    start(CASE_NUMBER, NAME, pacific("2015-04-17T10:30"), tables, RULES, variant=variant, items=(1,))
    return tables


def warn(tables: Tables, at: datetime) -> list[DeadlineApproaching]:
    """Let the timer before the end fire."""
    tables.timers.pop(WARNING, None)
    found = on_approaching(CASE_NUMBER, at, name=NAME, tables=tables, jurisdiction_of=load_jurisdiction)
    return [each for each in found if isinstance(each, DeadlineApproaching)]


def ring(tables: Tables, at: datetime) -> DeadlineMissed | None:
    """Let the timer at the end fire."""
    tables.timers.pop(TIMER, None)
    return missed(CASE_NUMBER, at, NAME, tables, load_jurisdiction)


@pytest.mark.parametrize(("variant", "before"), [("standard", 120), ("expedited", 24)])
def test_a_clock_is_told_to_be_near_its_end(variant: str, before: int) -> None:
    """The jurisdiction file says how many hours before, by variant."""
    tables = running(variant)
    at = tables.timers[WARNING].due_at

    assert timedelta(hours=before) == tables.timers[TIMER].due_at - at
    assert [((1,), tables.timers[TIMER].due_at)] == [(each.items, each.due_at) for each in warn(tables, at)]


def test_each_end_is_told_to_be_near_once() -> None:
    """A clock with more time is told of again."""
    tables = running()
    assert 1 == len(warn(tables, DUE - timedelta(hours=120)))
    toll(CASE_NUMBER, DUE - timedelta(hours=100), "liability", tables, RULES)
    resume(CASE_NUMBER, DUE - timedelta(hours=99), tables, RULES)
    assert WARNING not in tables.timers

    extend(CASE_NUMBER, NAME, 2, DUE - timedelta(hours=90), "good cause", tables, RULES)
    later = DUE + timedelta(days=2)
    assert later - timedelta(hours=120) == tables.timers[WARNING].due_at
    assert [later] == [each.due_at for each in warn(tables, later - timedelta(hours=120))]


def test_a_warning_that_is_too_early_waits() -> None:
    """A conversion or a corrected rule moves it; a tolled or stopped clock has none."""
    tables = running()
    assert [] == warn(tables, DUE - timedelta(hours=121))
    assert DUE - timedelta(hours=120) == tables.timers[WARNING].due_at

    toll(CASE_NUMBER, pacific("2015-04-20T09:00"), "liability", tables, RULES)
    assert WARNING not in tables.timers
    assert [] == warn(tables, DUE)
    stop(CASE_NUMBER, DUE, "ended", tables)
    assert [] == warn(tables, DUE)


def test_a_converted_clock_has_the_warning_of_its_variant() -> None:
    """Expedited: 24 hours before."""
    tables = running()

    convert(CASE_NUMBER, "expedited", pacific("2015-04-20T09:00"), "certified", tables, RULES)
    assert pacific("2015-04-22T09:00") == tables.timers[WARNING].due_at


def test_a_clock_that_the_file_does_not_list_has_no_warning() -> None:
    """Nor has any clock of a file without the section."""
    tables = Tables()
    start(CASE_NUMBER, NAME, pacific("2015-04-17T10:30"), tables, RULES.model_copy(update={"clock_warnings": ()}))
    start(CASE_NUMBER, "notice-of-assignment", pacific("2020-04-17T10:30"), tables, RULES)

    assert {TIMER, f"{CASE_NUMBER}/notice-of-assignment"} == set(tables.timers)


def test_an_end_is_told_to_have_passed_once() -> None:
    """After it, a toll without effect does not set the timers again."""
    tables = running()

    assert DeadlineMissed(case_number=CASE_NUMBER, name=NAME, items=(1,), due_at=DUE) == ring(tables, DUE)
    tables.timers.clear()
    toll(CASE_NUMBER, DUE + timedelta(days=1), "late", tables, RULES)
    resume(CASE_NUMBER, DUE + timedelta(days=2), tables, RULES)
    assert {} == tables.timers
    assert DUE == stop(CASE_NUMBER, DUE + timedelta(days=3), "signed", tables)[0].due_at


def test_a_timer_of_a_clock_with_more_time_is_set_again() -> None:
    """So a correction of the jurisdiction file reaches cases in progress."""
    tables = running()

    assert ring(tables, DUE - timedelta(days=1)) is None
    assert DUE == tables.timers[TIMER].due_at
    toll(CASE_NUMBER, pacific("2015-04-20T09:00"), "liability", tables, RULES)
    assert ring(tables, DUE) is None
    assert {} == tables.timers


def test_a_timer_of_an_earlier_version_rings() -> None:
    """It has no ledger."""
    tables = Tables()
    set_timer(CASE_NUMBER, NAME, DUE, tables)

    assert DeadlineMissed(case_number=CASE_NUMBER, name=NAME, items=(), due_at=DUE) == ring(tables, DUE)
