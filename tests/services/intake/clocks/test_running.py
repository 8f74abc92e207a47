"""The clocks of a case are ledgers, from which its timers are derived."""

from datetime import datetime, timedelta

import pytest

from jurisdictions.clock_rules import Served
from jurisdictions.files import load_jurisdiction
from jurisdictions.ledger import EntryRefused
from schemas.messages.ledgers.clocks import ClockChanged
from services.intake.clocks.running import (
    adopt,
    convert,
    due_at,
    extend,
    resume,
    set_timer,
    start,
    start_earlier,
    stop,
    toll,
    without_items,
)
from services.intake.state import Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import pacific, ready

RULES = load_jurisdiction("ca-workers-comp")
NAME = "determination-due"
TIMER = f"{CASE_NUMBER}/{NAME}"
STARTED = pacific("2015-04-17T10:30")


def running() -> Tables:
    """Return a state in which the decision clock of a case runs."""
    tables = Tables()
    start(CASE_NUMBER, NAME, STARTED, tables, RULES)
    return tables


def end(tables: Tables) -> datetime | None:
    """Return when the timer fires; None if there is none."""
    timer = tables.timers.get(TIMER)
    assert (timer.due_at if timer else None) == due_at(CASE_NUMBER, NAME, tables, RULES)
    return timer.due_at if timer else None


def test_the_timer_of_a_clock_is_derived_from_its_ledger() -> None:
    """LC 4610.6(d): thirty days. No due date is in the ledger."""
    tables = running()

    assert pacific("2015-05-17T23:59:59") == end(tables)
    assert "2015-05" not in tables.clocks[CASE_NUMBER].model_dump_json()


def test_a_tolled_clock_has_no_timer_and_gets_its_days_back() -> None:
    """Three days were used; so it has 27 from the day on which it goes on."""
    tables = running()

    (tolled,) = toll(CASE_NUMBER, pacific("2015-04-20T09:00"), "liability", tables, RULES)
    assert ("toll", "liability", None) == (tolled.change, tolled.reason, tolled.due_at)
    assert end(tables) is None
    assert [] == toll(CASE_NUMBER, pacific("2015-04-21T09:00"), "again", tables, RULES)

    (resumed,) = resume(CASE_NUMBER, pacific("2015-05-04T09:00"), tables, RULES)
    assert pacific("2015-05-31T23:59:59") == resumed.due_at == end(tables)
    assert [] == resume(CASE_NUMBER, pacific("2015-05-05T09:00"), tables, RULES)


def test_a_conversion_counts_anew() -> None:
    """LC 4610.6(d)(2): 72 hours from the certification."""
    tables = running()

    (converted,) = convert(CASE_NUMBER, "expedited", pacific("2015-04-20T09:00"), "certified", tables, RULES)
    assert ("convert", "expedited") == (converted.change, converted.variant)
    assert pacific("2015-04-23T09:00") == end(tables)


def test_a_clock_that_starts_earlier_keeps_its_later_entries() -> None:
    """It ends three days before, with its extension; one that started before stays as it is."""
    tables = running()
    extend(CASE_NUMBER, NAME, 2, pacific("2015-04-20T09:00"), "good cause", tables, RULES)
    now, first = pacific("2015-04-21T09:00"), STARTED - timedelta(days=3)

    assert ["stop", "start", "extend"] == [each.change for each in start_earlier(CASE_NUMBER, first, now, tables, RULES)]
    assert pacific("2015-05-16T23:59:59") == end(tables)
    assert [] == start_earlier(CASE_NUMBER, STARTED, now, tables, RULES)


def test_an_extension_is_limited_by_law() -> None:
    """LC 4610.6(d)(3): three days in all; a refused one changes nothing."""
    tables = running()

    extended = extend(CASE_NUMBER, NAME, 2, pacific("2015-04-20T09:00"), "good cause", tables, RULES)
    assert [("extend", 2)] == [(each.change, each.days) for each in extended]
    with pytest.raises(EntryRefused, match="3 days in all"):
        extend(CASE_NUMBER, NAME, 2, pacific("2015-04-20T09:00"), "more", tables, RULES)
    assert pacific("2015-05-19T23:59:59") == end(tables)


def test_a_stopped_clock_is_forgotten() -> None:
    """Its entries are in the events; a stop tells when it would have run out."""
    tables = running()
    start(CASE_NUMBER, "records-due", STARTED, tables, RULES)

    (stopped,) = stop(CASE_NUMBER, pacific("2015-04-20T09:00"), "came", tables, ["records-due"])
    assert ("stop", pacific("2015-05-02T23:59:59")) == (stopped.change, stopped.due_at)
    assert [NAME] == list(tables.clocks[CASE_NUMBER].running)

    assert [NAME] == [each.name for each in stop(CASE_NUMBER, pacific("2015-04-20T09:00"), "signed", tables)]
    assert ({}, {}) == (tables.clocks, tables.timers)
    assert [] == stop(CASE_NUMBER, pacific("2015-04-20T09:00"), "signed", tables)


def test_an_entry_is_never_before_the_last_one() -> None:
    """The clock of the sender may be behind."""
    tables = running()

    (tolled,) = toll(CASE_NUMBER, STARTED - timedelta(seconds=5), "liability", tables, RULES)
    assert STARTED == tolled.at


def test_how_a_paper_was_served_is_in_the_event() -> None:
    """The days for service are counted from it."""
    served = Served(by="mail", from_place="california", to_place="another-state")

    started = start(CASE_NUMBER, "appeal", pacific("2020-06-01T12:00"), Tables(), RULES, served=served)
    assert started.served is not None
    assert served.model_dump() == started.served.model_dump()
    assert pacific("2020-07-13T23:59:59") == started.due_at


def test_a_case_of_an_earlier_version_gets_ledgers_with_the_same_ends() -> None:
    """Its timers alone were kept; the first change of a clock adopts them."""
    tables = ready()
    tables.clocks.clear()
    before = dict(tables.timers)
    del tables.timers[f"{TIMER}-approaching"]

    (adopted,) = adopt(CASE_NUMBER, tables, RULES)
    assert ("start", before[TIMER].due_at) == (adopted.change, adopted.due_at)
    assert before == tables.timers
    assert [] == adopt(CASE_NUMBER, tables, RULES)


def test_a_case_of_an_earlier_version_stops_its_timers() -> None:
    """Those of two decision clocks."""
    tables = ready()
    tables.clocks.clear()
    del tables.timers[f"{TIMER}-approaching"]
    set_timer(CASE_NUMBER, "later-determination-due", STARTED, tables)

    assert [] == stop(CASE_NUMBER, STARTED, "signed", tables)
    assert {} == tables.timers


def test_a_clock_without_items_is_named() -> None:
    """One that counts for the whole case has none to lose."""
    tables = running()
    start(CASE_NUMBER, NAME, pacific("2019-04-17T10:30"), tables, RULES, variant="formulary", items=(1, 2))

    assert [] == without_items(CASE_NUMBER, {2}, tables)
    assert [f"{NAME}-formulary"] == without_items(CASE_NUMBER, {3}, tables)


def test_the_events_say_which_clock_of_which_jurisdiction() -> None:
    """So another version of its file counts them anew."""
    started = start(CASE_NUMBER, NAME, pacific("2019-04-17T10:30"), Tables(), RULES, variant="formulary", items=(1,))

    assert isinstance(started, ClockChanged)
    assert (f"{NAME}-formulary", NAME, "ca-workers-comp", (1,)) == (
        started.name,
        started.clock,
        started.jurisdiction,
        started.items,
    )
