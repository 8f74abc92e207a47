"""A case in a line, from its events in any order."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.case.summary import KINDS, CaseSummary
from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.intake import RecordsRequested
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.lifecycle import InformationAnswered, InformationRequested
from schemas.messages.seats import CaseReturned
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
    found = summary(*messages).due(ZONE, load_jurisdiction)
    assert due == (found and found.at)


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
        CaseSummary(NUMBER).due(ZONE, load_jurisdiction),
        CaseSummary(NUMBER).age_days(AT, ZONE),
    )


def clock(name: str, change: Any, minutes: int, **fields: Any) -> tuple[Message, int]:
    """Return a change of a clock, which is that long after the first event."""
    known: dict[str, Any] = {"variant": None, "days": None, "served": None, "reason": None, "due_at": None, **fields}
    fields = {"name": name, "clock": name, "jurisdiction": "ca-workers-comp", "items": (), **known}
    return ClockChanged(case_number=NUMBER, change=change, at=AT + timedelta(minutes=minutes), **fields), minutes


DAY = 24 * 60
ASKED = InformationRequested(case_number=NUMBER, asked=("Notes of March",), explanation="x", answer_due_at=AT)
ANSWERED = InformationAnswered(case_number=NUMBER, sent_by="provider", answered_at=AT, actor=None, reason=None)
RETURNED = CaseReturned(
    case_number=NUMBER,
    reviewer_id="reviewer-001",
    ground="conflict-of-interest",
    reassign=True,
    explanation="x",
    missing=(),
    returned_at=AT,
)
LIFE: list[tuple[Message, int]] = [
    (RECEIVED, 0),
    clock("records-due", "start", 1),
    clock("records-due", "stop", 2 * DAY, reason="the file is complete"),
    clock("determination-due", "start", 2 * DAY),
    (READY, 2 * DAY),
    (ASSIGNED, 2 * DAY + 1),
    (ASSESSED, 2 * DAY + 2),
    clock("further-records-due", "start", 3 * DAY),
    (ASKED, 3 * DAY),
]
TOLLED = [clock("determination-due", "toll", 4 * DAY, reason="deferred"), clock("further-records-due", "toll", 4 * DAY, reason="x")]
RESUMED = [clock("determination-due", "resume", 14 * DAY), clock("further-records-due", "resume", 14 * DAY)]
EXTENDED = [clock("determination-due", "extend", 15 * DAY, days=2, reason="approval A-1")]
GOES_ON = [clock("further-records-due", "stop", 16 * DAY, reason="answered"), (ANSWERED, 16 * DAY)]


def after(*events: tuple[Message, int]) -> CaseSummary:
    """Return the case after *events*, each so many minutes after the first."""
    case = CaseSummary(NUMBER)
    for message, minutes in events:
        case.take(message, AT + timedelta(minutes=minutes))
    return case


@pytest.mark.parametrize(
    ("events", "due"),
    [
        (LIFE[:2], ("records-due", date(2026, 5, 14))),
        (LIFE[:7], ("determination-due", date(2026, 5, 31))),
        (LIFE, ("further-records-due", date(2026, 5, 8))),
        ([*LIFE, *TOLLED], None),
        ([*LIFE, *TOLLED, *RESUMED, *GOES_ON], ("determination-due", date(2026, 6, 10))),
        ([*LIFE, *TOLLED, *RESUMED, *EXTENDED, *GOES_ON], ("determination-due", date(2026, 6, 12))),
    ],
    ids=["records", "review", "asked", "tolled", "resumed", "extended"],
)
def test_the_next_clock_is_counted_from_the_ledgers(events: list[tuple[Message, int]], due: tuple[str, date] | None) -> None:
    """After a pause and an extension too, where an end that an event told would be wrong."""
    found = after(*events).due(ZONE, load_jurisdiction)

    assert due == (found and (found.name, found.at.astimezone(ZONE).date()))


def test_a_determined_case_has_the_clock_of_its_implementation() -> None:
    """A clock of its review that is not read as stopped yet is none (8 CCR 9792.10.7)."""
    case = after(*LIFE, (SIGNED, 5 * DAY))
    assert case.due(ZONE, load_jurisdiction) is None

    for event in (clock("authorization-due", "start", 5 * DAY), (ISSUED, 5 * DAY)):
        case.take(event[0], AT + timedelta(minutes=event[1]))
    found = case.due(ZONE, load_jurisdiction)
    assert found is not None
    assert ("authorization-due", date(2026, 5, 11)) == (found.name, found.at.astimezone(ZONE).date())


@given(st.permutations(range(len(LIFE) + 6)), st.lists(st.sampled_from(range(len(LIFE) + 6)), max_size=5))
def test_ledgers_do_not_depend_on_order_and_repeats(order: list[int], again: list[int]) -> None:
    """A clock that has stopped does not start again with a repeat of its start."""
    events = [*LIFE, *TOLLED, *EXTENDED, *GOES_ON, clock("determination-due", "convert", 16 * DAY, variant="expedited", reason="x")]
    case = after(*(events[place] for place in [*order, *again]))

    assert after(*events) == case
    assert case.due(ZONE, load_jurisdiction) == CaseSummary(NUMBER, **json.loads(json.dumps(_kept(case)))).due(
        ZONE, load_jurisdiction
    )


def _kept(case: CaseSummary) -> dict[str, Any]:
    """Return the part of a summary that the index keeps as JSON."""
    return {"instants": case.instants, "facts": case.facts}


@pytest.mark.parametrize(
    ("events", "told"),
    [
        (LIFE, "Notes of March"),
        ([*LIFE, *GOES_ON], None),
        ([*LIFE[:7], (RETURNED, 3 * DAY)], "another reviewer: conflict of interest"),
        ([*LIFE[:7], (RETURNED, 3 * DAY), (ASSIGNED, 3 * DAY + 1)], None),
        ([*LIFE, (SIGNED, 5 * DAY)], None),
    ],
    ids=["asked", "answered", "returned", "assigned anew", "signed"],
)
def test_a_returned_case_says_why_it_waits(events: list[tuple[Message, int]], told: str | None) -> None:
    """Until it goes on, or is decided without an answer."""
    assert told == after(*events).waits_for
