"""Intake's state reads back unchanged from the changelog."""

import pytest

from schemas.message import Part
from services.intake.state import Screened
from tests.services.intake.handlers.cases import screen, waiting
from tests.services.intake.messages import screening


def kept() -> list[Part]:
    """Every record after one case waits, another is ready and a third may be a duplicate."""
    tables = waiting()
    screen(tables, screening("second", injured_on=screening().application.injured_on.replace(day=11)))
    first, second = screening().application.items
    screen(tables, screening("third", items=(first.model_copy(update={"request": "Chiropractic care, 6 visits"}), second)))
    return [record for table in vars(tables).values() for record in table.values()]


@pytest.mark.parametrize("record", kept(), ids=lambda record: type(record).__name__)
def test_a_record_reads_back_the_same(record: Part) -> None:
    """A worker that takes over a partition has the state of the worker before it."""
    assert record == type(record).model_validate_json(record.model_dump_json())


def test_a_mark_of_an_earlier_version_reads() -> None:
    """A submission screened before duplicates were kept item by item has none to show."""
    mark = Screened.model_validate_json('{"case_number": "CM15-1330001"}')

    assert mark.duplicates is None
