"""The status of a submission follows from the stream, in any order."""

import asyncio
from collections.abc import AsyncIterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from runtime.outside.follow import StartsGone
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.duplicates import DuplicateFound, DuplicateReversed
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    Reason,
    RecordsOverdue,
    SubmissionRefused,
)
from services.intake.channels import submissions
from services.intake.channels.submissions import PartOfMessage, Submissions, keep_up
from tests.examples import CASE_NUMBER, RECEIVED_AT, application, submission

SUBMITTED = submission()
ID = SUBMITTED.submission_id
RECEIVED = ApplicationReceived(
    case_number=CASE_NUMBER, submission_id=ID, channel="api", received_at=RECEIVED_AT, application=application()
)
OTHER_ID = ID[:-1] + ("0" if ID[-1] != "0" else "1")
INELIGIBLE = ApplicationFoundIneligible(
    case_number=CASE_NUMBER, submission_id=ID, reasons=(Reason(code="filed-too-late", text="It came late."),)
)
REFUSED = SubmissionRefused(submission_id=ID, body_digest="b" * 64, accepted_digest=SUBMITTED.body_digest)
ELIGIBLE = ApplicationFoundEligible(
    case_number=CASE_NUMBER, submission_id=ID, assigned_on=RECEIVED_AT.date(), priority="standard", not_under_review=()
)


@pytest.mark.parametrize("messages", list(permutations([SUBMITTED, RECEIVED, ELIGIBLE])))
def test_the_furthest_status_counts_in_any_order(messages: tuple[Message, ...]) -> None:
    """Topics are read side by side, so an answer may come before its command."""
    view = Submissions()
    for message in messages:
        view.note(message)

    found = view.find(ID)
    assert found is not None
    assert ("eligible", CASE_NUMBER, SUBMITTED.body_digest) == (found.status, found.case_number, found.body_digest)


def test_an_unknown_submission_is_not_found() -> None:
    """The stream may not know it yet."""
    assert Submissions().find(ID) is None


def test_the_accepted_body_counts_and_the_refused_are_listed() -> None:
    """A second body under the key changes nothing about the first."""
    view = Submissions()
    view.note(SUBMITTED)
    view.note(SubmissionRefused(submission_id=ID, body_digest="b" * 64, accepted_digest=SUBMITTED.body_digest))

    found = view.find(ID)
    assert found is not None
    assert (SUBMITTED.body_digest, ("b" * 64,), "pending") == (found.body_digest, found.refused_bodies, found.status)


def test_a_duplicate_names_its_case() -> None:
    """It has no case number of its own."""
    view = Submissions()
    view.note(SUBMITTED)
    view.note(DuplicateFound(submission_id=ID, duplicate_of=CASE_NUMBER, items=(), submission=None))

    found = view.find(ID)
    assert found is not None
    assert ("duplicate", None, CASE_NUMBER) == (found.status, found.case_number, found.duplicate_of)


def reversed_duplicate() -> DuplicateReversed:
    """The finding, undone."""
    return DuplicateReversed(
        case_number="CM15-1330002",
        submission_id=ID,
        items=(1, 2),
        not_duplicate_of=CASE_NUMBER,
        actor="Sam Examplestaff",
        reason="Another knee.",
    )


def test_a_reversed_duplicate_has_its_case_in_any_order() -> None:
    """The two events are in different partitions."""
    found = DuplicateFound(submission_id=ID, duplicate_of=CASE_NUMBER, items=(), submission=None)
    for messages in ((found, reversed_duplicate()), (reversed_duplicate(), found)):
        view = Submissions()
        view.note(SUBMITTED)
        for message in messages:
            view.note(message)

        known = view.find(ID)
        assert known is not None
        assert ("received", "CM15-1330002", None) == (known.status, known.case_number, known.duplicate_of)


def test_other_messages_are_passed_over() -> None:
    """They are about cases, not submissions."""
    view = Submissions()

    view.note(RecordsOverdue(case_number=CASE_NUMBER, records_due_on=RECEIVED_AT.date()))

    assert view.find(ID) is None


def test_a_key_is_held_for_one_body() -> None:
    """Until the stream shows which body counts, the first that asked holds the key."""
    view = Submissions()

    assert (True, True, False) == tuple(view.reserve(ID, digest) for digest in ("a", "a", "b"))


def test_the_stream_counts_before_a_reservation() -> None:
    """Another process may have been first."""
    view = Submissions()
    view.reserve(ID, "a" * 64)
    view.note(SUBMITTED)

    assert (False, True) == tuple(view.reserve(ID, digest) for digest in ("a" * 64, SUBMITTED.body_digest))


def test_reservations_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest is given up; a broker that is away for long must not fill the memory."""
    monkeypatch.setattr(submissions, "RESERVED_MAX", 2)
    view = Submissions()

    assert all(view.reserve(identifier, "a") for identifier in ("1", "2", "3"))
    assert (True, False) == (view.reserve("1", "b"), view.reserve("3", "b"))


async def test_every_sender_of_a_submission_is_told_the_body_that_counts() -> None:
    """It is the one the stream shows first."""
    view = Submissions()
    waiting = [asyncio.create_task(view.settled(ID, seconds=5)) for _ in range(2)]
    await asyncio.sleep(0)
    view.note(SUBMITTED)

    told = [await each for each in waiting]
    assert [SUBMITTED.body_digest] * 2 == [each.body_digest for each in told if each is not None]


async def test_a_stream_that_shows_nothing_is_not_awaited_for_ever() -> None:
    """The wait has a bound."""
    assert await Submissions().settled(ID, seconds=0) is None


def test_a_view_goes_on_from_its_file(tmp_path: Path) -> None:
    """Saved submissions are there, with the place in the topics; the rest is read again."""
    path, place = tmp_path / "state" / "submissions.sqlite", {("imr.intake.events", 0): 3}
    view = Submissions(path, "cluster")
    for message in (SUBMITTED, RECEIVED, INELIGIBLE, REFUSED):
        view.note(message)
    known = view.find(ID)
    view.save(place)
    view.note(SUBMITTED.model_copy(update={"submission_id": OTHER_ID}))
    view.close()

    again = Submissions(path, "cluster")
    assert known is not None
    assert ("ineligible", ("b" * 64,), INELIGIBLE.reasons) == (known.status, known.refused_bodies, known.reasons)
    assert (known, None, place) == (again.find(ID), again.find(OTHER_ID), dict(again.positions))
    again.close()
    assert Submissions(path, "another cluster").find(ID) is None


def test_a_message_that_is_read_again_changes_nothing() -> None:
    """A view that was not saved reads a part of the topics twice."""
    view = Submissions()
    for message in (SUBMITTED, RECEIVED, ELIGIBLE, REFUSED):
        view.note(message)
    before = view.find(ID)
    view.save({})
    for message in (SUBMITTED, RECEIVED, ELIGIBLE, REFUSED):
        view.note(message)

    assert before == view.find(ID)


async def test_topics_made_anew_are_read_from_their_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The view of the old ones is forgotten."""
    view = Submissions()
    view.note(SUBMITTED)
    view.save({("imr.intake.events", 0): 3})
    asked = []

    async def follow_parts(*_: object, starts: dict[tuple[str, int], int]) -> AsyncIterator[Any]:
        asked.append(dict(starts))
        if starts:
            raise StartsGone
        yield [(ApplicationReceived, PartOfMessage(submission_id=OTHER_ID, case_number=CASE_NUMBER))], {("imr.intake.events", 0): 1}

    monkeypatch.setattr(submissions, "follow_parts", follow_parts)
    await keep_up(view, Settings())

    assert [{("imr.intake.events", 0): 3}, {}] == asked
    assert (None, True) == (view.find(ID), view.find(OTHER_ID) is not None)
    assert {("imr.intake.events", 0): 1} == dict(view.positions)
