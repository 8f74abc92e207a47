"""Strengths as written."""

import pytest

from terms.request.drugs import Product
from terms.request.grammar import parts_of
from terms.request.phrases import Mention
from terms.request.strengths import doses_of, percent_of
from terms.request.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "ingredients", "doses"),
    [
        ("Example 10-325mg", ("hydrocodone", "acetaminophen"), ("10/325 mg",)),
        ("Example 5-10 mg", ("baclofen",), ()),
        ("Example 25 mcg/hr", ("fentanyl",), ("25 mcg/hour",)),
        ("Example 0.50%", ("capsaicin",), ("0.5 %",)),
    ],
)
def test_doses(text: str, ingredients: tuple[str, ...], doses: tuple[str, ...]) -> None:
    """Two numbers are those of two ingredients; of one they are a range, and none."""
    tokens = tokenise(text)
    parts = list(parts_of(tokens, "".join(token.kind for token in tokens)))
    drugs = [Mention(Product("example", ingredients), 0, 1)]

    assert doses == doses_of(parts, drugs)
    assert percent_of(parts, drugs) == ({"capsaicin": 0.5} if "%" in text else {})
