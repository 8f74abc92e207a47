"""The conclusion on an item in the schema of the published assessment."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from schemas.message import TEXT_MAX
from schemas.messages.application import Item
from schemas.messages.assessment import Assessment
from services.decision.assessment.config import rules_of
from services.decision.assessment.draft import assessed_case
from services.decision.assessment.item_facts import item_facts
from services.decision.assessment.translation import Conclusion, CriterionAnswer, applied_guideline, to_assessment
from services.decision.domain.guidelines.evidence_search import EvidenceSearch, Question, search_evidence
from services.decision.domain.guidelines.guideline import Criterion
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import CONFIG
from tests.services.decision.guidelines import guideline

ORDER = ("mtus", "acoem-odg")
QUESTION = Question(date(2015, 3, 20), "low-back", "chronic")
LIBRARY = rules_of("ca-workers-comp").library
ITEM = Item(number=1, request="Massage, 6 visits", parent=None)


def translated(search: EvidenceSearch) -> Assessment:
    """Return the assessment of an item by a search; every criterion is met."""
    criteria = () if search.found is None else search.found.guideline.criteria
    tested = tuple(CriterionAnswer(each, "met", "It is.") for each in criteria)
    conclusion = Conclusion(item_facts(ITEM, LIBRARY), "chronic", "guideline", "overturned", search=search, tested=tested)
    return to_assessment(ITEM, conclusion, "Because.")


def test_the_results_are_at_the_guideline_that_was_tested() -> None:
    """The other guidelines keep their reasons without criteria, even if the search is shared."""
    criterion = Criterion("a", required=True, expression="a", facts=(), test=lambda _values: "met", sentences={})
    guidelines = [guideline(id="mtus", criteria=(criterion,)), guideline(id="odg", rank="acoem-odg", criteria=(criterion,))]
    search = search_evidence(guidelines, ORDER, QUESTION)

    for _ in range(2):
        trace = translated(search).trace
        assert [("mtus", True), ("odg", False)] == [(each.guideline, bool(each.criteria)) for each in trace]
        assert all(result.sentence == "It is." for result in trace[0].criteria)


def test_a_search_without_a_guideline_is_published_too() -> None:
    """Every rank is published with its answer."""
    assessment = translated(search_evidence([], ORDER, QUESTION))

    assert assessment.trace == ()
    assert ["silent", "silent"] == [each.answer for each in assessment.walk]


def test_a_draft_names_the_guideline_that_is_to_be_consulted() -> None:
    """Its reasons name it, so the draft does not say that nothing is cited."""
    cited = translated(search_evidence([guideline(held=False, citation="A chapter.")], ORDER, QUESTION)).reviewer_guideline

    assert "None yet; to be consulted: A chapter." == cited


MASSAGE = assessed_case(CASE_NUMBER, ("R-1",), 1, application(), CONFIG).assessments[1]


def test_the_one_that_applies() -> None:
    """The one guideline that applies is found among all considered."""
    found = applied_guideline(MASSAGE)

    assert found is not None
    assert "mtus-2009-massage" == found.guideline
    assert len(MASSAGE.trace) > 1


def test_the_one_by_analogy_where_none_applies() -> None:
    """Without one that applies, the guideline used by analogy is found."""
    first, *others = (each.model_copy(update={"applies": False, "by_analogy": False}) for each in MASSAGE.trace)
    by_analogy = MASSAGE.model_copy(update={"trace": (*others, first.model_copy(update={"by_analogy": True}))})

    assert first.guideline == (applied_guideline(by_analogy) or MASSAGE.trace[-1]).guideline
    assert applied_guideline(by_analogy.model_copy(update={"trace": tuple(others)})) is None


def test_the_day_of_the_request_is_filled_into_shared_reasons() -> None:
    """One search without a day serves requests of two; each tells its own."""
    search = search_evidence([guideline(id="mtus")], ORDER, replace(QUESTION, undated=True))
    conclusion = Conclusion(item_facts(ITEM, LIBRARY), "chronic", "guideline", "overturned", search=search)

    for requested_on, told in ((date(2015, 3, 20), "March 20, 2015"), (date(2015, 4, 1), "April 1, 2015")):
        assessment = to_assessment(ITEM, replace(conclusion, requested_on=requested_on), "Because.")
        assert f"in force for a request of {told} and" in assessment.trace[0].reason


def test_reasons_longer_than_a_text_are_refused() -> None:
    """An assessment whose sentences are no texts of a message is validated, and refused."""
    search = search_evidence([guideline(id="mtus")], ORDER, QUESTION)
    conclusion = Conclusion(item_facts(ITEM, LIBRARY), "chronic", "guideline", "overturned", search=search)

    assert "Because." == to_assessment(ITEM, conclusion, " Because.\n").rationale
    for rationale in ("", "a" * (TEXT_MAX + 1), "a\0b"):
        with pytest.raises(ValidationError):
            to_assessment(ITEM, conclusion, rationale)
