"""Intake's state reads back unchanged from the changelog."""

import pytest

from schemas.message import Part
from tests.services.intake.handlers.cases import screen, waiting
from tests.services.intake.messages import screening


def kept() -> list[Part]:
    """Every record after one case waits and another is ready."""
    tables = waiting()
    screen(tables, screening("second", injured_on=screening().application.injured_on.replace(day=11)))
    return [
        record
        for table in (tables.screened, tables.lots, tables.disputes, tables.under_review, tables.cases, tables.timers)
        for record in table.values()
    ]


@pytest.mark.parametrize("record", kept(), ids=lambda record: type(record).__name__)
def test_a_record_reads_back_the_same(record: Part) -> None:
    """A worker that takes over a partition has the state of the worker before it."""
    assert record == type(record).model_validate_json(record.model_dump_json())
