"""A case in a line, from its events in any order."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.case.summary import KINDS, CaseSummary
from schemas.message import Message
from schemas.messages.intake import RecordsRequested
from tests.services.letters.events import ASSIGNED
from tests.services.letters.verification.case_events import ASSESSED, CASE, ISSUED, NUMBER, READY, RECEIVED, SIGNED

ZONE = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 4, 29, 17, 0, tzinfo=UTC)
REQUESTED = RecordsRequested(case_number=NUMBER, records_due_on=date(2026, 5, 14))


def summary(*messages: Message) -> CaseSummary:
    """Return a case after *messages*, a minute apart."""
    case = CaseSummary(NUMBER)
    for minutes, message in enumerate(messages):
        case.take(message, AT + timedelta(minutes=minutes))
    return case


@pytest.mark.parametrize(
    ("messages", "due"),
    [
        ([RECEIVED], None),
        ([RECEIVED, REQUESTED], datetime(2026, 5, 15, 6, 59, 59, tzinfo=UTC)),  # the end of May 14 in California
        ([RECEIVED, REQUESTED, READY], READY.determination_due_at),
        ([RECEIVED, READY, ASSIGNED, ASSESSED], READY.determination_due_at),
        ([RECEIVED, READY, ASSIGNED, ASSESSED, SIGNED], None),
        ([RECEIVED, READY, ASSIGNED, ASSESSED, SIGNED, ISSUED], None),
    ],
)
def test_the_deadline_is_that_of_the_stage(messages: list[Message], due: datetime | None) -> None:
    """Records first, then the determination; a signature ends it."""
    assert due == summary(*messages).due_at(ZONE)


@given(st.permutations(range(len(CASE))), st.lists(st.sampled_from(range(len(CASE))), max_size=5))
def test_order_and_repeats_change_nothing(order: list[int], again: list[int]) -> None:
    """Topics are read side by side, and a part may be read again."""
    case = CaseSummary(NUMBER)
    for place in [*order, *again]:
        case.take(CASE[place], AT + timedelta(minutes=place))

    assert summary(*CASE) == case
    assert json.loads(json.dumps(asdict(case))).keys() == asdict(case).keys()


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 4, 30, 6, 59, tzinfo=UTC), 0),  # still April 29 in California
        (datetime(2026, 4, 30, 7, 0, tzinfo=UTC), 1),
        (datetime(2026, 4, 20, tzinfo=UTC), 0),  # a clock that is behind
    ],
)
def test_age_is_counted_in_days_of_the_jurisdiction(now: datetime, days: int) -> None:
    """A day begins at midnight in California."""
    received = RECEIVED.model_copy(update={"received_at": AT})

    assert days == summary(received).age_days(now, ZONE)


def test_the_age_of_a_closed_case_ends_with_it() -> None:
    """It does not grow any more."""
    received = RECEIVED.model_copy(update={"received_at": AT})
    closed = summary(received, READY, ASSIGNED, ASSESSED, SIGNED, ISSUED)

    assert 0 == closed.age_days(AT + timedelta(days=400), ZONE)


def test_it_reads_what_moves_a_case() -> None:
    """Its stage, reviewer and outcome follow from the kinds it names."""
    case = summary(*CASE)

    assert ("letter issued", ASSIGNED.reviewer_id, SIGNED.outcome) == (case.stage, case.reviewer, case.outcome)
    assert {type(each) for each in (*CASE, REQUESTED)} <= set(KINDS)
    assert ("unknown", None, None, None) == (
        CaseSummary(NUMBER).stage,
        CaseSummary(NUMBER).received_at,
        CaseSummary(NUMBER).due_at(ZONE),
        CaseSummary(NUMBER).age_days(AT, ZONE),
    )
