"""The measurement of assessments."""

import gc

import pytest

from bench.decision import speed
from bench.decision.items import VariedItem
from services.decision.assessment.config import Rules


def test_a_rate_is_measured() -> None:
    """A few items give a rate, and garbage collection is as it was."""
    assert speed.items_a_second(seed=0, items=20, runs=1) > 0
    assert 0 == gc.get_freeze_count()


def test_each_run_has_items_of_its_own_and_a_seed_repeats_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is timed was assessed before; the same seed draws the same items."""
    seen: list[list[VariedItem]] = []

    def seconds(varied: list[VariedItem], _rules: Rules) -> float:
        seen.append(varied)
        return 1.0

    monkeypatch.setattr(speed, "_seconds", seconds)
    for _ in range(2):
        speed.items_a_second(seed=7, items=20, runs=2)

    assert seen[:3] == seen[3:]
    assert 3 == len({tuple(each.item.model_dump_json() for each in run) for run in seen})
