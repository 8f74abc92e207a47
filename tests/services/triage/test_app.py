"""Triage put together, on a stream in memory: bytes in, bytes out."""

import pytest

from jurisdictions.files import UnknownJurisdiction
from runtime.loop.consume import Result
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.message import Message
from schemas.messages.triage import NoReviewerFound, ReviewerAssigned, ReviewerRecorded
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, REVIEWERS, TRIAGE_POOL
from services.triage.app import create_app
from services.triage.handlers.registry import read_registry_file
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, case_ready
from tests.services.triage.messages import recorded

REGISTRY = read_registry_file(ROOT / "examples" / "reviewers.yaml")


async def told(*messages: Message) -> MemoryStream:
    """A stream on which triage has read *messages*, one after the other."""
    stream = MemoryStream(create_app(Settings()), now=RECEIVED_AT)
    for message in messages:
        stream.publish(message)
        await stream.settle()
    return stream


def test_what_triage_reads() -> None:
    """Cases, determinations, the registry and its own pool."""
    assert (INTAKE_EVENTS, DECISION_EVENTS, REVIEWERS, TRIAGE_POOL) == create_app(Settings()).topics


def test_an_unknown_jurisdiction_is_found_at_the_start() -> None:
    """Not with the first case."""
    with pytest.raises(UnknownJurisdiction):
        create_app(Settings(jurisdiction="atlantis"))


async def test_the_example_finds_its_reviewer() -> None:
    """Of eight registered reviewers, four may review the example.

    The psychiatrist and the disciplined, restricted and conflicted reviewers may not.
    """
    stream = await told(*REGISTRY, case_ready())
    (answer,) = stream.messages(ReviewerAssigned)

    assert (CASE_NUMBER, 8) == (answer.case_number, answer.considered)
    assert {"discipline": 1, "licence": 1, "conflict-of-interest": 1, "specialty": 1} == answer.excluded
    assert answer.reviewer_id in {"reviewer-001", "reviewer-002", "reviewer-003", "reviewer-004"}
    assert 0 == stream.results[Result.PARKED]


async def test_a_case_waits_for_the_registry() -> None:
    """Cases may come before reviewers."""
    stream = await told(case_ready(), *REGISTRY)

    assert [0] == [nobody.considered for nobody in stream.messages(NoReviewerFound)]
    assert 1 == len(stream.messages(ReviewerAssigned))


@pytest.mark.parametrize("reviewer", REGISTRY[5:], ids=lambda reviewer: reviewer.reviewer_id)
async def test_who_may_not_review_does_not(reviewer: ReviewerRecorded) -> None:
    """With only a disciplined, restricted or tied reviewer registered, the case waits."""
    stream = await told(reviewer, case_ready())

    assert [] == stream.messages(ReviewerAssigned)
    assert [1] == [nobody.considered for nobody in stream.messages(NoReviewerFound)]


async def test_no_name_leaves_the_registry() -> None:
    """LC 4610.6(f): neither an event, nor the pool, nor a changelog carries a reviewer's name."""
    stream = await told(recorded(name="Zyxwv Inventedname", npi="0000000077"), case_ready())
    others = [record for (topic, _), records in stream.topics.items() if topic != REVIEWERS.name for record in records]

    assert others
    assert not [
        record.topic for record in others if b"zyxwv" in (record.value or b"").lower() or b"0000000077" in (record.value or b"")
    ]
