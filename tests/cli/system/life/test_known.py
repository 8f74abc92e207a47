"""The events of the invented cases: the acts they answer, and the open deadlines."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cli.system.life.known import Known
from cli.system.life.plan import ActKind, Fate, InventedCase, invent
from schemas.message import Message
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import (
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    RecordsOverdue,
    RecordsRequested,
)
from schemas.messages.letters import LetterHeld, LetterReturned, LetterSent, LetterServed, ServiceIntended
from schemas.messages.lifecycle import CaseFileChanged
from schemas.messages.triage import NoReviewerFound
from schemas.wire.dead_letters import MessageParked, Origin, ParkedMessage
from tests.examples import CASE_NUMBER

SUBMISSION = "submission-1"
DUE = datetime(2015, 5, 9, 6, 59, 59, tzinfo=UTC)
BY_FATE = {case.fate: case for case in invent(60)}


def of_case(kind: type[Message], **fields: Any) -> Message:
    """Return an event of the case, with no more fields than are given."""
    return kind.model_construct(case_number=CASE_NUMBER, **fields)


def served(kind: type[Message], party: str = "worker", version: int = 1) -> Message:
    """Return an event of the service of a letter on *party*."""
    return of_case(kind, notice=None, party=party, service_id=f"{CASE_NUMBER}.{version}.{party}.1")


def known(*messages: Message) -> Known:
    """Return the knowledge after the application and *messages*."""
    found = Known()
    for each in (of_case(ApplicationReceived, submission_id=SUBMISSION), *messages):
        found.note(each)
    return found


_WHERE = Origin(topic="imr.intake.commands", partition=0, offset=1, timestamp_ms=0)
PARKED = MessageParked.model_construct(
    parked=ParkedMessage.model_construct(consumer="intake", origin=_WHERE, message_subject=CASE_NUMBER)
)
DUPLICATE = DuplicateFound.model_construct(submission_id=SUBMISSION, duplicate_of=CASE_NUMBER)
SERVED = (served(ServiceIntended), served(LetterServed))
AGAIN = (served(ServiceIntended, version=2), served(LetterServed, version=2))


@pytest.mark.parametrize(
    ("kind", "fate", "not_yet", "answer"),
    [
        ("submit", "served", [], [of_case(CaseAssessed)]),
        ("submit", "ineligible", [of_case(CaseAssessed)], [of_case(ApplicationFoundIneligible)]),
        ("submit", "no reviewer", [], [of_case(NoReviewerFound)]),
        ("submit", "records came", [], [of_case(RecordsRequested, records_due_on=date(2015, 5, 8))]),
        ("submit", "duplicate", [of_case(CaseAssessed)], [DUPLICATE]),
        ("records", "records came", [PARKED], [of_case(CaseAssessed)]),
        ("records", "records twice", [of_case(CaseAssessed)], [of_case(CaseFileChanged)]),
        ("unreadable records", "parked", [], [PARKED]),
        ("records", "parked", [PARKED], [PARKED]),
        ("sign", "served", [served(ServiceIntended)], [served(LetterServed)]),
        ("sign", "confirmation", [served(ServiceIntended)], [served(LetterSent)]),
        ("sign", "served", [*SERVED, served(ServiceIntended, "employer")], [served(LetterServed, "employer")]),
        ("sign", "held", [], [of_case(LetterHeld)]),
        ("correct", "corrected", SERVED, AGAIN),
        ("return mail", "returned", SERVED, [served(LetterReturned)]),
    ],
)
def test_an_act_is_answered_by_the_last_event_that_follows_it(
    kind: ActKind, fate: Fate, not_yet: list[Message], answer: list[Message]
) -> None:
    """Earlier events do not answer it."""
    case: InventedCase = BY_FATE[fate]

    assert not known(*not_yet).has_answered(kind, case, SUBMISSION)
    assert known(*not_yet, *answer).has_answered(kind, case, SUBMISSION)
    assert not Known().has_answered(kind, case, SUBMISSION)


@pytest.mark.parametrize(
    ("messages", "due"),
    [
        ([], None),
        ([of_case(RecordsRequested, records_due_on=date(2015, 5, 8))], DUE),
        ([of_case(CaseReadyForReview, determination_due_at=DUE)], DUE),
        ([of_case(RecordsRequested, records_due_on=date(2015, 5, 1)), of_case(CaseReadyForReview, determination_due_at=DUE)], DUE),
        ([of_case(RecordsRequested, records_due_on=date(2015, 5, 8)), of_case(RecordsOverdue)], None),
        ([of_case(CaseReadyForReview, determination_due_at=DUE), of_case(DeterminationOverdue)], None),
        ([of_case(CaseReadyForReview, determination_due_at=DUE), of_case(DeterminationSigned)], None),
    ],
)
def test_a_deadline_is_open_until_it_is_met_or_said_to_have_passed(messages: list[Message], due: datetime | None) -> None:
    """That of the records ends when the case is ready."""
    assert due == known(*messages).next_due()


def test_the_earliest_deadline_is_next() -> None:
    """Of all cases."""
    other = CaseReadyForReview.model_construct(case_number="CM15-1330002", determination_due_at=DUE - timedelta(days=2))

    assert DUE - timedelta(days=2) == known(of_case(CaseReadyForReview, determination_due_at=DUE), other).next_due()


def test_a_converted_review_has_another_deadline() -> None:
    """While it waits for records, the request with their new day follows."""
    ready, sooner = of_case(CaseReadyForReview, determination_due_at=DUE), DUE - timedelta(days=20)

    assert sooner == known(ready, of_case(ReviewConverted, determination_due_at=sooner)).next_due()
    assert DUE == known(ready, of_case(ReviewConverted, determination_due_at=None)).next_due()
