"""Which guideline an assessment rests on."""

from services.decision.assessment.applied import applied_guideline
from services.decision.assessment.draft import assessed_case
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import PRACTICE

MASSAGE = assessed_case(CASE_NUMBER, ("R-1",), 1, application(), PRACTICE).assessments[1]


def test_the_one_that_applies() -> None:
    """Of all that were considered."""
    found = applied_guideline(MASSAGE)

    assert found is not None
    assert "mtus-2009-massage" == found.guideline
    assert len(MASSAGE.trace) > 1


def test_the_one_by_analogy_where_none_applies() -> None:
    """It carries the assessment too."""
    first, *others = (each.model_copy(update={"applies": False, "by_analogy": False}) for each in MASSAGE.trace)
    by_analogy = MASSAGE.model_copy(update={"trace": (*others, first.model_copy(update={"by_analogy": True}))})

    assert first.guideline == (applied_guideline(by_analogy) or MASSAGE.trace[-1]).guideline
    assert applied_guideline(by_analogy.model_copy(update={"trace": tuple(others)})) is None
