"""How a pool fills seats and gives waiting cases to reviewers with room."""

from datetime import UTC, date, datetime, timedelta

from jurisdictions.files import load_jurisdiction
from schemas.messages.triage import Licence
from services.triage.state import PoolTables
from tests.services.triage.handlers.pools import assigned, no_reviewer, say
from tests.services.triage.messages import POOL, another, enrol, find, release


def test_a_new_reviewer_takes_what_waits_most_urgent_first() -> None:
    """Expedited first, then by due date, then by number, as far as there is room."""
    tables, due = PoolTables(), find().determination_due_at
    say(
        tables,
        find(1),
        find(2, determination_due_at=due - timedelta(days=1)),
        find(3, determination_due_at=due + timedelta(days=9), priority="expedited"),
        find(4, determination_due_at=due + timedelta(days=8), priority="expedited"),
        find(5),
    )

    assert ["CM15-1330004", "CM15-1330003", "CM15-1330002", "CM15-1330001"] == list(assigned(say(tables, enrol(open_cases_max=4))))
    assert ["CM15-1330005"] == [waiting.case_number for waiting in tables.waiting.values()]


def test_due_dates_are_instants() -> None:
    """Which is earlier does not depend on the offset it is written with."""
    tables, due = PoolTables(), datetime(2015, 5, 18, 6, 59, tzinfo=UTC)
    later = due + timedelta(minutes=1)
    say(tables, find(1, determination_due_at=later.astimezone(load_jurisdiction(POOL).zone)), find(2, determination_due_at=due))

    assert ["CM15-1330002"] == list(assigned(say(tables, enrol(open_cases_max=1))))


def test_a_new_reviewer_takes_only_what_is_theirs() -> None:
    """A more urgent case of another field goes on waiting."""
    tables = PoolTables()
    surgery = (find().items[0].model_copy(update={"treatment": "shoulder-surgery"}),)
    say(tables, find(1, priority="expedited", items=surgery), find(2))

    assert {"CM15-1330002": "reviewer-1"} == assigned(say(tables, enrol()))


def test_a_licence_that_ran_out_while_the_case_waited_does_not_count() -> None:
    """A waiting case is judged by the day it is assigned."""
    tables = PoolTables()
    licences = (Licence(state="Iowa", unrestricted=True, expires_on=date(2015, 4, 20)),)
    say(tables, enrol(open_cases_max=1, licences=licences), find(1), find(2))

    assert [] == say(tables, release(1), at=datetime(2015, 4, 21, 7, 0, tzinfo=UTC))


def test_on_its_last_day_a_licence_counts() -> None:
    """The day is that of the jurisdiction."""
    tables = PoolTables()
    licences = (Licence(state="Iowa", unrestricted=True, expires_on=date(2015, 4, 20)),)
    say(tables, enrol(open_cases_max=1, licences=licences), find(1), find(2))

    assert {"CM15-1330002": "reviewer-1"} == assigned(say(tables, release(1), at=datetime(2015, 4, 21, 6, 59, tzinfo=UTC)))


def test_pools_do_not_mix() -> None:
    """Reviewers and waiting cases of one pool are nothing to another, also in one partition."""
    tables = PoolTables()
    other = "ca-workers-comp-2"
    say(tables, find(1), enrol().model_copy(update={"pool": other}))

    assert len(tables.waiting) == 1
    assert [no_reviewer(2, 0)] == say(tables, find(2))


def test_a_panel_is_of_different_people() -> None:
    """Each seat goes to a different reviewer or waits; a release gives all room again."""
    tables = PoolTables()
    say(tables, enrol(), enrol("reviewer-2"), find(1))
    answers = say(tables, another(1, None), another(1, None))

    assert {"reviewer-1", "reviewer-2"} == set(tables.cases["CM15-1330001"].reviewers)
    assert [no_reviewer(1, 2, of_this_case=2)] == answers[1:]
    assert {"CM15-1330001": "reviewer-3"} == assigned(say(tables, enrol("reviewer-3")))
    say(tables, release(1))
    assert {0} == {load.open_cases for load in tables.loads.values()}


def test_two_seats_that_wait_go_to_two_people() -> None:
    """One reviewer who comes takes one of them."""
    tables = PoolTables()
    say(tables, find(1), another(1, None))

    assert 1 == len(say(tables, enrol()))
    assert 1 == len(tables.waiting)
    assert {"CM15-1330001": "reviewer-2"} == assigned(say(tables, enrol("reviewer-2")))
