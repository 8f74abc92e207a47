"""Under review is the disputed part: intake, decision and letters agree (LC 4610.5(c)(1))."""

from datetime import date
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from schemas.form.item import ItemDecision, RentalOrPurchase
from schemas.messages.application import Application, Item, Quantity
from schemas.messages.intake import CaseReadyForReview
from services.decision.assessment.config import config_of
from services.decision.assessment.draft import assessed_case
from services.intake.eligibility_screen import screen_application
from services.letters.handlers.issuing.assemble import facts_of
from tests.examples import CASE_NUMBER, application, case_ready

CONFIG = config_of("ca-workers-comp", auto_sign=False)
RULES = load_jurisdiction("ca-workers-comp")
RECEIVED_ON = date(2015, 4, 17)

AMOUNTS = st.sampled_from([None, "0", "1", "5", "6", "6.0", "12"])
KINDS = st.sampled_from([None, *get_args(get_args(RentalOrPurchase)[0])])
QUANTITIES = st.builds(
    Quantity,
    requested=AMOUNTS,
    authorised=AMOUNTS,
    in_dispute=AMOUNTS,
    unit=st.sampled_from([None, "visits"]),
    authorised_as=st.sampled_from([None, "an evaluation"]),
    authorised_rental_or_purchase=KINDS,
)
DECISIONS = st.sampled_from([None, *get_args(get_args(ItemDecision)[0])])


@st.composite
def filed(draw: st.DrawFn) -> Application:
    """Draw an application of one to four items with any quantities and decisions."""
    items = tuple(
        Item(
            number=number,
            request=f"Treatment {number}",
            quantity=draw(QUANTITIES),
            rental_or_purchase=draw(KINDS),
            utilization_review_decision=draw(DECISIONS),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    )
    return application().model_copy(update={"items": items})


@settings(max_examples=60, deadline=None)
@given(filed())
def test_the_three_services_agree_on_what_is_under_review(asked: Application) -> None:
    """Each item is decided, or it is named in the letter with its reason, and never both."""
    screen = screen_application(asked, RECEIVED_ON, RULES)
    if screen.verdict.outcome != "eligible":
        return
    under_review = set(screen.verdict.under_review)

    assessed = assessed_case(CASE_NUMBER, ("R-1",), 1, screen.application, CONFIG)
    ready: CaseReadyForReview = case_ready().model_copy(
        update={"application": screen.application, "not_under_review": screen.reasons}
    )
    facts = facts_of(ready)

    assert under_review == {each.item for each in assessed.assessments}
    assert {item.number for item in asked.items} - under_review == {each.number for each in facts.not_decided}
    assert under_review == {each.number for each in facts.items if each.in_dispute is None or each.in_dispute > 0}
