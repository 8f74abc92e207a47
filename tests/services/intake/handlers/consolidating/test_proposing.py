"""Cases that may have one determination, and the answer that they stay apart."""

from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.consolidation import ConsolidationDeclined, ConsolidationProposed, DeclineConsolidation
from schemas.messages.application import Item, Practitioner
from schemas.messages.intake import ScreenApplication
from schemas.messages.lifecycle import CaseRequestRefused, WithdrawApplication
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.consolidating.proposing import compare_applications, on_decline_consolidation, propose
from services.intake.handlers.ending import on_withdraw_application
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import determined, doubtful, ready, screen, waiting
from tests.services.intake.messages import AT, screening

SECOND = "CM15-1330002"
ACUPUNCTURE = Item(number=1, request="Acupuncture, 8 sessions", treatment="acupuncture", body_region="low-back")
BY: dict[str, Any] = {"actor": "Example Clerk", "reason": "Two specialties.", "acted_at": AT}


def second(key: str = "second", **changes: Any) -> ScreenApplication:
    """Another application of the same employee, injury and physician, for another treatment."""
    return screening(key, **{"items": (ACUPUNCTURE,), **changes})


def proposals(messages: list[Message]) -> list[ConsolidationProposed]:
    """Return the proposals among *messages*."""
    return [each for each in messages if isinstance(each, ConsolidationProposed)]


def decline(tables: Tables, number: str = SECOND, other: str = CASE_NUMBER) -> list[Message]:
    """Let the two cases stay apart."""
    return on_decline_consolidation(DeclineConsolidation(case_number=number, with_case=other, **BY), AT, tables=tables)


@pytest.mark.parametrize("tables", [waiting(), ready()], ids=["waiting", "ready"])
def test_an_open_case_is_proposed_once(tables: Tables) -> None:
    """Both numbers and the fields that agree; the new case goes on meanwhile."""
    (proposed,) = proposals(screen(tables, second()))

    assert (SECOND, CASE_NUMBER) == (proposed.case_number, proposed.with_case)
    assert {"name", "injured_on", "requesting_physician"} <= {each.removesuffix("_npi") for each in proposed.agreed}
    assert [] == screen(tables, second())
    assert "ready" == tables.cases[SECOND].stage


@pytest.mark.parametrize(
    "changes",
    [
        {"requesting_physician": Practitioner(name="Kim Other-Example, MD")},
        {"employee": application().employee.model_copy(update={"name": "Kim Other-Example", "born_on": None})},
    ],
    ids=["physician", "employee"],
)
def test_other_cases_are_not_proposed(changes: dict[str, Any]) -> None:
    """Another physician or employee; an injury of another day is in another lot."""
    assert [] == proposals(screen(ready(), second(**changes)))


def test_a_closed_or_waiting_case_is_not_proposed() -> None:
    """One that is determined or withdrawn, or that waits for an answer about duplicates."""
    tables = ready()
    on_determination_signed(determined(), AT, tables=tables, jurisdiction_of=load_jurisdiction)
    assert [] == proposals(screen(tables, second()))

    tables = ready()
    withdraw = WithdrawApplication(case_number=CASE_NUMBER, items=(), sent_by="employee", ground="withdrawn", **BY)
    on_withdraw_application(withdraw, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    assert [] == proposals(screen(tables, second()))

    tables = ready()
    assert [] == proposals(screen(tables, doubtful()))


def test_no_case_is_proposed_where_the_law_has_no_consolidation() -> None:
    """Federal external review has none."""
    tables = ready()
    screen(tables, second())
    another = application(items=(ACUPUNCTURE,))

    assert [] == propose("CM15-1330003", another, tables, load_jurisdiction("us-federal-external-review"))
    assert 2 == len(propose("CM15-1330003", another, tables, load_jurisdiction("ca-workers-comp")))
    other_law = another.model_copy(update={"jurisdiction": "us-federal-external-review"})
    assert ("other-law",) == compare_applications(another, other_law).obstacles


def test_three_cases_are_proposed_in_pairs() -> None:
    """Staff may consolidate any two of them."""
    tables = ready()
    screen(tables, second())
    third = second("third", items=(ACUPUNCTURE.model_copy(update={"request": "MRI of the low back", "treatment": "mri"}),))

    assert [CASE_NUMBER, SECOND] == [each.with_case for each in proposals(screen(tables, third))]


@pytest.mark.parametrize("pair", [(SECOND, CASE_NUMBER), (CASE_NUMBER, SECOND)], ids=["as-proposed", "turned-round"])
def test_a_proposal_is_declined_once(pair: tuple[str, str]) -> None:
    """Whichever case is named first; another answer is refused."""
    tables = ready()
    screen(tables, second())
    (declined,) = decline(tables, *pair)

    assert isinstance(declined, ConsolidationDeclined)
    assert (SECOND, CASE_NUMBER) == (declined.case_number, declined.with_case)
    (again,) = decline(tables, *pair)
    assert isinstance(again, CaseRequestRefused)
    assert "not-proposed" == again.code


def test_a_case_that_ended_allows_no_answer() -> None:
    """The refusal names its state."""
    tables = ready()
    screen(tables, second())
    on_determination_signed(determined(SECOND, ("upheld",)), AT, tables=tables, jurisdiction_of=load_jurisdiction)
    (refused,) = decline(tables)

    assert isinstance(refused, CaseRequestRefused)
    assert ("not-allowed", "determined") == (refused.code, refused.state)
