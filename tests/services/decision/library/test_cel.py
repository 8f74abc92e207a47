"""Three-valued criteria: silence is neither yes nor no."""

from dataclasses import replace

import cel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.bounds import evaluation
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.library.cel import NotACriterion, agree, compile_expression
from services.decision.library.notation import expression

VOCABULARY = {
    "a": FactDefinition("a", "bool", "A."),
    "b": FactDefinition("b", "bool", "B."),
    "n": FactDefinition("n", "int", "N.", minimum=0, maximum=100),
    "x": FactDefinition("x", "number", "X.", minimum=0, maximum=1),
    "c": FactDefinition("c", "choice", "C.", choices={"p": "p", "q": "q"}),
    "t": FactDefinition("t", "text", "T."),
}


@pytest.mark.parametrize(
    ("source", "facts", "expected"),
    [
        ("a", {"a": True}, "met"),
        ("a", {"a": False}, "not met"),
        ("a", {}, "undocumented"),
        ("!a", {}, "undocumented"),
        ("a || b", {"a": True}, "met"),
        ("a || b", {"b": True}, "met"),
        ("a || b", {"a": False}, "undocumented"),
        ("a || b", {"a": False, "b": False}, "not met"),
        ("a && b", {"a": False}, "not met"),
        ("a && b", {"b": False}, "not met"),
        ("a && b", {"a": True}, "undocumented"),
        ("a && b", {"a": True, "b": True}, "met"),
        ("n <= 6", {"n": 6}, "met"),
        ("n <= 6", {"n": 7}, "not met"),
        ("n <= 6 || a", {"n": 7}, "undocumented"),
        ("a ? n > 1 : b", {"n": 2}, "undocumented"),
        ("x > 0.5", {"x": 1}, "met"),
        ('c in ["p"]', {"c": "q"}, "not met"),
        ('c == "p" && n > 1', {"c": "q"}, "not met"),
        ("false", {}, "not met"),
        ("a", {"b": True}, "undocumented"),
    ],
)
def test_values(source: str, facts: dict[str, FactValue], expected: str) -> None:
    """A missing fact leaves a criterion undocumented unless another fact decides it."""
    assert expected == compile_expression(source, VOCABULARY).test(facts)


@pytest.mark.parametrize(
    "source",
    [
        "a &&",
        "",
        "missing && a",
        "n / 2 > 1",
        "size(t) > 1",
        "n",
        "n + 1",
        "a || n",
        "t > 3",
        "a.b",
        "n + x > 1.0",
        "a == true == 1",
    ],
)
def test_what_is_no_criterion(source: str) -> None:
    """A criterion reads declared facts by the notation, never fails, and answers yes or no."""
    with pytest.raises(NotACriterion):
        compile_expression(source, VOCABULARY)


def test_facts_read() -> None:
    """The facts of an expression are known without running it."""
    assert compile_expression('n <= 6 || (a && c == "p")', VOCABULARY).facts == ("a", "c", "n")


def test_a_failure_with_all_facts_is_no_silence() -> None:
    """If every fact is there, an error is an error and not taken for a missing fact."""
    with pytest.raises(TypeError):
        compile_expression("n > 6", VOCABULARY).test({"n": "six"})


def test_an_expression_that_two_readers_read_differently_is_refused() -> None:
    """The bounds and `cel` have to agree on every sample, so one mistake in either is seen."""
    program = cel.compile("n > 3")

    other = evaluation(expression("n > 4", {"n": replace(VOCABULARY["n"], maximum=4)}))
    for facts in ([replace(VOCABULARY["n"], maximum=4)], [VOCABULARY["t"]]):
        with pytest.raises(NotACriterion, match="can be read in two ways: put brackets around its parts"):
            agree(program, other, facts)


LOGIC = st.recursive(
    st.sampled_from(["a", "b", "n <= 6", "n > 3", 'c == "p"']),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} && {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} || {pair[1]})"),
        inner.map(lambda one: f"!({one})"),
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {}, optional={"a": st.booleans(), "b": st.booleans(), "n": st.integers(0, 100), "c": st.sampled_from("pq")}
)


@given(LOGIC, FACTS, st.fixed_dictionaries({"a": st.booleans(), "b": st.booleans(), "n": st.integers(0, 100), "c": st.just("p")}))
def test_more_facts_never_change_an_answer(source: str, known: dict[str, FactValue], rest: dict[str, FactValue]) -> None:
    """More facts never change an answer; with all facts known, none is undocumented."""
    test = compile_expression(source, VOCABULARY).test
    before, after = test(known), test({**rest, **known})

    assert after != "undocumented"
    assert before in {"undocumented", after}
