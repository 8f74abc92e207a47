"""A walk of the evidence on record."""

from datetime import date

from schemas.messages.assessment import CriterionResult
from services.decision.assessment.rules import rules_of
from services.decision.assessment.trace import record
from services.decision.domain.guidelines.evidence_search import Question, walk
from tests.services.decision.guidelines import guideline

ORDER = ("mtus", "acoem-odg")
QUESTION = Question(date(2015, 3, 20), "low-back", "chronic")
RESULT = CriterionResult(id="a", required=True, expression="a", value="met", sentence="It is.", facts=(), missing=())


def test_the_results_stand_at_the_guideline_that_was_tested() -> None:
    """The others keep their reasons and have no criteria; the record itself stays as it was."""
    recorded = record(walk([guideline(id="mtus"), guideline(id="odg", rank="acoem-odg")], ORDER, QUESTION))
    trace = recorded.trace_with((RESULT,))

    assert [("mtus", (RESULT,)), ("odg", ())] == [(each.guideline, each.criteria) for each in trace]
    assert [(), ()] == [each.criteria for each in recorded.trace]


def test_nothing_found_has_no_results() -> None:
    """A walk without a guideline to test is recorded all the same."""
    recorded = record(walk([], ORDER, QUESTION))

    assert recorded.trace_with(()) == ()
    assert ["silent", "silent"] == [each.answer for each in recorded.ranks]


def test_the_same_question_is_walked_once() -> None:
    """A question that was asked before has its walk on record; one with a rebuttal is walked anew."""
    rules = rules_of("ca-workers-comp")

    assert rules.walk("massage", QUESTION) is rules.walk("massage", QUESTION)
    assert rules.walk("massage", QUESTION, {"mtus": "A trial."}).ranks[0].answer == "rebutted"
    assert rules.walk("massage", QUESTION).ranks[0].answer == "speaks"
