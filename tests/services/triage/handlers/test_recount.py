"""How a pool renews the counts of waiting cases."""

from datetime import date, timedelta

import pytest

from services.triage.handlers import recount as recounting
from services.triage.state import PoolTables
from tests.services.triage.handlers.pools import RECOUNT_KEY, assigned, no_reviewer, recount, say
from tests.services.triage.messages import AT, PSYCHIATRY, enrol, find


def test_counts_are_renewed_a_minute_after_the_registry_changed() -> None:
    """An import of many reviewers counts once; then the news is published."""
    tables = PoolTables()
    say(tables, find(1))

    assert [] == say(tables, *(enrol(f"reviewer-{number}", specialties=PSYCHIATRY) for number in range(3)))
    assert AT + timedelta(minutes=1) == tables.timers[RECOUNT_KEY].due_at
    assert [no_reviewer(1, 3, specialty=3)] == recount(tables)
    assert {} == tables.timers


def test_counts_that_are_as_published_are_not_published_again() -> None:
    """A change of a reviewer that leaves the counts as they were publishes nothing."""
    tables = PoolTables()
    say(tables, enrol(specialties=PSYCHIATRY), find(1), enrol(specialties=PSYCHIATRY, weekly_practice_hours=40))

    assert [] == recount(tables)
    assert all(waiting.registry_version == 2 for waiting in tables.waiting.values())


def test_nothing_is_recounted_where_nothing_waits() -> None:
    """Without waiting cases, a change of the registry sets no clock."""
    tables = PoolTables()
    say(tables, enrol())

    assert {} == tables.timers


def test_a_long_queue_is_recounted_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """The most urgent first, the rest a moment later, each once."""
    monkeypatch.setattr(recounting, "RECOUNTED_AT_ONCE_MAX", 2)
    tables = PoolTables()
    say(tables, *(find(number) for number in range(1, 6)), enrol(specialties=PSYCHIATRY))
    rounds = []
    while RECOUNT_KEY in tables.timers:
        rounds.append([message.subject for message in recount(tables)])

    assert [["CM15-1330001", "CM15-1330002"], ["CM15-1330003", "CM15-1330004"], ["CM15-1330005"]] == [
        sorted(each) for each in rounds
    ]


def test_a_recount_assigns_whom_time_made_eligible() -> None:
    """A reviewer whose fifth year was over meanwhile."""
    tables = PoolTables()
    say(tables, enrol(practising_since=date(2010, 4, 17)), find(1), enrol("reviewer-2", specialties=PSYCHIATRY))
    tables.timers[RECOUNT_KEY] = tables.timers[RECOUNT_KEY].model_copy(update={"due_at": AT + timedelta(days=1)})

    assert {"CM15-1330001": "reviewer-1"} == assigned(recount(tables))
    assert {} == tables.waiting
