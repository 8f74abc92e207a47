"""Ends of a review without a determination."""

from datetime import date, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import LiabilityDispute
from schemas.message import Message
from schemas.messages.acts.consolidation import ConsolidationAnswered
from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.lifecycle import (
    AuthorizeTreatment,
    CaseFileChanged,
    CaseRequestRefused,
    CaseTerminated,
    CaseUnchanged,
    TreatmentAuthorised,
    WithdrawApplication,
)
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.consolidating.consolidating import on_consolidation_answered
from services.intake.handlers.ending import on_authorize_treatment, on_withdraw_application
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import determined, others, ready, screen, waiting
from tests.services.intake.messages import AT, screening

SECOND = "CM15-1330002"
WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": AT}


def withdraw(tables: Tables, sent_by: Any = "employee", ground: Any = "withdrawn", items: tuple[int, ...] = ()) -> list[Message]:
    """Withdraw the application, or *items* of it."""
    command = WithdrawApplication(**WHO, items=items, sent_by=sent_by, ground=ground)
    return others(on_withdraw_application(command, AT, tables=tables, jurisdiction_of=load_jurisdiction))


def authorize(tables: Tables, *items: int) -> list[Message]:
    """Let the claims administrator authorise *items*, or all."""
    return authorize_on(tables, AT.date(), *items)


def authorize_on(tables: Tables, on: date, *items: int) -> list[Message]:
    """Let the claims administrator authorise *items* on a day."""
    command = AuthorizeTreatment(**WHO, items=items, authorised_on=on)
    return others(on_authorize_treatment(command, AT, tables=tables, jurisdiction_of=load_jurisdiction))


@pytest.mark.parametrize("tables", [waiting(), ready()], ids=["waiting", "ready"])
def test_a_withdrawn_case_has_neither_file_nor_clock(tables: Tables) -> None:
    """Of the worker nothing stays but the mark."""
    (ended,) = withdraw(tables)

    assert isinstance(ended, CaseTerminated)
    assert {CASE_NUMBER: CaseState(stage="terminated", ended_at=AT)} == tables.cases
    assert {} == tables.timers
    assert {} == tables.filed
    assert [CaseUnchanged, CaseUnchanged] == [type(each) for each in (*withdraw(tables), *authorize(tables, 1))]


@pytest.mark.parametrize("stage", ["ineligible", "determined"])
def test_an_ended_review_is_not_ended_again(stage: Any) -> None:
    """The refusal names the state."""
    tables = Tables(cases={CASE_NUMBER: CaseState(stage=stage)})

    for (refusal,) in (withdraw(tables), authorize(tables)):
        assert isinstance(refusal, CaseRequestRefused)
        assert ("not-allowed", stage) == (refusal.code, refusal.state)


def test_items_are_dropped_one_by_one_until_none_is_left() -> None:
    """An unknown item drops none of those named with it."""
    tables = ready()
    (refusal,) = authorize(tables, 1, 9)
    assert isinstance(refusal, CaseRequestRefused)

    assert [TreatmentAuthorised] == [type(each) for each in authorize(tables, 1)][:1]
    assert [CaseUnchanged] == [type(each) for each in authorize(tables, 1)]
    (ended,) = authorize(tables, 1, 2)
    assert isinstance(ended, CaseTerminated)
    assert "authorised" == ended.ground
    assert CASE_NUMBER in tables.filed


def test_a_case_of_an_earlier_version_is_authorised_as_a_whole() -> None:
    """Its file is not held, so a single item cannot be dropped."""
    tables = Tables(cases={CASE_NUMBER: CaseState(stage="ready")})

    (refusal,) = authorize(tables, 1)
    assert isinstance(refusal, CaseRequestRefused)
    assert "no-file-held" == refusal.code
    assert [CaseTerminated] == [type(each) for each in authorize(tables)]


def test_a_late_signature_leaves_an_ended_case_ended() -> None:
    """Staff see it in an event."""
    tables = ready()
    withdraw(tables)
    signed = determined().model_copy(update={"determination_version": 1})

    assert ["signed-after-end"] == [
        each.type.rpartition(".")[2]
        for each in on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    ]
    assert "terminated" == tables.cases[CASE_NUMBER].stage


def test_an_item_of_an_application_that_is_deferred_at_the_screen_is_authorised() -> None:
    """It has no file yet; what it was deferred with is screened without the item."""
    tables = Tables()
    screen(tables, screening(liability_dispute=LiabilityDispute(reason="The neck is disputed.")))
    (unknown,) = authorize(tables, 9)
    assert isinstance(unknown, CaseRequestRefused)
    assert "unknown-item" == unknown.code

    (event,) = authorize(tables, 1)
    assert isinstance(event, TreatmentAuthorised)
    assert ["0", "6"] == [each.quantity.in_dispute for each in tables.deferred[CASE_NUMBER].application.items]
    assert [CaseUnchanged] == [type(each) for each in authorize(tables, 1)]
    (ended,) = authorize(tables, 2)
    assert isinstance(ended, CaseTerminated)


@pytest.mark.parametrize("on", [application().injured_on - timedelta(days=1), AT.date() + timedelta(days=1)])
def test_an_authorisation_has_a_day_between_the_injury_and_today(on: date) -> None:
    """A slip of the pen ends no review."""
    tables = ready()
    (refusal,) = authorize_on(tables, on)
    assert isinstance(refusal, CaseRequestRefused)
    assert "impossible-day" == refusal.code
    assert "ready" == tables.cases[CASE_NUMBER].stage


def test_a_withdrawn_item_leaves_the_review() -> None:
    """The case goes on for the others, and the item can be filed for again."""
    tables = ready()
    told, changed = withdraw(tables, items=(2,))

    assert isinstance(told, ItemsWithdrawn)
    assert ((2,), "withdrawn") == (told.items, told.ground)
    assert isinstance(changed, CaseFileChanged)
    assert ("withdrawal", ("0",)) == (changed.because, tuple(each.quantity.in_dispute for each in changed.application.items[1:]))
    assert ("WITHDRAWN", (2,)) == (changed.not_under_review[-1].code, changed.not_under_review[-1].items)
    assert "was withdrawn," in changed.not_under_review[-1].text
    assert [1] == [each.number for each in tables.filed[CASE_NUMBER].filing.items]
    assert [CaseUnchanged] == [type(each) for each in withdraw(tables, items=(2,))]
    assert [CaseTerminated] == [type(each) for each in withdraw(tables, items=(1,))]


def test_an_item_that_is_settled_stays_known() -> None:
    """Another application for it is a duplicate, as before."""
    tables = ready()
    withdraw(tables, "claims-administrator", "settled", (2,))

    assert [1, 2] == [each.number for each in tables.filed[CASE_NUMBER].filing.items]


def test_a_withdrawal_of_an_unknown_item_is_refused() -> None:
    """And one of an item of a case that has no file here."""
    (unknown,) = withdraw(ready(), items=(9,))
    (bare,) = withdraw(Tables(cases={CASE_NUMBER: CaseState(stage="ready")}), items=(1,))

    assert isinstance(unknown, CaseRequestRefused)
    assert isinstance(bare, CaseRequestRefused)
    assert ("unknown-item", "no-file-held") == (unknown.code, bare.code)


def test_items_of_two_cases_are_forgotten_each_under_its_number() -> None:
    """A withdrawn item of a consolidated case can be filed for again, and so can all of them."""
    tables = ready()
    screen(
        tables,
        screening("second", items=(application().items[0].model_copy(update={"request": "Acupuncture", "treatment": None}),)),
    )
    event = ConsolidationAnswered(**WHO, with_case=SECOND, code=None, text=None)
    on_consolidation_answered(event, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    withdraw(tables, items=(3,))
    assert ([1, 2], []) == tuple([each.number for each in tables.filed[case].filing.items] for case in (CASE_NUMBER, SECOND))

    withdraw(tables)
    assert {} == tables.filed
