"""Every submission has exactly one end."""

from typing import Any

import pytest

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position
from bench.checker.reading.parked import parked_messages
from bench.checker.reading.submissions import check_submissions


def _fact(name: str, offset: int = 0, topic: str = "imr.intake.events", **data: Any) -> Fact:
    known = {"submission_id": "s", "body_digest": "d"}
    return Fact(Position(topic, 0, offset), f"imr.intake.{name}", f"{name}-{offset}", "/imr/intake", "s", "", "", {**known, **data})


SUBMIT = _fact("submit-application", topic="imr.intake.commands")
SCREEN, RECEIVED = _fact("screen-application"), _fact("application-received")
DUPLICATE, REFUSED = _fact("duplicate-found"), _fact("submission-refused", body_digest="other")
OTHER_BODY = _fact("submit-application", 1, "imr.intake.commands", body_digest="other")
PARKED = Fact(
    Position("imr.intake.dead-letters", 0, 0),
    "imr.dead-letters.message-parked",
    "p",
    "/imr/intake",
    "s",
    "",
    "",
    {"parked": {"consumer": "intake", "place": SUBMIT.place, "message_subject": "s"}},
)


def _findings(facts: list[Fact], expected: Expectation | None = None) -> list[str]:
    return [str(each) for each in check_submissions(facts, facts, parked_messages(facts), expected or Expectation(4))]


@pytest.mark.parametrize(
    "facts",
    [
        [SUBMIT, SCREEN, RECEIVED],
        [SUBMIT, SUBMIT, SCREEN, RECEIVED],
        [SUBMIT, SCREEN, DUPLICATE],
        [SUBMIT, SCREEN, RECEIVED, OTHER_BODY, REFUSED],
        [SUBMIT, PARKED],
    ],
    ids=["case", "sent twice", "duplicate", "another body refused", "parked"],
)
def test_one_end_is_no_finding(facts: list[Fact]) -> None:
    """A case, a duplicate, a refusal or a dead letter ends a submission."""
    assert [] == _findings(facts)


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        ([SUBMIT], "lost: the submission s (body d) has no end"),
        ([SUBMIT, SCREEN, RECEIVED, OTHER_BODY], "lost: the submission s (body other) has no end"),
        ([SUBMIT, SCREEN, RECEIVED, DUPLICATE], "twice: the submission s (body d) has 2 ends"),
    ],
)
def test_no_end_and_two_ends_are_findings(facts: list[Fact], finding: str) -> None:
    """Two bodies under one key are two submissions."""
    assert [finding] == _findings(facts)


def test_an_acknowledged_submission_is_on_the_topic() -> None:
    """A channel must not acknowledge before the broker has the command."""
    expected = Expectation(4, acknowledged={"s", "gone"})

    assert ["lost: the submission gone was acknowledged but is not on the topic"] == _findings([SUBMIT, SCREEN, RECEIVED], expected)


def test_poison_in_the_form_of_a_submission_needs_no_end() -> None:
    """The check of dead letters covers it."""
    assert [] == _findings([SUBMIT], Expectation(4, poison={SUBMIT.place: {"intake"}}))
