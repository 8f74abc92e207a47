"""From a file to a draft, and from a draft to a determination."""

from datetime import UTC, date, datetime

import pytest

from services.decision.domain.signature import Said
from services.decision.drafting import (
    assessed_case,
    case_assessed,
    determination_signed,
    drafts,
    for_another_reviewer,
    said_by_nobody,
)
from services.decision.rules import rules_of
from tests.examples import CASE_NUMBER, application

CASE = assessed_case(CASE_NUMBER, "R-1", 1, application(), rules_of("ca-workers-comp"))


def test_a_draft_has_a_name_of_its_own() -> None:
    """Another version, or the same for another reviewer, is another draft; the same again is the same."""
    again = assessed_case(CASE_NUMBER, "R-1", 1, application(), rules_of("ca-workers-comp"))
    other = for_another_reviewer(CASE_NUMBER, CASE, "R-2")

    assert CASE == again
    assert (other.version, other.reviewer_id, other.assessments) == (2, "R-2", CASE.assessments)
    assert other.assessment_id != CASE.assessment_id


def test_the_event_carries_the_draft() -> None:
    """Summary, date of the request and assessments go to the reviewer."""
    event = case_assessed(CASE_NUMBER, CASE)

    assert (event.assessment_id, event.requested_on) == (CASE.assessment_id, date(2015, 3, 20))
    assert event.assessments == CASE.assessments
    assert event.clinical_summary.startswith("This 43-year-old man was injured at work on March 12, 2014.")


@pytest.mark.parametrize(
    ("signed_at", "expected"),
    [
        (datetime(2015, 5, 2, 6, 59, tzinfo=UTC), date(2015, 5, 1)),
        (datetime(2015, 5, 2, 7, 0, tzinfo=UTC), date(2015, 5, 2)),
        (datetime(2015, 12, 2, 7, 59, tzinfo=UTC), date(2015, 12, 1)),
        (datetime(2015, 12, 2, 8, 0, tzinfo=UTC), date(2015, 12, 2)),
    ],
)
def test_a_determination_is_dated_where_the_law_holds(signed_at: datetime, expected: date) -> None:
    """Shortly before midnight in California it is tomorrow in UTC, in summer and in winter."""
    signed = determination_signed(CASE_NUMBER, CASE, [], signature="reviewer", signed_at=signed_at, time_zone="America/Los_Angeles")

    assert expected == signed.decided_on


def test_a_determination_shows_proposal_and_change() -> None:
    """What the rules proposed stands beside what was decided, with the reason for the change."""
    spoken = [Said(1, "overturned", "The note of March 17 documents a return to full duty.")]
    signed = determination_signed(
        CASE_NUMBER,
        CASE,
        spoken,
        signature="reviewer",
        signed_at=datetime(2015, 5, 1, 17, tzinfo=UTC),
        time_zone="America/Los_Angeles",
    )
    first, second = signed.decisions

    assert signed.outcome == "partial overturn"
    assert (first.proposal, first.outcome, first.reason_for_change) == ("upheld", "overturned", spoken[0].reason)
    assert (second.proposal, second.outcome, second.reason_for_change) == ("upheld", "upheld", None)


def test_nobody_upholds_where_no_guideline_speaks() -> None:
    """Without a reviewer an open item is upheld, and its reasons say that nobody weighed the evidence."""
    item = application().items[0].model_copy(update={"treatment": "leeches"})
    case = assessed_case(CASE_NUMBER, "R-1", 1, application(items=(item,)), rules_of("ca-workers-comp"))

    assert [None] == [draft.proposal for draft in drafts(case)]
    assert [(1, "upheld")] == [(each.item, each.outcome) for each in said_by_nobody(case)]
    assert "No reviewer has weighed" in str(said_by_nobody(case)[0].reason)
