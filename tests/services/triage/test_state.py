"""Triage's state reads back unchanged from the changelog."""

import pytest

from schemas.message import Part
from services.triage.state import CaseState, PoolTables
from tests.services.triage.handlers.test_pool import say
from tests.services.triage.messages import affiliation, enrol, find, release


def kept() -> list[Part]:
    """Every kind of record."""
    tables = PoolTables()
    say(
        tables,
        enrol(open_cases_max=1, affiliations=(affiliation("Somebody Else"),)),
        find(1),
        find(2),
        find(3),
        release(3),
        enrol("two", active=False),
    )
    records = [tables.pools, tables.reviewers, tables.loads, tables.cases, tables.waiting, tables.timers]
    return [CaseState(pool="pool", determined=False), *(record for table in records for record in table.values())]


@pytest.mark.parametrize("record", kept(), ids=lambda record: type(record).__name__)
def test_a_record_reads_back_the_same(record: Part) -> None:
    """A worker that takes over the pool has the state of the worker before it."""
    assert record == type(record).model_validate_json(record.model_dump_json())


def test_the_pool_keeps_no_names_of_parties_or_ties() -> None:
    """Digests recognise them; names stay where they are needed."""
    kept_text = "".join(record.model_dump_json() for record in kept())

    for name in ("Northwind", "Somebody", "Avery"):
        assert name not in kept_text
