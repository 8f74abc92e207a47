"""Lint finds nothing in the letters that decision drafts by rule."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schemas.messages.application import Application
from services.decision.assessment.draft import assessed_case
from services.letters.lint.facts import CaseFacts
from services.letters.lint.run import lint
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import CONFIG
from tests.services.letters.sample import LETTER

REQUESTS = (
    "Chiropractic, 6 visits",
    "Chiropractic treatment, 12 visits",
    "Massage Therapy to the Lumbar Spine, 6 visits",
    "Massage, 8 sessions",
)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """Draw variants of the example's application, with other dates, requests and facts."""
    known = application()
    injured_on = draw(st.dates(date(2013, 1, 1), date(2017, 6, 1)))
    requested_on = injured_on + timedelta(days=draw(st.integers(1, 900)))
    decided_on = requested_on + timedelta(days=draw(st.integers(0, 14)))
    review = known.utilization_review.model_copy(
        update={"requested_on": requested_on, "decided_on": decided_on, "denial_served_on": decided_on}
    )
    items = tuple(
        item.model_copy(
            update={
                "request": draw(st.sampled_from(REQUESTS)),
                "treatment": None,
                "facts": tuple(draw(st.sets(st.sampled_from(item.facts)))),
            }
        )
        for item in known.items
    )
    return known.model_copy(update={"injured_on": injured_on, "utilization_review": review, "items": items})


@given(applications())
@settings(deadline=None, max_examples=40)
def test_a_drafted_letter_has_no_findings(submitted: Application) -> None:
    """For any application, the drafted items and summary agree with it."""
    case = assessed_case(CASE_NUMBER, ("R-1",), 1, submitted, CONFIG)
    proposed = [each for each in case.assessments if each.proposal is not None]
    assume(proposed)
    review = submitted.utilization_review
    items = tuple(
        LETTER.items[0].model_copy(
            update={
                "number": each.item,
                "request": each.request,
                "outcome": each.proposal,
                "claims_administrator_guideline": each.claims_administrator_guideline,
                "reviewer_guideline": each.reviewer_guideline,
                "rationale": each.rationale,
                "closing": each.closing,
            }
        )
        for each in proposed
    )
    letter = LETTER.model_copy(
        update={
            "injured_on": submitted.injured_on,
            "denied_on": review.decided_on,
            "clinical_summary": case.clinical_summary,
            "items": items,
        }
    )

    assert () == lint(
        letter, CaseFacts(injured_on=submitted.injured_on, denied_on=review.decided_on, requested_on=review.requested_on)
    )
