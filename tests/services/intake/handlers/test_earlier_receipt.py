"""The day of receipt of a case whose application had arrived earlier."""

from datetime import date, timedelta

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, ReceiptMoved
from services.intake.handlers.clocks import on_determination_signed
from tests.examples import CASE_NUMBER, RECEIVED_AT, application
from tests.services.intake.handlers.cases import determined, doubtful, ready, receive, screen, waiting
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
