"""Facts on which the eligibility rests are asked for after the case has its number."""

from typing import Any

import pytest

from schemas.form.parties import Signature
from schemas.messages.acts.questions import FactsAsked
from schemas.messages.intake import ApplicationFoundEligible, ApplicationReceived, RecordsRequested
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import ends, pacific, screen
from tests.services.intake.messages import no_records, screening

LATE_IN_CALIFORNIA = pacific("2015-05-04T09:00")
"""Late for mail within California, and in time for mail from another state."""


def of_attorney(**facts: Any) -> Signature:
    """Return the signature of an attorney, on a day of the example."""
    signed_on = application().signature
    assert signed_on is not None
    return Signature(signed_by="attorney", signed_on=signed_on.signed_on, **facts)


@pytest.mark.parametrize(
    ("changes", "received_at", "expected"),
    [
        ({}, LATE_IN_CALIFORNIA, [("mailed-from", None), ("employee-place", None)]),
        ({"signature": of_attorney()}, None, [("proof-of-representation", None)]),
        ({"signature": of_attorney().model_copy(update={"signed_by": "designee"})}, None, [("designated-on", None)]),
        (
            {"signature": of_attorney().model_copy(update={"signed_by": "emergency-provider"})},
            None,
            [("emergency-care", 1), ("emergency-care", 2)],
        ),
    ],
    ids=["places", "proof", "designee", "emergency"],
)
def test_a_case_waits_for_the_facts_that_decide(changes: Any, received_at: Any, expected: list[Any]) -> None:
    """It has its number and one clock, of five business days (8 CCR 9792.10.3(c))."""
    tables = Tables()
    received, asked = screen(tables, screening(received_at=received_at, **changes))

    assert isinstance(received, ApplicationReceived)
    assert isinstance(asked, FactsAsked)
    assert expected == [(each.field, each.item) for each in asked.asked]
    assert all(each.question.endswith("?") and each.question[0].isupper() for each in asked.asked)
    assert [f"{CASE_NUMBER}/answer-due"] == ends(tables)
    assert "facts-pending" == tables.cases[CASE_NUMBER].stage


def test_a_case_of_danger_waits_for_no_fact_if_it_can_be_reviewed() -> None:
    """LC 4610.6(d): a question holds it up only where the known facts would end it."""
    item = application().items[0].model_copy(update={"request": "Ibuprofen", "treatment": None, "codes": ()})
    review = application().utilization_review.model_copy(update={"expedited": True})
    events = screen(Tables(), screening(priority="expedited", utilization_review=review, items=(item,)))

    assert any(isinstance(each, ApplicationFoundEligible) for each in events)


def test_a_second_application_for_the_same_finds_the_one_that_waits() -> None:
    """Its items are known while its facts are not."""
    tables = Tables()
    screen(tables, screening(received_at=LATE_IN_CALIFORNIA))
    second = screen(tables, screening("second", received_at=LATE_IN_CALIFORNIA))

    assert not any(isinstance(each, ApplicationReceived | RecordsRequested) for each in second)


def test_facts_that_do_not_decide_are_not_asked_for() -> None:
    """An application in time is in time from everywhere."""
    events = screen(Tables(), screening(**no_records()))

    assert not any(isinstance(each, FactsAsked) for each in events)
