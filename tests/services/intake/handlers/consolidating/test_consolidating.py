"""Two cases are consolidated, once decision has said that neither is signed."""

from datetime import date
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.consolidation import (
    CaseConsolidated,
    ConsolidateCases,
    ConsolidationAbandoned,
    ConsolidationAnswered,
    ConsolidationAsked,
    ItemsJoined,
)
from schemas.messages.application import Practitioner
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged, ReviewLimited, SignedAfterEnd
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.consolidating.consolidating import on_consolidate_cases, on_consolidation_answered
from services.intake.state import CaseState, GoesOn, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import determined, doubtful, lapse, others, ready, screen, waiting
from tests.services.intake.handlers.consolidating.test_proposing import SECOND, second
from tests.services.intake.messages import AT, no_records, screening

BY: dict[str, Any] = {"actor": "Example Clerk", "reason": "One reviewer.", "acted_at": AT}


def two(tables: Tables | None = None) -> Tables:
    """Return the state with two open cases of one employee and physician."""
    tables = tables if tables is not None else ready()
    screen(tables, second())
    return tables


def ask(tables: Tables, number: str = CASE_NUMBER, other: str = SECOND) -> list[Message]:
    """Ask to consolidate the case *other* into *number*."""
    command = ConsolidateCases(case_number=number, with_case=other, **BY)
    return on_consolidate_cases(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def answered(tables: Tables, number: str = CASE_NUMBER, other: str = SECOND, code: str | None = None) -> list[Message]:
    """Give decision's answer; return the events without those of clocks."""
    event = ConsolidationAnswered(case_number=number, with_case=other, code=code, text=code and "It is signed.", **BY)
    return others(on_consolidation_answered(event, AT, tables=tables, jurisdiction_of=load_jurisdiction))


def test_nothing_changes_before_decision_answers() -> None:
    """The question names both cases."""
    tables = two()
    before = dict(tables.cases)
    (asked,) = ask(tables)

    assert isinstance(asked, ConsolidationAsked)
    assert (CASE_NUMBER, SECOND) == (asked.case_number, asked.with_case)
    assert before == tables.cases


def test_one_case_ends_and_the_other_goes_on() -> None:
    """With the items of both; the one that ended points to it."""
    tables = two()
    ended, joined = answered(tables)

    assert isinstance(ended, CaseConsolidated)
    assert (SECOND, CASE_NUMBER, {1: 3}, "ready", True) == (
        ended.case_number,
        ended.into,
        ended.items,
        ended.state,
        ended.at_reviewer,
    )
    assert isinstance(joined, ItemsJoined)
    assert (CASE_NUMBER, SECOND, "ready") == (joined.case_number, joined.from_case, joined.state)
    assert [1, 2, 3] == [each.number for each in joined.application.items]
    assert CaseState(stage="consolidated", goes_on=GoesOn(into=CASE_NUMBER, items={1: 3})) == tables.cases[SECOND]


def test_a_second_answer_consolidates_nothing_again() -> None:
    """A command that crossed its repeat is told so, and one that comes later changes nothing."""
    tables = two()
    answered(tables)
    (again,) = answered(tables)
    (unchanged,) = ask(tables)

    assert isinstance(again, ConsolidationAbandoned)
    assert "consolidated" == again.code
    assert isinstance(unchanged, CaseUnchanged)


def test_a_signature_that_came_first_abandons_it() -> None:
    """As decision says; both cases stay as they are."""
    tables = two()
    before = dict(tables.cases)
    (abandoned,) = answered(tables, code="already-signed")

    assert isinstance(abandoned, ConsolidationAbandoned)
    assert ("already-signed", "It is signed.") == (abandoned.code, abandoned.text)
    assert before == tables.cases


@pytest.mark.parametrize("ended", [CASE_NUMBER, SECOND])
def test_a_case_that_ended_meanwhile_abandons_it(ended: str) -> None:
    """Between the question and the answer."""
    tables = two()
    tables.cases[ended] = CaseState(stage="terminated")
    (abandoned,) = answered(tables)

    assert isinstance(abandoned, ConsolidationAbandoned)
    assert ("not-allowed", True) == (abandoned.code, f"{ended} is terminated" in abandoned.text)


@pytest.mark.parametrize(
    ("other", "changes", "code"),
    [
        (CASE_NUMBER, {}, "same-case"),
        ("CM15-1330009", {}, "unknown-case"),
        ("CM15-2000001", {}, "unknown-case"),
        (SECOND, {"requesting_physician": Practitioner(name="Kim Other-Example, MD")}, "other-physician"),
        (SECOND, {"injured_from_on": date(2014, 1, 1)}, "other-injury"),
    ],
)
def test_cases_that_do_not_belong_together_are_refused(other: str, changes: dict[str, Any], code: str) -> None:
    """The refusal says why, and nothing is asked."""
    tables = ready()
    screen(tables, second(**changes))
    (refused,) = ask(tables, other=other)

    assert isinstance(refused, CaseRequestRefused)
    assert code == refused.code


def test_states_that_do_not_allow_it_are_named() -> None:
    """Of the case that is to go on, and of the other."""
    tables = two()
    on_determination_signed(determined(), AT, tables=tables, jurisdiction_of=load_jurisdiction)
    (own,), (other,) = ask(tables), ask(tables, SECOND, CASE_NUMBER)
    assert isinstance(own, CaseRequestRefused)
    assert isinstance(other, CaseRequestRefused)
    assert ("not-allowed", "determined") == (own.code, own.state)
    assert ("not-allowed", "ready") == (other.code, other.state)
    assert "determined" in other.text

    tables = ready()
    screen(tables, doubtful())
    (suspected,) = ask(tables)
    assert isinstance(suspected, CaseRequestRefused)
    assert "unknown-case" == suspected.code


def test_a_case_of_a_version_without_its_file_is_refused() -> None:
    """Its items are not known."""
    tables = two()
    tables.cases[SECOND] = CaseState(stage="ready")
    (refused,) = ask(tables)

    assert isinstance(refused, CaseRequestRefused)
    assert "no-file-held" == refused.code


def test_a_case_that_waits_begins_its_review_with_the_others_records() -> None:
    """The file of both is complete."""
    tables = two(waiting())
    ended, joined, begun = answered(tables)

    assert isinstance(ended, CaseConsolidated)
    assert isinstance(joined, ItemsJoined)
    assert isinstance(begun, CaseReadyForReview)
    assert ("ready", joined.determination_due_at) == (joined.state, begun.determination_due_at)
    assert [(1, 2, 3)] == [each.items for each in begun.clocks]


def test_an_overdue_case_is_limited_by_the_others_papers() -> None:
    """Those of the worker suffice (8 CCR 9792.10.6(b)(2))."""
    tables = waiting()
    lapse(tables)
    assert "overdue" == tables.cases[CASE_NUMBER].stage
    papers = screening().application.documents
    own = tuple(each.model_copy(update={"sent_by": "employee"}) if each.kind == "medical-record" else each for each in papers)
    screen(tables, second(documents=own, items=second().application.items))
    _, joined, limited, begun = answered(tables)

    assert isinstance(joined, ItemsJoined)
    assert isinstance(limited, ReviewLimited)
    assert isinstance(begun, CaseReadyForReview)
    assert "limited" == joined.state


def test_a_limited_review_becomes_whole_with_the_others_records() -> None:
    """The claims administrator's came in the other case."""
    tables = ready()
    file = tables.cases[CASE_NUMBER].file
    assert file is not None
    bare = file.application.model_copy(update={"documents": no_records()["documents"]})
    bare = bare.model_copy(update={"items": no_records()["items"]})
    tables.cases[CASE_NUMBER] = CaseState(stage="limited", file=file.model_copy(update={"application": bare}))
    two(tables)
    answered(tables)

    assert "ready" == tables.cases[CASE_NUMBER].stage


def test_outcomes_are_known_under_the_numbers_of_their_filing() -> None:
    """So that a later application for the same treatment is recognised with its outcome."""
    tables = two()
    answered(tables)
    on_determination_signed(
        determined(outcomes=("upheld", "overturned", "overturned")), AT, tables=tables, jurisdiction_of=load_jurisdiction
    )

    assert ({1: "upheld", 2: "overturned"}, {1: "overturned"}) == (
        tables.filed[CASE_NUMBER].outcomes,
        tables.filed[SECOND].outcomes,
    )
    assert tables.filed[SECOND].determined_on is not None
    corrected = determined(outcomes=("upheld", "upheld", "upheld"))
    on_determination_signed(corrected, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    assert {1: "upheld"} == tables.filed[SECOND].outcomes


def test_a_signature_in_a_consolidated_case_decides_nothing() -> None:
    """Decision refuses it; one that came nevertheless is told."""
    tables = two()
    answered(tables)
    signed = determined(SECOND, ("upheld",)).model_copy(update={"determination_version": 1})
    (told,) = on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert isinstance(told, SignedAfterEnd)
    assert "consolidated" == told.state == tables.cases[SECOND].stage
