"""All faults at once, at random: a smaller run of `make chaos`.

The seed is printed.
"""

from pathlib import Path

import pytest

from bench.chaos.plan import Plan
from bench.chaos.run import Run

pytestmark = pytest.mark.slow

CASES, KILLS, SEED = 1_000, 20, 20150417


def test_nothing_is_lost_and_nothing_happens_twice(tmp_path: Path) -> None:
    """The checker finds nothing lost and nothing done twice in a thousand cases.

    They go to their ends under twenty kills, leaves and pauses, the death of a broker, poison, and
    every other planned fault, while case staff act on many of them.
    """
    outcome = Run(Plan(CASES, KILLS, SEED, tmp_path / "chaos"), print).go()

    assert () == outcome.findings
    assert KILLS == sum(number for act, number in outcome.done.items() if act.startswith("kill -9"))
    assert outcome.verdict.cases >= CASES
    assert 0 == outcome.overdue
