"""Case staff act on some cases, each act after its event."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from bench.chaos.parts import staff as parts
from bench.chaos.parts.staff import LIVES, Staff, StaffedCase, second_submission
from bench.chaos.parts.traffic import submission
from bench.checker.facts import Fact, Position
from schemas.wire.codec import Sealed
from tests.examples import CASE_NUMBER


class _FakeWriter:
    """Keeps what it is given; fails some times first."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.written = failures, list[Sealed]()

    def write(self, messages: Any) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        self.written += messages


def fact(name: str, **data: Any) -> Fact:
    """Return an event of the case."""
    place = Position("imr.intake.events", 0, 0)
    return Fact(place, f"imr.intake.{name}", "id", "/imr/intake", CASE_NUMBER, "", "", {"case_number": CASE_NUMBER, **data})


@pytest.fixture
def acted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return staff that act on every case by a life, and their writer."""
    monkeypatch.setattr(parts, "_SHARE", 1)
    monkeypatch.setattr(parts, "_SECOND_SHARE", 1_000_000)

    def act(life: str, failures: int = 0) -> tuple[Staff, _FakeWriter]:
        monkeypatch.setattr(parts, "LIVES", {life: LIVES[life]})
        writer = _FakeWriter(failures)
        staff = Staff(writer, Random(1), Counter())  # type: ignore[arg-type]
        staff.submitted([1, 2])
        staff.hear(fact("application-received", submission_id=submission(1).submission_id))
        return staff, writer

    return act


@pytest.mark.parametrize("life", sorted(LIVES))
def test_each_act_follows_its_event(life: str, acted: Any) -> None:
    """One at a time, each with ids of its own; asked for twice it has one id."""
    staff, writer = acted(life)
    for number, (event, _) in enumerate(LIVES[life]):
        assert number == len({each.headers for each in writer.written})
        staff.hear(fact("reviewer-assigned", reviewer_id="reviewer-001"))
        staff.hear(fact(event))
        staff.hear(fact(event))
        staff.write()

    assert len(LIVES[life]) == len({dict(each.headers)["ce_id"] for each in writer.written})
    assert {"imr.intake.commands"} == {each.topic for each in writer.written}


def test_acts_are_written_again_where_none_was_confirmed(acted: Any) -> None:
    """The broker may be away."""
    staff, writer = acted("withdrawn", failures=1)
    staff.hear(fact("case-ready-for-review"))
    with pytest.raises(ConnectionError):
        staff.write()
    staff.write()

    assert writer.written


def test_applications_of_others_are_left_alone(acted: Any) -> None:
    """Those of the channels and of poison."""
    staff, writer = acted("withdrawn")
    other = {"case_number": "CM15-1230002"}
    staff.hear(fact("application-received", submission_id="unknown", **other))
    staff.hear(fact("case-ready-for-review", **other))
    staff.write()

    assert not writer.written


def test_cases_of_one_worker_are_consolidated(acted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second application is for another treatment; the earlier case takes in its items."""
    staff, writer = acted("withdrawn")
    monkeypatch.setattr(parts, "_SECOND_SHARE", 1)
    assert {second_submission(3).submission_id} == staff.submitted([3])
    staff.hear(fact("consolidation-proposed", with_case="CM15-9740009"))
    staff.write()

    assert {item.treatment for item in second_submission(3).application.items}.isdisjoint(
        item.treatment for item in submission(3).application.items
    )
    asked = {dict(each.headers)["ce_type"].decode(): each.key for each in writer.written}
    assert b"CM15-9740009" == asked["imr.intake.consolidate-cases"]


def test_a_remanded_case_excludes_its_former_reviewers() -> None:
    """Each once."""
    case = StaffedCase(CASE_NUMBER, 1)
    case.reviewers += ["reviewer-001", "reviewer-002", "reviewer-001"]
    _, (_, remand) = LIVES["remanded"]

    assert ("reviewer-001", "reviewer-002") == remand(case).former.reviewers  # type: ignore[attr-defined]
