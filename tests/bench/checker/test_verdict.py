"""A sound run passes the checker, and every fault planted into its topics is found."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position, read_fact
from bench.checker.reading.states import check_same
from bench.checker.verdict import Verdict, judge
from runtime.settings import Settings
from runtime.state.packed import unpacked
from runtime.testing import MemoryStream
from schemas.wire.codec import Sealed
from services.triage.handlers.registry import read_registry_file
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, application, submission
from tests.flow.conftest import SERVICES

Facts = list[Fact]
Change = Callable[[Facts], Facts]


@pytest.fixture
async def stream(tmp_path: Path) -> MemoryStream:
    """Five applications and one unreadable message.

    One is decided late, one in time, one is a duplicate, one ineligible, one reuses a key.
    """
    settings = Settings(data_dir=tmp_path, auto_sign=True)
    stream = MemoryStream(*(create(settings) for create in SERVICES), now=RECEIVED_AT)
    stream.publish(submission("late", employee=_named("Exampleworker Late")))
    await stream.settle()
    await stream.pass_time(timedelta(days=60))
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    stream.publish(submission())
    stream.publish(submission(), message_id="a repeat")
    stream.publish(submission("again"))
    stream.publish(submission("unsigned", signature=None, employee=_named("Exampleworker Unsigned")))
    stream.publish(submission(employer="Example Other Works"))
    stream.write(Sealed("imr.intake.commands", 1, b"noise", b"\xff", ()))
    await stream.settle()
    return stream


def _named(name: str) -> Any:
    return application().employee.model_copy(update={"name": name})


@pytest.fixture
def facts(stream: MemoryStream) -> Facts:
    """All messages, as facts."""
    return [
        read_fact(Position(topic, number, record.offset), dict(record.headers), record.value)
        for (topic, number), records in stream.topics.items()
        if not topic.endswith(".changelog")
        for record in records
    ]


@pytest.fixture
def changelogs(stream: MemoryStream) -> dict[tuple[str, int], dict[str, Any]]:
    """The changelogs' last records, by service and partition."""
    held: dict[tuple[str, int], dict[str, Any]] = {}
    for (topic, number), records in stream.topics.items():
        if topic.endswith(".changelog"):
            last = {(record.key or b"").decode(): record.value for record in records}
            held[topic.split(".")[1], number] = {
                key: json.loads(unpacked(value)) for key, value in last.items() if value is not None
            }
    return held


@pytest.fixture
def expected(facts: Facts) -> Expectation:
    """The poison and the acknowledged submissions of the run."""
    noise = next(fact.place for fact in facts if not fact.type)
    acknowledged = {str(fact.data["submission_id"]) for fact in facts if fact.name == "submit-application"}
    return Expectation(4, acknowledged=acknowledged, poison={noise: {"intake"}})


def _kinds(verdict: Verdict) -> set[str]:
    return {finding.kind for finding in verdict.findings}


def test_a_sound_run_passes(facts: Facts, expected: Expectation, changelogs: Any) -> None:
    """Late, ineligible, duplicate, refused, repeated and parked are all legal."""
    verdict = judge(facts, expected, changelogs)

    assert () == verdict.findings
    assert (3, 2, 1, 1) == (verdict.cases, verdict.letters, verdict.parked, verdict.still_parked)


def _without(name: str) -> Change:
    def change(facts: Facts) -> Facts:
        first = next(fact for fact in facts if fact.name == name)
        return [fact for fact in facts if fact is not first]

    return change


def _again(name: str) -> Change:
    """Repeat the message directly behind, under an id of its own."""

    def change(facts: Facts) -> Facts:
        first = next(fact for fact in facts if fact.name == name)
        place = first.place._replace(offset=max(fact.place.offset for fact in facts) + 1)
        return [*facts, replace(first, id="another", place=place)]

    return change


def _twice(name: str) -> Change:
    def change(facts: Facts) -> Facts:
        first = next(fact for fact in facts if fact.name == name)
        return [*facts, replace(first, place=first.place._replace(offset=10_000))]

    return change


def _changed(name: str, **changes: Any) -> Change:
    def change(facts: Facts) -> Facts:
        first = next(fact for fact in facts if fact.name == name)
        return [replace(fact, **changes) if fact is first else fact for fact in facts]

    return change


def _told(name: str, **data: Any) -> Change:
    def change(facts: Facts) -> Facts:
        first = next(fact for fact in facts if fact.name == name)
        return [replace(fact, data={**fact.data, **data}) if fact is first else fact for fact in facts]

    return change


def _swapped(one: str, other: str) -> Change:
    """Swap two messages of one case."""

    def change(facts: Facts) -> Facts:
        here = next(index for index, fact in enumerate(facts) if fact.name == one)
        case = facts[here].case
        there = next(index for index, fact in enumerate(facts) if fact.name == other and fact.case == case)
        facts[here], facts[there] = facts[there], facts[here]
        return facts

    return change


def _no_room(facts: Facts) -> Facts:
    """Enrol every reviewer without room."""
    return [replace(fact, data={**fact.data, "room": 0}) if fact.name == "enrol-reviewer" else fact for fact in facts]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_without("screen-application"), "causeless"),
        (_without("application-received"), "lost"),
        (_without("duplicate-found"), "lost"),
        (_without("submission-refused"), "lost"),
        (_without("application-found-ineligible"), "lost"),
        (_without("case-ready-for-review"), "causeless"),
        (_without("reviewer-assigned"), "lost"),
        (_without("case-assessed"), "illegal"),
        (_without("determination-signed"), "lost"),
        (_without("letter-issued"), "lost"),
        (_without("message-parked"), "not parked"),
        (_again("application-received"), "twice"),
        (_again("duplicate-found"), "twice"),
        (_again("determination-signed"), "twice"),
        (_again("letter-issued"), "twice"),
        (_again("determination-overdue"), "twice"),
        (_twice("letter-issued"), "twice"),
        (_twice("find-reviewer"), "twice"),
        (_swapped("application-found-eligible", "case-ready-for-review"), "illegal"),
        (_swapped("case-assessed", "determination-signed"), "illegal"),
        (_changed("letter-issued", cause="nobody"), "causeless"),
        (_changed("letter-issued", correlation="another story"), "causeless"),
        (_changed("determination-overdue", cause=""), "causeless"),
        (_changed("letter-issued", place=Position("imr.letters.events", 3, 0)), "misplaced"),
        (_told("determination-signed", assessment_id="another draft"), "illegal"),
        (_told("determination-signed", reviewer_id="reviewer-006"), "illegal"),
        (_told("letter-issued", determination_version=2), "illegal"),
        (_told("application-received", case_number=f"{CASE_NUMBER[:-4]}0009"), "lost"),
        (_no_room, "over capacity"),
    ],
)
def test_a_planted_fault_is_caught(facts: Facts, expected: Expectation, change: Change, kind: str) -> None:
    """Messages are dropped, doubled, swapped, moved, changed, or lose their cause."""
    assert kind in _kinds(judge(change(facts), expected))


def test_an_acknowledged_submission_must_be_on_the_topic(facts: Facts, expected: Expectation) -> None:
    """A channel answered 202, and the broker has no command."""
    more = replace(expected, acknowledged={*expected.acknowledged, "acknowledged-and-gone"})

    assert {"lost"} == _kinds(judge(facts, more))


def test_a_sound_message_must_not_be_parked(facts: Facts, expected: Expectation) -> None:
    """Only messages known as poison may be among the dead letters."""
    assert {"parked wrongly"} == _kinds(judge(facts, replace(expected, poison={})))


def test_messages_in_a_services_name_are_told_apart(facts: Facts, expected: Expectation) -> None:
    """A repeat by an outsider is legal; the same repeat by the service is a fault."""
    repeated = _twice("letter-issued")(facts)

    assert {"twice"} == _kinds(judge(repeated, expected)) - {"illegal"}
    known = judge(repeated, replace(expected, foreign={repeated[-1].place}))
    assert (set(), 1) == (_kinds(known), known.repeats)


@pytest.mark.parametrize(
    ("service", "table"), [("intake", "cases"), ("triage", "loads"), ("decision", "signed-cases"), ("letters", "closed-cases")]
)
def test_a_changelog_that_lost_a_record_is_caught(
    facts: Facts, expected: Expectation, changelogs: Any, service: str, table: str
) -> None:
    """The state must agree with the events."""
    for (name, _), records in changelogs.items():
        for key in [key for key in records if name == service and key.startswith(f"{table}/")]:
            del records[key]

    assert {"state differs"} == _kinds(judge(facts, expected, changelogs))


def test_two_states_that_differ_are_named(changelogs: Any) -> None:
    """The finding names the record in which a worker and the changelogs differ."""
    place = next(place for place, records in changelogs.items() if records)
    key = next(iter(changelogs[place]))
    other = {**changelogs, place: {**changelogs[place], key: "something else"}}

    assert [] == list(check_same(changelogs, changelogs, "itself"))
    (finding,) = check_same(changelogs, other, "a worker")
    assert key in finding.what


def _first(facts: Sequence[Fact], name: str) -> Fact:
    return next(fact for fact in facts if fact.name == name)


def test_a_case_that_stopped_is_named(facts: Facts, expected: Expectation) -> None:
    """The finding names the case and the missing event."""
    case = _first(facts, "letter-issued").case
    (finding,) = judge(_without("letter-issued")(facts), expected).findings

    assert f"lost: {case} stopped: letter-issued never came" == str(finding)
