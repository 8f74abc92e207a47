"""Criteria as CEL expressions with three answers: met, not met, undocumented.

The notation is CEL's; `cel` compiles it and finds its mistakes. The answer is found by bounds: it
is undocumented if an unknown fact, which can have any value of its range, could change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import cel

from services.decision.domain.guidelines.bounds import Evaluation
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Test, Value
from services.decision.library.notation import NotRead, evaluation

_ALLOWED = frozenset(
    {"_&&_", "_||_", "!_", "_?_:_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_+_", "_-_", "_*_", "-_", "@in"}
)
"""The operators of an expression: comparison, logic, sums and products.

They cannot fail on facts of the declared types and ranges.
"""

_COMBINATIONS_MAX = 4_096


class NotACriterion(ValueError):
    """An invalid expression.

    It does not compile, reads undeclared facts, or does not answer yes or no.
    """


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression, the facts it reads, and its three-valued test."""

    source: str
    facts: tuple[str, ...]
    test: Test


def compile_expression(source: str, vocabulary: Mapping[str, FactDefinition]) -> Expression:
    """Compile *source* once, for facts of the *vocabulary*; raises NotACriterion."""
    try:
        program = cel.compile(source)
    except ValueError as error:
        raise NotACriterion(f"does not compile: {str(error).splitlines()[0]}") from None
    facts = tuple(program.variables())
    unknown = [name for name in facts if name not in vocabulary]
    if unknown:
        raise NotACriterion(f"reads {unknown[0]!r}, which is not in the facts' vocabulary")
    beyond = sorted(set(program.functions()) - _ALLOWED)
    if beyond:
        raise NotACriterion(f"uses {beyond[0]!r}; only comparisons, logic, sums and products are allowed")
    try:
        evaluate = evaluation(source, vocabulary)
    except NotRead as error:
        raise NotACriterion(f"is not in the notation of criteria: {error}") from None
    agree(program, evaluate, [vocabulary[name] for name in facts])
    return Expression(source, facts, three_valued(evaluate))


def three_valued(evaluate: Evaluation) -> Test:
    """Return the test of an expression: undocumented if its bounds differ."""

    def test(values: Mapping[str, FactValue]) -> Value:
        least, greatest = evaluate(values)
        if least != greatest:
            return "undocumented"
        return "met" if least else "not met"

    return test


def agree(program: Any, evaluate: Evaluation, facts: list[FactDefinition]) -> None:
    """Run *program* on the least and greatest values of its *facts*.

    Every answer must be yes or no, and that of the bounds.
    """
    samples = [_samples(fact) for fact in facts]
    for count, values in enumerate(product(*samples)):
        if count == _COMBINATIONS_MAX:
            return
        try:
            known = dict(zip((fact.name for fact in facts), values, strict=True))
            answer = program.execute(known)
        except (TypeError, RuntimeError, ArithmeticError) as error:
            raise NotACriterion(f"fails on facts of the declared types: {str(error).splitlines()[0]}") from None
        if not isinstance(answer, bool):
            raise NotACriterion(f"answers {answer!r}, which is neither yes nor no")
        if evaluate(known) != (answer, answer):
            raise NotACriterion("is read in two ways: put brackets around its parts")


def _samples(fact: FactDefinition) -> list[FactValue]:
    if fact.kind == "bool":
        return [False, True]
    if fact.choices is not None:
        return list(fact.choices)
    if fact.kind == "text":
        return ["", "text"]
    kind = int if fact.kind == "int" else float
    return [kind(fact.minimum or 0), kind(fact.maximum or 0)]
