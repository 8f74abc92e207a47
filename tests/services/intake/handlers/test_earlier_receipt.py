"""The day of receipt of a case whose application had arrived earlier."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import LiabilityDispute
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, ReceiptMoved, SettleDuplicate
from schemas.messages.lifecycle import ResolveLiability
from services.intake.clocks.running import DETERMINATION_DUE, resume, toll
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.liability import on_resolve_liability
from services.intake.handlers.screening import on_screen_application
from services.intake.handlers.settling import on_settle_duplicate
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, RECEIVED_AT, application
from tests.services.intake.handlers.appeals.test_remanding import appealed, remand
from tests.services.intake.handlers.cases import determined, doubtful, ready, receive, screen, told, waiting
from tests.services.intake.messages import AT, no_records, records, screening

EARLIER = RECEIVED_AT - timedelta(days=3)


def test_an_earlier_paper_moves_the_day_of_receipt() -> None:
    """The same application, found later: the earliest receipt counts (LC 4610.5(h)(1))."""
    tables = ready()
    second = screening("second", received_at=EARLIER)
    found, moved = screen(tables, second)

    assert isinstance(found, DuplicateFound)
    assert (
        ReceiptMoved(
            case_number=CASE_NUMBER,
            submission_id=second.submission_id,
            received_at=EARLIER,
            received_on=date(2015, 4, 14),
            before=date(2015, 4, 17),
        )
        == moved
    )
    assert EARLIER == tables.filed[CASE_NUMBER].received_at
    assert [] == screen(tables, second)


def start_of_clock(tables: Tables, number: str = CASE_NUMBER) -> datetime:
    """Return the instant from which the decision clock of the case runs."""
    return tables.clocks[number].running[DETERMINATION_DUE].ledger.entries[0].at


@pytest.mark.parametrize(("papers", "runs_from"), [({}, EARLIER), (no_records(), RECEIVED_AT)], ids=["complete", "incomplete"])
def test_the_decision_clock_runs_from_the_first_complete_file(papers: dict[str, Any], runs_from: datetime) -> None:
    """An earlier paper without the records moves the day of receipt alone (LC 4610.6(d))."""
    tables = ready()
    message = screening("second", received_at=EARLIER, **papers)
    events = on_screen_application(message, RECEIVED_AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert runs_from == start_of_clock(tables)
    assert (["stop", "start"] if runs_from == EARLIER else []) == [change for _, change in told(events)]
    assert EARLIER == tables.filed[CASE_NUMBER].received_at


@given(papers=st.lists(st.tuples(st.integers(-72, 99), st.booleans()), max_size=6))
def test_the_first_complete_file_counts_in_any_order(papers: list[tuple[int, bool]]) -> None:
    """However many papers come, and after a case was ready or while it waits for its records."""
    for tables, own in ((ready(), [RECEIVED_AT]), (waiting(), [])):
        for place, (hours, complete) in enumerate(papers):
            received_at = RECEIVED_AT + timedelta(hours=hours)
            screen(tables, screening(f"paper {place}", received_at, **({} if complete else no_records())))
        receive(tables, records(received_at=RECEIVED_AT + timedelta(hours=100)))
        complete_at = [RECEIVED_AT + timedelta(hours=hours) for hours, complete in papers if complete]
        assert min([*own, *complete_at, RECEIVED_AT + timedelta(hours=100)]) == start_of_clock(tables)


def test_the_later_entries_of_the_clock_stay() -> None:
    """A clock that stood still for some days does so still."""
    tables = ready()
    rules = load_jurisdiction(application().jurisdiction)
    toll(CASE_NUMBER, AT + timedelta(days=1), "Liability is disputed.", tables, rules)
    resume(CASE_NUMBER, AT + timedelta(days=4), tables, rules)
    screen(tables, screening("second", received_at=EARLIER), AT + timedelta(days=5))

    assert ["start", "toll", "resume"] == [
        each.kind for each in tables.clocks[CASE_NUMBER].running[DETERMINATION_DUE].ledger.entries
    ]
    assert EARLIER == start_of_clock(tables)


def test_a_review_that_a_court_ordered_keeps_its_clock() -> None:
    """It runs from the order, whichever paper is found later."""
    tables = appealed("determined")
    remand(tables)
    before = tables.clocks[CASE_NUMBER]
    screen(tables, screening("second", received_at=EARLIER))

    assert before == tables.clocks[CASE_NUMBER]


def test_a_deferred_application_gets_the_earlier_day_and_no_earlier_clock() -> None:
    """No clock runs while liability is disputed (8 CCR 9792.10.3(d))."""
    tables, resolved_at = Tables(), AT + timedelta(days=10)
    disputed = {"liability_dispute": LiabilityDispute(reason="The injury is disputed.")}
    screen(tables, screening(**disputed))
    screen(tables, screening("second", EARLIER, **disputed))
    resolve = ResolveLiability(
        case_number=CASE_NUMBER,
        outcome="liable",
        notified_on=AT.date(),
        actor="Example Clerk",
        reason="By mail.",
        acted_at=resolved_at,
    )
    on_resolve_liability(resolve, resolved_at, tables=tables, jurisdiction_of=load_jurisdiction)
    assert EARLIER == tables.filed[CASE_NUMBER].received_at
    screen(tables, screening("third", EARLIER - timedelta(hours=1)))
    assert resolved_at == start_of_clock(tables)


def test_a_case_that_waits_becomes_ready_with_the_earlier_day() -> None:
    """Its file is still here, and has the day."""
    tables = waiting()
    screen(tables, screening("second", received_at=EARLIER, **no_records()))
    *_, case = receive(tables, records())

    assert date(2015, 4, 14) == case.received_on  # type: ignore[attr-defined]


def test_the_earliest_of_several_counts_in_any_order() -> None:
    """A paper between two others moves nothing."""
    tables = ready()
    moved = [
        each
        for days in (2, 3, 1, 0, -1)
        for each in screen(tables, screening(f"days {days}", received_at=RECEIVED_AT - timedelta(days=days)))
        if isinstance(each, ReceiptMoved)
    ]

    assert [date(2015, 4, 15), date(2015, 4, 14)] == [each.received_on for each in moved]


@pytest.mark.parametrize("minutes", [0, 30])
def test_the_same_day_moves_nothing(minutes: int) -> None:
    """Nor does a paper of the same day."""
    (found,) = screen(ready(), screening("second", received_at=RECEIVED_AT - timedelta(minutes=minutes)))

    assert isinstance(found, DuplicateFound)


def test_a_paper_with_only_some_of_the_items_moves_nothing() -> None:
    """It was no application for the others."""
    first, _ = application().items

    assert [DuplicateFound] == [type(each) for each in screen(ready(), screening("second", EARLIER, items=(first,)))]


def test_a_paper_with_more_items_moves_the_case_that_it_holds_whole() -> None:
    """The new item has its own case, with the earlier day as well."""
    tables, (first, second) = ready(), application().items
    third = second.model_copy(update={"number": 3, "request": "Acupuncture, 6 visits", "treatment": "acupuncture"})
    kinds = [type(each) for each in screen(tables, screening("second", EARLIER, items=(first, second, third)))]

    assert [DuplicateItemsDropped, ReceiptMoved] == kinds[1:3]


def test_a_determined_case_keeps_its_day() -> None:
    """The day stands in a letter that was signed for."""
    tables = ready()
    on_determination_signed(determined(), AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert [DuplicateFound] == [type(each) for each in screen(tables, screening("second", EARLIER))]


def test_what_is_only_suspected_moves_nothing() -> None:
    """Until a person confirms it."""
    assert ReceiptMoved not in {type(each) for each in screen(ready(), doubtful(received_at=EARLIER))}


def test_a_case_in_doubt_gets_the_earlier_day_too() -> None:
    """Its own copy, received before it, is certain."""
    tables = ready()
    screen(tables, doubtful())
    screen(tables, doubtful("copy", received_at=EARLIER))

    assert EARLIER == tables.suspected["CM15-1330002"].submission.received_at


@pytest.mark.parametrize(("papers", "runs_from"), [({}, EARLIER), (no_records(), RECEIVED_AT)], ids=["complete", "incomplete"])
def test_a_case_in_doubt_runs_from_its_first_complete_file(papers: dict[str, Any], runs_from: datetime) -> None:
    """It is complete itself; an earlier copy without the records does not count."""
    tables = ready()
    screen(tables, doubtful())
    items = {"items": tuple(each.model_copy(update={"facts": ()}) for each in doubtful().application.items)}
    screen(tables, doubtful("copy", **{"received_at": EARLIER, **papers, **(items if papers else {})}))
    settle = SettleDuplicate(case_number="CM15-1330002", verdict="reject", items=(), actor="Example Clerk", reason="Another.")
    on_settle_duplicate(settle, AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert EARLIER == tables.filed["CM15-1330002"].received_at
    assert runs_from == start_of_clock(tables, "CM15-1330002")
