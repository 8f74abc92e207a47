"""A case's history is a legal path to an end or a wait that has a name."""

from collections.abc import Sequence
from typing import Any

import pytest

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position
from bench.checker.lifecycle import GRAMMAR, check_lifecycle, histories

CASE = "CM15-1330001"
PARTITION = 133 % 4
SERVICE_OF = {
    "application-received": "intake",
    "application-found-eligible": "intake",
    "application-found-ineligible": "intake",
    "records-requested": "intake",
    "case-ready-for-review": "intake",
    "no-reviewer-found": "triage",
    "reviewer-assigned": "triage",
    "case-assessed": "decision",
    "determination-signed": "decision",
    "letter-issued": "letters",
}
DATA: dict[str, Any] = {"reviewer_id": "R-1", "assessment_id": "A-1", "determination_version": 1, "letter_version": 1}
READY = ("application-received", "application-found-eligible", "case-ready-for-review")
DRAFTED = (*READY, "reviewer-assigned", "case-assessed")
DECIDED = (*DRAFTED, "determination-signed", "letter-issued")


def _facts(names: Sequence[str], case: str = CASE, partition: int = PARTITION) -> list[Fact]:
    return [
        Fact(
            Position(f"imr.{SERVICE_OF[name]}.events", partition, offset),
            f"imr.{SERVICE_OF[name]}.{name}",
            f"{case}-{offset}",
            f"/imr/{SERVICE_OF[name]}",
            case,
            "",
            "",
            {"case_number": case, **DATA},
        )
        for offset, name in enumerate(names)
    ]


def _findings(facts: Sequence[Fact], expected: Expectation | None = None, parked: frozenset[str] = frozenset()) -> list[str]:
    return [str(finding) for finding in check_lifecycle(histories(facts), set(parked), expected or Expectation(4))]


@pytest.mark.parametrize(
    "names",
    [
        DECIDED,
        ("application-received", "application-found-ineligible"),
        ("application-received", "application-found-eligible", "records-requested"),
        (*READY, "no-reviewer-found"),
    ],
    ids=["decided", "ineligible", "waits for records", "waits for a reviewer"],
)
def test_a_case_ends_or_waits_for_something_with_a_name(names: Sequence[str]) -> None:
    """Such a case has no finding."""
    assert [] == _findings(_facts(names))


@pytest.mark.parametrize(("number", "missing"), [(3, "reviewer-assigned"), (5, "determination-signed"), (6, "letter-issued")])
def test_a_case_that_stopped_is_lost(number: int, missing: str) -> None:
    """The finding names the event that never came."""
    assert [f"lost: {CASE} stopped: {missing} never came"] == _findings(_facts(DECIDED[:number]))


@pytest.mark.parametrize(
    ("number", "expected"),
    [(3, Expectation(4, services={"intake"})), (5, Expectation(4, signs_itself=False))],
    ids=["triage did not run", "a person signs"],
)
def test_a_step_that_nothing_was_to_take_is_not_waited_for(number: int, expected: Expectation) -> None:
    """The expectation says which services ran and whether drafts sign themselves."""
    assert [] == _findings(_facts(DECIDED[:number]), expected)


def test_a_case_with_a_parked_message_may_stand_still() -> None:
    """The dead letter is its named wait."""
    assert [] == _findings(_facts(READY), parked=frozenset({CASE}))


def test_events_out_of_order_are_illegal() -> None:
    """Events of one service are compared with its grammar."""
    swapped = _facts(("application-received", "case-ready-for-review", "application-found-eligible", *DECIDED[3:]))

    assert [
        f"illegal: {CASE} on imr.intake.events: application-received case-ready-for-review application-found-eligible"
    ] == _findings(swapped)


@pytest.mark.parametrize("case", ["CM15-1340001", "CM15-0000001"])
def test_a_case_belongs_to_the_partition_of_its_lot(case: str) -> None:
    """Lots are dealt over the partitions in turn."""
    found = _findings(_facts(("application-received", "application-found-ineligible"), case))

    assert ["misplaced", "misplaced"] == [each.partition(":")[0] for each in found]


def test_a_gap_in_the_numbers_of_a_lot_is_a_lost_case() -> None:
    """A number is given out once its case exists."""
    ends = ("application-received", "application-found-ineligible")
    facts = [*_facts(ends), *_facts(ends, "CM15-1330004")]

    assert [f"lost: the case CM15-133000{number} does not exist, but a later one does" for number in (2, 3)] == _findings(facts)


def test_every_topic_of_events_has_a_grammar() -> None:
    """Four services publish events of cases."""
    assert {f"imr.{service}.events" for service in ("intake", "triage", "decision", "letters")} == set(GRAMMAR)
