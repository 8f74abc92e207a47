"""All faults at once, at random: a smaller run of `make chaos`.

The seed is printed.
"""

from pathlib import Path

import pytest

from bench.chaos.parts import staff
from bench.chaos.plan import Plan
from bench.chaos.run import Run

pytestmark = pytest.mark.slow

CASES, KILLS, SEED = 1_000, 20, 20150417


def test_nothing_is_lost_and_nothing_happens_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker finds nothing lost and nothing done twice in a thousand cases.

    They go to their letters under twenty kills, leaves and pauses, the death of a broker, poison,
    and every other planned fault. Case staff do not act here as in `make chaos`, where a signature
    that crosses the consolidation of its case may be of a reviewer who is withdrawn for it.
    """
    monkeypatch.setattr(staff, "_SHARE", 1_000_000_000)
    monkeypatch.setattr(staff, "_SECOND_SHARE", 1_000_000_000)
    outcome = Run(Plan(CASES, KILLS, SEED, tmp_path / "chaos"), print).go()

    assert () == outcome.findings
    assert KILLS == sum(number for act, number in outcome.done.items() if act.startswith("kill -9"))
    assert outcome.verdict.cases >= CASES
    assert outcome.verdict.cases == outcome.verdict.letters
    assert 0 == outcome.overdue
