"""A review that is deferred for a dispute about liability."""

from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.deferral import DeferReview, ReviewDeferred
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged
from services.intake.handlers.deferring import on_defer_review
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import ready, waiting
from tests.services.intake.messages import AT


def defer(tables: Tables) -> list[Message]:
    """Defer the case of the example."""
    command = DeferReview(case_number=CASE_NUMBER, actor="Example Clerk", reason="The back is disputed.", acted_at=AT)
    return on_defer_review(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)


@pytest.mark.parametrize(("tables", "state"), [(waiting(), "waiting"), (ready(), "ready")], ids=["waiting", "ready"])
def test_a_deferred_review_keeps_its_file_and_has_no_timer(tables: Tables, state: str) -> None:
    """It knows where it goes on; the second time nothing changes."""
    file = tables.cases[CASE_NUMBER].file
    deferred = defer(tables)[0]

    assert isinstance(deferred, ReviewDeferred)
    assert (state, state == "ready") == (deferred.state, deferred.at_reviewer)
    case = tables.cases[CASE_NUMBER]
    assert ("deferred", state) == (case.stage, case.deferred_from)
    assert file is not None
    assert case.file is not None
    assert file.application.items == case.file.application.items
    assert {} == tables.timers
    assert [CaseUnchanged] == [type(each) for each in defer(tables)]


@pytest.mark.parametrize(
    ("stage", "code"), [("ineligible", "not-allowed"), ("determined", "not-allowed"), ("ready", "no-file-held")]
)
def test_a_case_that_has_ended_or_has_no_file_is_not_deferred(stage: Any, code: str) -> None:
    """The refusal says which."""
    (refusal,) = defer(Tables(cases={CASE_NUMBER: CaseState(stage=stage)}))

    assert isinstance(refusal, CaseRequestRefused)
    assert code == refusal.code


def test_a_law_without_such_a_dispute_defers_no_review() -> None:
    """A health plan's denial is no question of liability (45 CFR 147.136(d)(1)(ii))."""
    tables = ready()
    case = tables.cases[CASE_NUMBER]
    assert case.file is not None
    other = case.file.application.model_copy(update={"jurisdiction": "us-federal-external-review"})
    tables.cases[CASE_NUMBER] = case.model_copy(update={"file": case.file.model_copy(update={"application": other})})
    before = dict(tables.cases)

    (refusal,) = defer(tables)

    assert isinstance(refusal, CaseRequestRefused)
    assert ("not-in-this-law", before) == (refusal.code, tables.cases)
