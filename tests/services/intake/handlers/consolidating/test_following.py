"""Acts on a case that was consolidated."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from schemas.message import Message
from schemas.messages.acts.appeals import AppealCase
from schemas.messages.acts.deferral import DeferReview
from schemas.messages.application import Fact
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import AuthorizeTreatment, CaseRequestRefused, WithdrawApplication
from services.intake.handlers.consolidating.following import following
from services.intake.state import CaseState, GoesOn, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.messages import AT, records

SECOND = "CM15-1330002"
BY: dict[str, Any] = {"actor": "Example Clerk", "reason": "By mail.", "acted_at": AT}


def asked(message: Any) -> list[Any]:
    """Return the messages that reach the handler, or its answer."""
    reached: list[Any] = []

    def handler(message: Any, _at: datetime) -> Sequence[Message]:
        reached.append(message)
        return []

    tables = Tables()
    tables.cases[SECOND] = CaseState(stage="consolidated", goes_on=GoesOn(into=CASE_NUMBER, items={1: 3, 2: 4}))
    tables.cases[CASE_NUMBER] = CaseState(stage="ready")
    return [*reached, *following(handler, tables)(message, AT), *reached]


def test_papers_and_facts_reach_the_case_that_goes_on() -> None:
    """An item is named by its number where it was filed."""
    fact = Fact(name="visits_given", value=4)
    (message,) = asked(records(SECOND, facts={2: (fact,)}))

    assert isinstance(message, ReceiveRecords)
    assert (CASE_NUMBER, {4: (fact,)}) == (message.case_number, message.facts)


def test_an_authorisation_is_of_the_items_that_were_filed_there() -> None:
    """Of those named, or of all of that number."""
    (one,) = asked(AuthorizeTreatment(case_number=SECOND, items=(2,), authorised_on=AT.date(), **BY))
    (all_of_it,) = asked(AuthorizeTreatment(case_number=SECOND, items=(), authorised_on=AT.date(), **BY))

    assert (CASE_NUMBER, (4,)) == (one.case_number, one.items)
    assert (CASE_NUMBER, (3, 4)) == (all_of_it.case_number, all_of_it.items)


def test_a_petition_may_name_either_number() -> None:
    """It is against the determination of both."""
    petition = AppealCase(
        case_number=SECOND,
        jurisdiction=None,
        petitioned_on=AT.date(),
        petitioner="worker",
        ground="bias",
        appeal_until=None,
        **BY,
    )

    assert [CASE_NUMBER] == [each.case_number for each in asked(petition)]


def test_a_withdrawal_is_of_the_items_that_were_filed_there() -> None:
    """Never of the whole case that goes on."""
    fields: dict[str, Any] = {"case_number": SECOND, "sent_by": "employee", "ground": "withdrawn", **BY}
    (one,), (all_of_it,) = (asked(WithdrawApplication(items=items, **fields)) for items in ((1,), ()))

    assert (CASE_NUMBER, (3,)) == (one.case_number, one.items)
    assert (CASE_NUMBER, (3, 4)) == (all_of_it.case_number, all_of_it.items)


def test_another_act_names_the_case_that_goes_on() -> None:
    """It would change more than the items of this number."""
    (refused,) = asked(DeferReview(case_number=SECOND, **BY))

    assert isinstance(refused, CaseRequestRefused)
    assert ("consolidated", True) == (refused.code, CASE_NUMBER in refused.text)


def test_other_cases_are_handled_as_before() -> None:
    """Nothing is changed of their messages."""
    message = records(CASE_NUMBER)

    assert [message] == asked(message)
