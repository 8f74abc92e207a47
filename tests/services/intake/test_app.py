"""Intake put together, on a stream in memory: bytes in, bytes out."""

from datetime import timedelta

import pytest

from jurisdictions.files import UnknownJurisdiction
from runtime.loop.consume import Result
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import (
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    RecordsOverdue,
    SubmissionRefused,
)
from schemas.topics import DECISION_EVENTS, INTAKE_COMMANDS, LETTERS_EVENTS
from schemas.wire.dead_letters import MessageParked
from services.intake.app import create_app
from tests.examples import CASE_NUMBER, RECEIVED_AT, submission
from tests.services.intake.messages import no_records, records


def stream() -> MemoryStream:
    """A stream on which intake runs."""
    return MemoryStream(create_app(Settings()), now=RECEIVED_AT)


def test_what_intake_reads() -> None:
    """Its commands, the determinations that stop clocks, and service, which starts some."""
    assert (INTAKE_COMMANDS, DECISION_EVENTS, LETTERS_EVENTS) == create_app(Settings()).topics


def test_an_unknown_jurisdiction_is_found_at_the_start() -> None:
    """Not with the first application."""
    with pytest.raises(UnknownJurisdiction):
        create_app(Settings(jurisdiction="atlantis"))


async def test_an_application_becomes_a_case() -> None:
    """From the submission's partition to that of its lot, once, however often it is sent."""
    intake = stream()
    for _ in range(3):
        intake.publish(submission())
    await intake.settle()

    assert [CASE_NUMBER] == [case.case_number for case in intake.messages(CaseReadyForReview)]
    assert 0 == intake.results[Result.PARKED]


async def test_two_bodies_under_one_key_become_one_case_and_a_refusal() -> None:
    """The first that comes counts."""
    intake = stream()
    intake.publish(submission())
    intake.publish(submission(employer="Another Example Works"))
    await intake.settle()

    assert 1 == len(intake.messages(ApplicationReceived))
    assert 1 == len(intake.messages(SubmissionRefused))


async def test_the_same_dispute_under_two_keys_becomes_one_case() -> None:
    """Both ways lead to the same lot."""
    intake = stream()
    intake.publish(submission("one"))
    intake.publish(submission("two"))
    await intake.settle()

    assert 1 == len(intake.messages(CaseReadyForReview))
    assert [CASE_NUMBER] == [duplicate.duplicate_of for duplicate in intake.messages(DuplicateFound)]


async def test_the_clocks_run() -> None:
    """Missing records are overdue once; after they come, 30 days remain to determine."""
    intake = stream()
    intake.publish(submission(**no_records()))
    await intake.settle()
    await intake.pass_time(timedelta(days=30))

    assert 1 == len(intake.messages(RecordsOverdue))
    assert [] == intake.messages(CaseReadyForReview)

    intake.publish(records(received_at=intake.now))
    await intake.settle()
    await intake.pass_time(timedelta(days=29))

    assert [] == intake.messages(DeterminationOverdue)

    await intake.pass_time(timedelta(days=2))

    assert 1 == len(intake.messages(DeterminationOverdue))


async def test_records_that_do_not_fit_are_parked() -> None:
    """An operator sees the parked message and its error."""
    intake = stream()
    intake.publish(records())
    await intake.settle()

    (parked,) = intake.messages(MessageParked)

    assert "UnknownCase: there is no case" in parked.parked.error
