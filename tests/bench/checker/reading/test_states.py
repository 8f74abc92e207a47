"""State agrees with the changelogs and with the events."""

from typing import Any

import pytest

from bench.checker.facts import Fact, Position
from bench.checker.lifecycle import histories
from bench.checker.reading.states import check_same, check_told

CASE = "CM15-1330001"


def _fact(service: str, name: str, **data: Any) -> Fact:
    place = Position(f"imr.{service}.events", 1, 0)
    return Fact(place, f"imr.{service}.{name}", name, f"/imr/{service}", CASE, "", "", {"case_number": CASE, **data})


ISSUED = [
    _fact("intake", "application-received"),
    _fact("intake", "case-ready-for-review"),
    _fact("triage", "reviewer-assigned", pool="pool", reviewer_id="R-1"),
    _fact("decision", "determination-signed"),
    _fact("letters", "letter-issued"),
]
HELD: dict[tuple[str, int], dict[str, Any]] = {
    ("intake", 1): {f"cases/{CASE}": {"stage": "determined"}},
    ("triage", 0): {"loads/pool/R-1": {"open_cases": 1}},
    ("decision", 1): {f"signed-cases/{CASE}": {}},
    ("letters", 1): {f"case-files/{CASE}": {"issued": [1]}},
}


def test_the_state_that_the_events_tell_is_no_finding() -> None:
    """A signed and issued case is known to every service."""
    assert [] == list(check_told(HELD, histories(ISSUED), ISSUED))


@pytest.mark.parametrize(
    ("place", "records"),
    [
        (("intake", 1), {f"cases/{CASE}": {"stage": "ready"}}),
        (("intake", 1), {}),
        (("triage", 0), {"loads/pool/R-1": {"open_cases": 2}}),
        (("decision", 1), {}),
        (("letters", 1), {f"case-files/{CASE}": {"issued": []}}),
    ],
)
def test_a_table_at_odds_with_the_events_is_found(place: tuple[str, int], records: dict[str, Any]) -> None:
    """One finding for each table that differs."""
    (finding,) = check_told({**HELD, place: records}, histories(ISSUED), ISSUED)

    assert "state differs" == finding.kind


@pytest.mark.parametrize(("stage", "found"), [("consolidated", 0), ("ready", 1)])
def test_a_consolidated_case_is_so_in_the_state(stage: str, found: int) -> None:
    """Its items go on in the other case."""
    events = [*ISSUED[:2], _fact("intake", "case-consolidated", into="CM15-1330002")]
    held = {("intake", 1): {f"cases/{CASE}": {"stage": stage}}}

    assert found == len(list(check_told(held, histories(events), events)))


@pytest.mark.parametrize(("settled", "stage"), [((), "appealed"), (("case-affirmed",), "determined")])
def test_an_appealed_case_is_so_until_the_board_decides(settled: tuple[str, ...], stage: str) -> None:
    """In each other stage it is found."""
    events = [*ISSUED, *(_fact("intake", name) for name in ("case-appealed", *settled))]

    def found(stage: str) -> int:
        return len(list(check_told({**HELD, ("intake", 1): {f"cases/{CASE}": {"stage": stage}}}, histories(events), events)))

    assert [0, 1, 1] == [found(each) for each in (stage, "ready", *({"appealed", "determined"} - {stage}))]


def test_a_released_case_no_longer_loads_its_reviewer() -> None:
    """Open cases are those assigned and not released."""
    facts = [*ISSUED, _fact("triage", "release-reviewer")]
    held = {**HELD, ("triage", 0): {"loads/pool/R-1": {"open_cases": 0}}}

    assert [] == list(check_told(held, histories(ISSUED), facts))


def test_a_service_without_a_changelog_is_not_compared() -> None:
    """Only the services that ran have state."""
    only = {place: records for place, records in HELD.items() if place[0] == "intake"}

    assert [] == list(check_told(only, histories(ISSUED), ISSUED))


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({("intake", 1): {"cases/a": 1}}, []),
        ({("intake", 1): {"cases/a": 2}}, ["a worker, intake 1: 1 records, ['cases/a']"]),
        ({}, ["a worker, intake 1: 1 records, ['cases/a']"]),
        ({("intake", 1): {"cases/a": 1}, ("triage", 0): {"x": 1}}, ["a worker, triage 0: 1 records, ['x']"]),
    ],
)
def test_two_states_are_compared_record_by_record(other: Any, found: list[str]) -> None:
    """A record that is missing on either side is a difference."""
    assert found == [finding.what for finding in check_same({("intake", 1): {"cases/a": 1}}, other, "a worker")]
