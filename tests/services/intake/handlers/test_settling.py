"""Staff settle possible duplicates, and undo findings that were wrong."""

from datetime import date, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.duplicates import (
    DuplicateFound,
    DuplicateItemsDropped,
    DuplicateRequestRefused,
    DuplicateReversed,
    DuplicateSettled,
    ReceiptMoved,
    ReverseDuplicate,
    SettleDuplicate,
)
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    Arrival,
    CaseReadyForReview,
    RecordsRequested,
)
from schemas.messages.lifecycle import CaseRequestRefused, RecordsAdded, RecordsKept
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.screening import arrival
from services.intake.handlers.settling import on_duplicate_unsettled, on_reverse_duplicate, on_settle_duplicate
from services.intake.state import Screened, Tables
from tests.examples import CASE_NUMBER, RECEIVED_AT, application
from tests.services.intake.handlers.cases import codes, determined, doubtful, others, pacific, ready, receive, screen
from tests.services.intake.messages import AT, no_records, records, screening, without

DOUBTFUL = "CM15-1330002"
EARLIER = RECEIVED_AT - timedelta(days=3)


def in_doubt(**changes: Any) -> Tables:
    """Return the state with a case that waits for an answer."""
    tables = ready()
    screen(tables, doubtful(**changes))
    return tables


def settle(tables: Tables, verdict: str, *items: int, case_number: str = DOUBTFUL) -> list[Message]:
    """Give staff's answer."""
    command = SettleDuplicate(
        case_number=case_number,
        verdict=verdict,  # type: ignore[arg-type]
        items=items,
        actor="Sam Examplestaff",
        reason="Read both.",
    )
    return others(on_settle_duplicate(command, AT, tables=tables, jurisdiction_of=load_jurisdiction))


def undo(tables: Tables, submission: Arrival, *items: int, case_number: str = CASE_NUMBER) -> list[Message]:
    """Undo the finding about *items*."""
    command = ReverseDuplicate(
        case_number=case_number, submission=arrival(submission), items=items, actor="Sam Examplestaff", reason="Another knee."
    )
    return on_reverse_duplicate(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def code(messages: list[Message]) -> str:
    """Return the code of the one refusal in *messages*."""
    (refused,) = messages
    assert isinstance(refused, DuplicateRequestRefused)
    return refused.code


def test_a_rejected_suspicion_lets_the_case_go_on() -> None:
    """With its own day of receipt, and with who said so and why on record."""
    tables = in_doubt()
    settled, *rest, case = settle(tables, "reject")

    assert isinstance(settled, DuplicateSettled)
    assert ("reject", (1,), "Sam Examplestaff", "Read both.") == (settled.verdict, settled.items, settled.actor, settled.reason)
    assert isinstance(rest[0], ApplicationFoundEligible)
    assert isinstance(case, CaseReadyForReview)
    assert date(2015, 4, 17) == case.received_on
    assert {} == tables.suspected
    assert f"{DOUBTFUL}/duplicate-unsettled" not in tables.timers


def test_a_confirmed_duplicate_ends_the_case_with_the_reason() -> None:
    """8 CCR 9792.10.3(a)(2): it is told which case reviews the treatment."""
    tables = in_doubt()
    _, ended = settle(tables, "confirm")

    assert isinstance(ended, ApplicationFoundIneligible)
    assert ["DUPLICATE"] == codes([ended])
    assert CASE_NUMBER in ended.reasons[0].text
    assert "ineligible" == tables.cases[DOUBTFUL].stage
    assert DOUBTFUL not in tables.filed


def test_the_other_items_of_a_confirmed_duplicate_are_reviewed() -> None:
    """Only the known item is dropped."""
    first, second = doubtful().application.items[0], application().items[1]
    new = second.model_copy(update={"request": "Acupuncture, 6 visits", "treatment": "acupuncture"})
    tables = in_doubt(items=(first, new))
    *_, case = settle(tables, "confirm")

    assert isinstance(case, CaseReadyForReview)
    assert (new,) == case.application.items
    assert [2] == [item.number for item in tables.filed[DOUBTFUL].filing.items]


def test_items_may_be_settled_one_by_one() -> None:
    """The case waits for the last; an item is settled once."""
    items = tuple(item.model_copy(update={"request": f"{item.request} as before"}) for item in application().items)
    tables = in_doubt(items=items)

    assert [DuplicateSettled] == [type(each) for each in settle(tables, "confirm", 1)]
    assert "item-not-open" == code(settle(tables, "reject", 1))
    assert "item-not-open" == code(settle(tables, "reject", 7))
    *_, case = settle(tables, "reject")
    assert isinstance(case, CaseReadyForReview)
    assert [2] == [item.number for item in case.application.items]


@pytest.mark.parametrize("case_number", [CASE_NUMBER, DOUBTFUL, "CM15-1330009"])
def test_what_does_not_wait_is_not_settled(case_number: str) -> None:
    """An answer that comes late, twice or for another case changes nothing."""
    tables = in_doubt()
    settle(tables, "reject")
    before = dict(tables.cases)

    assert "not-suspected" == code(settle(tables, "confirm", case_number=case_number))
    assert before == tables.cases


def test_without_an_answer_the_case_goes_on() -> None:
    """A second review costs a fee, a lost one costs the worker the treatment."""
    tables = in_doubt()
    due_at = pacific("2015-04-24T23:59:59")
    settled, *_, case = others(on_duplicate_unsettled(DOUBTFUL, due_at, tables=tables, jurisdiction_of=load_jurisdiction))

    assert isinstance(settled, DuplicateSettled)
    assert ("reject", None) == (settled.verdict, settled.actor)
    assert isinstance(case, CaseReadyForReview)
    assert [] == on_duplicate_unsettled(DOUBTFUL, due_at, tables=tables, jurisdiction_of=load_jurisdiction)


def test_the_earlier_case_may_be_decided_meanwhile() -> None:
    """The answer counts all the same: a decided dispute is not decided twice."""
    tables = in_doubt()
    on_determination_signed(determined(), AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert ["DUPLICATE"] == codes(settle(tables, "confirm"))


def test_records_come_while_the_case_waits() -> None:
    """They are kept, and complete the file."""
    tables = in_doubt(**{**no_records(), "items": (doubtful().application.items[0].model_copy(update={"facts": ()}),)})

    assert [RecordsAdded] == [type(each) for each in receive(tables, records(DOUBTFUL))]
    assert [RecordsKept] == [type(each) for each in receive(tables, records(DOUBTFUL))]
    assert [CaseRequestRefused] == [type(each) for each in receive(tables, records(DOUBTFUL, facts={9: ()}))]
    assert isinstance(settle(tables, "reject")[-1], CaseReadyForReview)


def test_without_records_it_waits_for_them_afterwards() -> None:
    """The usual way goes on where it was left."""
    first = doubtful().application.items[0].model_copy(update={"facts": ()})
    tables = in_doubt(documents=without("medical-record"), items=(first,))

    assert isinstance(settle(tables, "reject")[-1], RecordsRequested)


def test_a_confirmed_duplicate_that_came_earlier_moves_the_receipt() -> None:
    """It is certain now."""
    tables, first = Tables(), application().items[0]
    screen(tables, screening(items=(first,)))
    screen(tables, doubtful(received_at=EARLIER))

    assert [DuplicateSettled, ReceiptMoved, ApplicationFoundIneligible] == [type(each) for each in settle(tables, "confirm")]


def test_a_reversed_duplicate_has_its_number_and_its_day() -> None:
    """It is screened as on the day it came, and no longer compared."""
    tables, second = ready(), screening("second", received_at=RECEIVED_AT + timedelta(days=2))
    screen(tables, second)
    received, reversed_, *_, case = undo(tables, second, 1, 2)

    assert isinstance(received, ApplicationReceived)
    assert (DOUBTFUL, second.submission_id) == (received.case_number, received.submission_id)
    assert isinstance(reversed_, DuplicateReversed)
    assert (CASE_NUMBER, (1, 2), "Another knee.") == (reversed_.not_duplicate_of, reversed_.items, reversed_.reason)
    assert isinstance(case, CaseReadyForReview)
    assert date(2015, 4, 19) == case.received_on


def test_a_late_reversal_does_not_make_the_application_late() -> None:
    """The window is that of its own day of receipt, and the other case may be closed by then."""
    tables, second = ready(), screening("second")
    screen(tables, second)
    on_determination_signed(determined(), AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert [] == codes(undo(tables, second, 1, 2))


def test_a_duplicate_is_reversed_once() -> None:
    """Twice, or before it was found, changes nothing; nor does another item."""
    tables, second = ready(), screening("second")
    assert "not-screened" == code(undo(tables, second, 1))
    screen(tables, second)
    assert "not-a-duplicate" == code(undo(tables, second, 3))
    assert DuplicateReversed in {type(each) for each in undo(tables, second, 1)}
    assert "not-a-duplicate" == code(undo(tables, second, 1))
    assert DuplicateReversed in {type(each) for each in undo(tables, second, 2)}
    assert "not-a-duplicate" == code(undo(tables, screening(), 1))


def test_another_lot_knows_nothing_of_it() -> None:
    """The command goes to the owner of the earlier case."""
    tables, second = ready(), screening("second")
    screen(tables, second)

    assert "not-screened" == code(undo(tables, second, 1, case_number="CM15-1340001"))


def test_a_dropped_item_gets_a_case_of_its_own() -> None:
    """The case it was dropped from may be decided by then."""
    tables, (first, second) = ready(), application().items
    new = second.model_copy(update={"request": "Acupuncture, 6 visits", "treatment": "acupuncture"})
    message = screening("second", items=(first, new))
    assert isinstance(screen(tables, message)[1], DuplicateItemsDropped)
    received, *_, case = undo(tables, message, 1)

    assert isinstance(received, ApplicationReceived)
    assert "CM15-1330003" == received.case_number
    assert isinstance(case, CaseReadyForReview)
    assert (first,) == case.application.items


def test_a_confirmed_duplicate_is_reversed_too() -> None:
    """A person may be wrong as well."""
    tables = in_doubt()
    settle(tables, "confirm")

    assert isinstance(undo(tables, doubtful(), 1)[-1], CaseReadyForReview)


def test_a_duplicate_of_an_earlier_version_is_reversed() -> None:
    """Its mark has the earlier case only, and gets the rest."""
    tables, second = ready(), screening("second")
    tables.screened[second.submission_id] = Screened(case_number=CASE_NUMBER)

    assert "not-a-duplicate" == code(undo(tables, second, 1, case_number="CM15-1330007"))
    assert DuplicateReversed in {type(each) for each in undo(tables, second, 1, 2)}
    assert "not-a-duplicate" == code(undo(tables, second, 1, 2))


def test_a_third_copy_is_a_duplicate_of_the_first() -> None:
    """After a reversal the rule still knows both cases."""
    tables, second = ready(), screening("second")
    screen(tables, second)
    undo(tables, second, 1, 2)
    (found,) = screen(tables, screening("third"))

    assert isinstance(found, DuplicateFound)
    assert CASE_NUMBER == found.duplicate_of
