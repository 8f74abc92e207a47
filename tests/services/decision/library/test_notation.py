"""The notation of criteria."""

import pytest

from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.library.notation import NotRead, evaluation

VOCABULARY = {"n": FactDefinition("n", "int", "N.", minimum=0, maximum=9)}


@pytest.mark.parametrize(
    ("source", "n", "expected"),
    [
        ("1 + 2 * n == 7", 3, True),
        ("(1 + 2) * n == 9", 3, True),
        ("9 - 2 - n == 4", 3, True),
        ("n > 1 || n > 2 && n > 9", 2, True),
        ("!(n > 1) || n >= 2", 2, True),
        ("n in [1, 2,3]", 3, True),
        ("n != 3 ? false : true", 3, True),
        ("n <= 2.5", 3, False),
    ],
)
def test_an_expression_is_read_as_it_is_meant(source: str, n: int, *, expected: bool) -> None:
    """Brackets first, then products, sums, comparisons, and, or."""
    assert (expected, expected) == evaluation(source, VOCABULARY)({"n": n})


@pytest.mark.parametrize("source", ["n +", "n 3", "(n > 1", "n in [n]", "n in 3", "n # 2", "m > 1", "n > 1 )", "n in [1 2]"])
def test_what_is_not_read(source: str) -> None:
    """Anything outside the notation is refused, not passed over."""
    with pytest.raises(NotRead):
        evaluation(source, VOCABULARY)
