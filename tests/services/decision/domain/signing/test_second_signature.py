"""Whose signatures a determination needs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.signing.second_signature import Policy, needs_second_signature, reason_not_second


@pytest.mark.parametrize(
    ("when", "changes", "expected"),
    [
        ("never", [True, True], False),
        ("changed", [False, False], False),
        ("changed", [False, True], True),
        ("always", [False], True),
        ("always", [True], True),
    ],
)
def test_when_a_second_person_signs(when: Any, changes: list[bool], expected: bool) -> None:  # noqa: FBT001 - an expected value
    """Never, where an item was decided otherwise than proposed, or always, as the jurisdiction has it."""
    assert expected == needs_second_signature(Policy(when, 1, "overturned"), changes)


@given(st.text(min_size=1), st.frozensets(st.text(min_size=1)))
def test_four_eyes_are_two_people(second: str, involved: frozenset[str]) -> None:
    """Whoever reviews or reviewed the case is never the second to sign, and everybody else may be."""
    assert (reason_not_second(second, involved) is not None) == (second in involved)
    assert reason_not_second(second, involved | {second}) is not None
