"""Of two ends, the earlier counts."""

from datetime import datetime, timedelta

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import Certification
from schemas.messages.ledgers.clocks import ClockChanged
from services.intake.clocks.running import DETERMINATION_DUE, RECORDS_DUE, due_at
from services.intake.handlers.consolidating.clocks import hand_over
from services.intake.handlers.consolidating.merging import merge
from services.intake.state import Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import ready, screen, waiting
from tests.services.intake.handlers.consolidating.test_proposing import SECOND, second
from tests.services.intake.messages import AT, no_records, screening

RULES = load_jurisdiction("ca-workers-comp")


def handed_over(tables: Tables, number: str, other: str) -> list[ClockChanged]:
    """Hand the clocks of the case *other* over to *number*."""
    own, theirs = tables.cases[number].file, tables.cases[other].file
    assert own is not None
    assert theirs is not None
    merged = merge(own, other, theirs)
    return hand_over(number, other, merged.file, merged.items, AT + timedelta(days=9), tables, RULES)


def end(tables: Tables, number: str, name: str = DETERMINATION_DUE) -> datetime | None:
    """Return when a clock of a case runs out."""
    return due_at(number, name, tables, RULES)


def test_the_earlier_end_counts_whichever_case_goes_on() -> None:
    """With its ledger, for the items of both; the other's clocks and timers stop."""
    for number, other in ((CASE_NUMBER, SECOND), (SECOND, CASE_NUMBER)):
        tables = ready()
        screen(tables, second(received_at=AT + timedelta(days=5)))
        earlier, later = end(tables, CASE_NUMBER), end(tables, SECOND)
        assert earlier is not None
        assert later is not None
        assert earlier < later
        events = handed_over(tables, number, other)

        assert earlier == end(tables, number) == tables.timers[f"{number}/{DETERMINATION_DUE}"].due_at
        assert {1, 2, 3} == set(tables.clocks[number].running[DETERMINATION_DUE].items)
        assert other not in tables.clocks
        assert not any(key.startswith(other) for key in tables.timers)
        assert [(other, "stop"), (number, "stop"), (number, "start")] == [(each.case_number, each.change) for each in events]


def test_an_end_that_was_told_is_not_told_again() -> None:
    """The own clock ran out before; its timer stays away."""
    tables = ready()
    screen(tables, second(received_at=AT + timedelta(days=5)))
    clocks = tables.clocks[CASE_NUMBER]
    missed = clocks.running[DETERMINATION_DUE].model_copy(update={"missed_at": end(tables, CASE_NUMBER)})
    tables.clocks[CASE_NUMBER] = clocks.model_copy(update={"running": {DETERMINATION_DUE: missed}})
    del tables.timers[f"{CASE_NUMBER}/{DETERMINATION_DUE}"]
    handed_over(tables, CASE_NUMBER, SECOND)

    assert f"{CASE_NUMBER}/{DETERMINATION_DUE}" not in tables.timers
    assert end(tables, CASE_NUMBER) == tables.clocks[CASE_NUMBER].running[DETERMINATION_DUE].missed_at


def test_a_case_that_waits_takes_the_clock_of_one_in_review() -> None:
    """Its own time for records goes on as its notice says."""
    tables = waiting()
    screen(tables, second())
    due, records = end(tables, SECOND), end(tables, CASE_NUMBER, RECORDS_DUE)
    handed_over(tables, CASE_NUMBER, SECOND)

    assert due == end(tables, CASE_NUMBER)
    assert records == end(tables, CASE_NUMBER, RECORDS_DUE)
    assert (3,) == tables.clocks[CASE_NUMBER].running[DETERMINATION_DUE].items


def test_two_cases_that_wait_have_no_decision_clock() -> None:
    """Only the time for the other's records stops."""
    tables = waiting()
    screen(tables, screening("second", **{**no_records(), "items": second().application.items}))
    events = handed_over(tables, CASE_NUMBER, SECOND)

    assert [(SECOND, RECORDS_DUE, "stop")] == [(each.case_number, each.name, each.change) for each in events]


def test_the_clock_of_a_standard_case_becomes_expedited() -> None:
    """72 hours from then, or the other's end if that is earlier (LC 4610.6(d))."""
    tables = ready()
    certification = Certification(certified_on=AT.date(), name="Robin Example, MD")
    screen(tables, second(priority="expedited", physician_certification=certification))
    due = end(tables, SECOND)
    handed_over(tables, CASE_NUMBER, SECOND)

    assert due == end(tables, CASE_NUMBER)
