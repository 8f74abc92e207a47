"""The fee that follows from the events of an end."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.decision import DeterminationSigned
from schemas.messages.ledgers.fees import FeeAssessed
from schemas.messages.lifecycle import SignedAfterEnd, WithdrawApplication
from services.intake.fees import charging
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.ending import on_withdraw_application
from services.intake.handlers.screening import on_screen_application
from services.intake.state import Fees, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import determined, ready
from tests.services.intake.messages import AT, screening

LAW = {"jurisdiction_of": load_jurisdiction}
WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By mail.", "acted_at": AT}


def fees(events: list[Message]) -> list[FeeAssessed]:
    """Return the fees among *events*."""
    return [each for each in events if isinstance(each, FeeAssessed)]


def determination() -> DeterminationSigned:
    """Return the determination of one reviewer."""
    return determined().model_copy(update={"determination_version": 1, "reason_for_correction": None, "opinions": ()})


def signed(tables: Tables, message: Message) -> list[Message]:
    """Sign the determination of the case."""
    return charging(partial(on_determination_signed, tables=tables, **LAW), tables=tables, **LAW)(message, AT)  # type: ignore[arg-type]


def test_a_determination_is_charged_with_its_case() -> None:
    """A correction of it is not, nor one that crossed the end."""
    tables = ready()
    (fee,) = fees(signed(tables, determination()))

    assert (1, "determined", 42000) == (fee.line, fee.end, fee.amount_cents)
    assert {CASE_NUMBER: Fees(lines=1, cents=42000)} == tables.fees
    assert [] == fees(signed(tables, determination()))


def test_a_signature_after_the_end_is_not_charged() -> None:
    """The end before it was."""
    tables = ready()
    withdraw = charging(partial(on_withdraw_application, tables=tables, jurisdiction_of=load_jurisdiction), tables=tables, **LAW)  # type: ignore[arg-type]
    command = WithdrawApplication(**WHO, items=(), sent_by="employee", ground="settled")

    assert ["settled"] == [each.ground for each in fees(withdraw(command, AT))]
    late = signed(tables, determination())
    assert [SignedAfterEnd] == [type(each) for each in late]


@pytest.mark.parametrize("days", [0, 400])
def test_an_application_that_ends_on_arrival_is_charged_by_its_day_of_receipt(days: int) -> None:
    """The day of the event tells the month of the statement."""
    tables = Tables()
    screen = charging(partial(on_screen_application, tables=tables, **LAW), tables=tables, **LAW)  # type: ignore[arg-type]
    message = screening(signature=None)
    (fee,) = fees(screen(message, message.received_at + timedelta(days=days)))

    rules = load_jurisdiction("ca-workers-comp")
    assert ("ineligible", rules.local_date(message.received_at)) == (fee.end, fee.filed_on)
    assert rules.local_date(message.received_at + timedelta(days=days)) == fee.ended_on
    assert (None, None) == (fee.fee_cents, fee.amount_cents)


def test_a_law_without_fees_charges_nothing() -> None:
    """The external review of health plans costs no party a fee by its file."""
    tables = ready()
    law = {"jurisdiction_of": lambda _: load_jurisdiction("us-federal-external-review")}
    handle = charging(partial(on_determination_signed, tables=tables, **LAW), tables=tables, **law)  # type: ignore[arg-type]

    assert [] == fees(handle(determination(), AT))
    assert {} == tables.fees
