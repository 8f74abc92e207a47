"""The tree of an expression."""

import pytest

from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.library.notation import expression

VOCABULARY = {
    "a": FactDefinition("a", "bool", "A."),
    "n": FactDefinition("n", "int", "N.", minimum=0, maximum=9),
    "kind": FactDefinition("kind", "choice", "K.", choices={"p": "p", "q": "q"}),
}


def test_the_facts_that_it_reads() -> None:
    """Every fact is found, as often as the expression reads it."""
    assert ["n", "a", "n"] == [fact.name for fact in expression("n > 1 || !a && n + 1 < 9", VOCABULARY).facts()]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('kind == "p" || a', []),
        ('a && kind == "r"', [("kind", "r")]),
        ('"r" != kind', [("kind", "r")]),
        ('kind in ["p", "multiple- sclerosis"]', [("kind", "multiple- sclerosis")]),
        ("n == 3", []),
    ],
)
def test_values_that_a_fact_never_has(source: str, expected: list[tuple[str, str]]) -> None:
    """A text that is none of a fact's choices is found, also where a line break split it."""
    assert expected == [(fact.name, value) for fact, value in expression(source, VOCABULARY).never()]
