"""A deployment goes on with another number of partitions: nothing lost, nothing twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from cli.repartition import consumers
from runtime.loop.parking import as_found
from runtime.repartition.messages import new_partition
from runtime.repartition.placement import Placed, QueuedAt, place_state
from runtime.repartition.topics import NOWHERE
from runtime.settings import Settings
from runtime.state.homes import AllPartitions, data_of
from runtime.testing import MemoryStream
from schemas.messages.decision import CaseAssessed
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import (
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    ReceiveRecords,
    RecordsOverdue,
    RecordsRequested,
    SubmitApplication,
)
from schemas.messages.letters import LetterIssued
from schemas.messages.triage import NoReviewerFound, ReviewerAssigned
from schemas.topics import DECIDING_SERVICES, INTAKE_COMMANDS, changelog
from schemas.wire.codec import Sealed
from schemas.wire.dead_letters import DiscardParked, MessageParked, Origin, ParkedMessage, ParkedMessageReplayed, ReplayParked
from schemas.wire.envelope import header_text
from services.triage.handlers.registry import read_registry_file
from tests.examples import RECEIVED_AT, ROOT, application, signature, submission
from tests.flow.conftest import SERVICES

OLD = 4
CASES = 18
ANY_NUMBER = pytest.mark.parametrize("new", [1, 3, 8])

PAPERS = application().documents
RECORDS = tuple(each for each in PAPERS if each.kind == "medical-record")
ITEMS_WITHOUT_FACTS = tuple(item.model_copy(update={"facts": ()}) for item in application().items)
"""Without a medical record there is no paper that they could come from."""

Placements = Mapping[str, tuple[AllPartitions, Placed]]


def applied(number: int, *, records: bool = True) -> SubmitApplication:
    """Return application *number*, of a worker of its own, with or without medical records."""
    employee = application().employee.model_copy(update={"name": f"Exampleworker Number {number}"})
    injured_on = date(2014, 1, 1) + timedelta(days=number % 10)
    lacks: dict[str, Any] = {
        "documents": tuple(each for each in PAPERS if each.kind != "medical-record"),
        "items": ITEMS_WITHOUT_FACTS,
    }
    return submission(key=str(number), employee=employee, injured_on=injured_on, **({} if records else lacks))


def received(case_number: str, **changes: Any) -> ReceiveRecords:
    """Return the medical records of a case."""
    values: dict[str, Any] = {
        "sent_by": None,
        "documents": RECORDS,
        "facts": {},
        "received_at": RECEIVED_AT + timedelta(days=1),
        "actor": None,
        "reason": None,
    }
    return ReceiveRecords(case_number=case_number, **{**values, **changes})


@pytest.fixture
async def filled(stream: MemoryStream) -> MemoryStream:
    """Return a deployment with cases at every stage, and parked messages."""
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        room = reviewer.qualifications.model_copy(update={"open_cases_max": 2})
        stream.publish(reviewer.model_copy(update={"qualifications": room}))
    await stream.settle()
    for number in range(CASES):
        stream.publish(applied(number, records=bool(number % 3)))
    await stream.settle()
    assessed = stream.messages(CaseAssessed)
    for each in assessed[:4]:
        stream.publish(signature(each.reviewer_id, case_number=each.case_number))
    stream.publish(received("CM15-1330999"))  # no case has this number
    waits = stream.messages(RecordsRequested)[0].case_number
    broken = Sealed(
        INTAKE_COMMANDS.name,
        received(waits).partition(OLD),
        waits.encode(),
        b"{}",
        (
            ("ce_specversion", b"1.0"),
            ("ce_id", b"broken"),
            ("ce_source", b"/imr/test"),
            ("ce_type", ReceiveRecords.type.encode()),
            ("ce_time", b"2015-04-18T00:00:00Z"),
            ("ce_dataschema", f"urn:imr:schema:{ReceiveRecords.type}:2".encode()),
            ("ce_subject", waits.encode()),
        ),
    )
    stream.write(broken)
    await stream.settle()
    stream.publish(received(waits))  # and waits behind it
    await stream.settle()
    assert {"unhandled", "unreadable", "behind"} == {each.parked.reason for each in stream.messages(MessageParked)}
    assert stream.messages(NoReviewerFound)
    return stream


def parked_in(stream: MemoryStream, new: int) -> dict[str, dict[str, ParkedMessage]]:
    """Return the parked messages of each service, moved to *new* partitions."""
    found: dict[str, dict[str, ParkedMessage]] = {name: {} for name in DECIDING_SERVICES}
    for message in stream.messages(MessageParked):
        parked = message.parked
        number = new_partition(as_found(parked), OLD, new)
        at = Origin(topic=parked.at.topic, partition=number, offset=NOWHERE, timestamp_ms=parked.at.timestamp_ms)
        found[parked.consumer][parked.id] = parked.model_copy(update={"moved_to": at})
    return found


def placed_in(stream: MemoryStream, new: int) -> Placements:
    """Return the state of each service before, and placed into *new* partitions."""
    found = {}
    parked = parked_in(stream, new)
    for consumer in consumers():
        if consumer.name not in DECIDING_SERVICES:
            continue
        state = AllPartitions(OLD)
        for number in range(OLD):
            for record in stream.topics[changelog(consumer.name).name, number]:
                state.take(number, (record.key or b"").decode(), record.value)
        places = {name: QueuedAt(each.at.partition, order) for order, (name, each) in enumerate(parked[consumer.name].items())}
        found[consumer.name] = state, place_state(consumer.name, state, consumer.homes, places, new)
    return found


def moved(stream: MemoryStream, settings: Settings, new: int) -> MemoryStream:
    """Return a deployment of *new* partitions with the state of *stream* alone."""
    settings = settings.model_copy(update={"partitions": new})
    beside = MemoryStream(*(create(settings) for create in SERVICES), partitions=new, now=stream.now)
    beside._published = 1_000  # ids of its own
    for name, (_, placed) in placed_in(stream, new).items():
        for number, records in placed.items():
            for key, content in records.items():
                beside.write(Sealed(changelog(name).name, number, key.encode(), content, ()))
        beside.restart(name)
    return beside


@ANY_NUMBER
async def test_each_object_is_in_one_partition_and_none_is_lost(filled: MemoryStream, new: int) -> None:
    """Queues are numbered anew; ids of handled messages may be in several partitions."""
    for state, placed in placed_in(filled, new).values():
        before = Counter(
            (table, key, content)
            for table in state.tables()
            for _, key, content in state.records(table)
            if table not in APART and not key.endswith("/retention")
        )
        after = Counter(
            (*key.split("/", 1), content)
            for records in placed.values()
            for key, content in records.items()
            if not key.startswith(APART) and not key.endswith("/retention")
        )
        assert before == after
        assert ids_in((key, content) for _, key, content in state.records("handled")) == ids_in(
            (key.partition("/")[2], content)
            for records in placed.values()
            for key, content in records.items()
            if key.startswith("handled/")
        )


APART = ("handled", "parked", "waiting-dead-letters", "retention")


def ids_in(records: Any) -> dict[str, set[str]]:
    """Return the ids of handled messages by subject."""
    found: dict[str, set[str]] = {}
    for key, content in records:
        found.setdefault(key.partition("\x1f")[0], set()).update(data_of(content)["ids"])
    return found


@ANY_NUMBER
async def test_every_open_case_ends_with_one_letter(filled: MemoryStream, settings: Settings, new: int) -> None:
    """Records come, parked messages are replayed, reviewers sign and get others."""
    beside = moved(filled, settings, new)
    await replay_parked(beside, [each for of_one in parked_in(filled, new).values() for each in of_one.values()])
    for requested in filled.messages(RecordsRequested)[1:]:
        beside.publish(received(requested.case_number))
    await beside.settle()
    await sign_all(beside, (*filled.messages(CaseAssessed), *beside.messages(CaseAssessed)), done=filled)

    letters = Counter(each.case_number for stream in (filled, beside) for each in stream.messages(LetterIssued))
    assert dict.fromkeys((each.case_number for each in filled.messages(ApplicationReceived)), 1) == letters
    assigned = Counter(each.case_number for stream in (filled, beside) for each in stream.messages(ReviewerAssigned))
    assert {1} == set(assigned.values())


async def replay_parked(stream: MemoryStream, parked: Sequence[ParkedMessage]) -> None:
    """Replay *parked* messages; the broken one is given up, which frees those behind."""
    for each in parked:
        if each.reason == "behind":
            stream.publish(ReplayParked(parked=each, actor="Example Operator"))
            await stream.settle()
    assert not stream.messages(ParkedMessageReplayed)  # the order of the queue holds
    for each in parked:
        if each.reason == "unreadable":
            stream.publish(DiscardParked(parked=each, actor="Example Operator", reason="broken"))
    await stream.settle()
    for each in parked:
        if each.reason == "behind":
            stream.publish(ReplayParked(parked=each, actor="Example Operator"))
    await stream.settle()
    assert [each.id for each in parked if each.reason == "behind"] == [
        each.parked_id for each in stream.messages(ParkedMessageReplayed)
    ]


async def sign_all(stream: MemoryStream, assessed: Sequence[CaseAssessed], *, done: MemoryStream) -> None:
    """Have every assessed case signed by its reviewer, and those that get a reviewer then."""
    signed = {each.case_number for each in done.messages(LetterIssued)}
    while more := [each for each in assessed if each.case_number not in signed]:
        for each in more:
            stream.publish(signature(each.reviewer_id, case_number=each.case_number))
            signed.add(each.case_number)
        await stream.settle()
        assessed = stream.messages(CaseAssessed)


@ANY_NUMBER
async def test_no_case_number_is_given_again_and_duplicates_are_known(filled: MemoryStream, settings: Settings, new: int) -> None:
    """New applications on the same days of injury, and the old ones again."""
    beside = moved(filled, settings, new)
    for number in range(CASES):
        beside.publish(applied(CASES + number))
        beside.publish(applied(number, records=bool(number % 3)))
        employee = application().employee.model_copy(update={"name": f"Exampleworker Number {number}"})
        injured_on = date(2014, 1, 1) + timedelta(days=number % 10)
        beside.publish(submission(key=f"again-{number}", employee=employee, injured_on=injured_on))
    await beside.settle()

    numbers = Counter(each.case_number for stream in (filled, beside) for each in stream.messages(ApplicationReceived))
    assert (2 * CASES, {1}) == (len(numbers), set(numbers.values()))
    assert CASES == len(beside.messages(DuplicateFound))


@ANY_NUMBER
async def test_timers_go_on(filled: MemoryStream, settings: Settings, new: int) -> None:
    """Each case that waits for records or a signature is overdue, once."""
    beside = moved(filled, settings, new)
    await beside.pass_time(timedelta(days=60))
    await beside.pass_time(timedelta(days=60))

    letters = {each.case_number for each in filled.messages(LetterIssued)}
    ready = {each.case_number for each in filled.messages(CaseReadyForReview)} - letters
    assert dict.fromkeys(ready, 1) == Counter(each.case_number for each in beside.messages(DeterminationOverdue))
    waiting = {each.case_number for each in filled.messages(RecordsRequested)} - ready - letters
    assert dict.fromkeys(waiting, 1) == Counter(each.case_number for each in beside.messages(RecordsOverdue))


@ANY_NUMBER
async def test_a_repeat_is_still_known(filled: MemoryStream, settings: Settings, new: int) -> None:
    """Every message that was handled before is a repeat in the partition where it belongs now.

    One of a parked case waits behind it, as before.
    """
    beside = moved(filled, settings, new)
    parked = {each.parked.message_subject for each in filled.messages(MessageParked)}
    inputs = {topic for create in SERVICES for topic in create(settings).inputs}
    before = len(beside.read())
    for (topic, _), records in filled.topics.items():
        for record in records if topic in inputs else ():
            if header_text(record.headers, "ce_subject") not in parked:
                beside.write(Sealed(topic, new_partition(record, OLD, new), record.key or b"", record.value, tuple(record.headers)))
    written = len(beside.read())
    await beside.settle()

    assert written > before
    assert written == len(beside.read())


@ANY_NUMBER
async def test_closed_cases_are_dropped_when_their_time_is_over(filled: MemoryStream, settings: Settings, new: int) -> None:
    """By one timer a day in each partition, and a message for one that was dropped is parked."""
    beside = moved(filled, settings, new)
    signed = {each.case_number for each in filled.messages(LetterIssued)}
    await beside.pass_time(timedelta(days=366 * 30))

    kept = {key for state in beside.states("decision") for key in state._tables["signed-cases"]}
    assert signed
    assert set() == kept & signed
    ranges = [each for state in beside.states("decision") for each in state._tables["dropped"].items()]
    assert len(signed) == sum(last - first + 1 for _, dropped in ranges for first, last in dropped.ranges)
