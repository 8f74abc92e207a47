"""Which events move a case."""

from typing import get_args

from schemas.case import OfACase
from services.ops.domain.stages import Stage
from services.ops.stage_of import STAGE_OF


def test_every_stage_has_its_event() -> None:
    """No stage is unreachable and none is begun by two events."""
    assert sorted(get_args(Stage)) == sorted(STAGE_OF.values())


def test_only_events_of_a_case_move_one() -> None:
    """Each of them names its case."""
    assert all(issubclass(message, OfACase) for message in STAGE_OF)
