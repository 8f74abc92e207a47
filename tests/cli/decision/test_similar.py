"""`imr decision similar`: precedents are told with their outcome."""

from types import SimpleNamespace
from typing import Any

import pytest

from cli.decision.similar import print_precedents


def _precedent(outcome: str, decided_on: Any = None) -> Any:
    like = SimpleNamespace(score=0.75, why=("same treatment",))
    return SimpleNamespace(like=like, outcome=outcome, case_number="CM15-1330002", item=1, decided_on=decided_on)


def test_outcomes_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Each precedent has its similarity, place and reasons."""
    print_precedents([_precedent("upheld"), _precedent("overturned"), _precedent("upheld")])

    told = " ".join(capsys.readouterr().out.split())
    assert "of these 2 upheld, 1 overturned" in told
    assert "75% upheld CM15-1330002/1 no date same treatment" in told


def test_an_item_without_precedents_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """No empty table is printed."""
    print_precedents([])

    assert "no earlier determination on this treatment" in capsys.readouterr().out
