"""Criteria as CEL expressions with three answers: met, not met, undocumented.

`notation` reads an expression and names its mistakes. The library of CEL reads it too, and both
have to agree. The answer is found by bounds: it is undocumented if an unknown fact, which can have
any value of its range, could change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import cel

from services.decision.domain.guidelines.bounds import Evaluation, evaluation
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Test, Value
from services.decision.library.notation import NotRead, expression

_COMBINATIONS_MAX = 4_096
_TWO_WAYS = "can be read in two ways: put brackets around its parts"


class NotACriterion(ValueError):
    """An invalid expression, with the reason in a clinician's words."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression, the facts it reads, and its three-valued test."""

    source: str
    facts: tuple[str, ...]
    test: Test


def compile_expression(source: str, vocabulary: Mapping[str, FactDefinition]) -> Expression:
    """Compile *source* once, for facts of the *vocabulary*; raises NotACriterion."""
    try:
        part = expression(source, vocabulary)
    except NotRead as error:
        raise NotACriterion(str(error)) from None
    try:
        program = cel.compile(source)
    except ValueError:
        raise NotACriterion(_TWO_WAYS) from None
    evaluate = evaluation(part)
    facts = sorted({fact.name for fact in part.facts()})
    agree(program, evaluate, [vocabulary[name] for name in facts])
    return Expression(source, tuple(facts), three_valued(evaluate))


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

    Every answer has to be that of the bounds.
    """
    samples = [_samples(fact) for fact in facts]
    for count, values in enumerate(product(*samples)):
        if count == _COMBINATIONS_MAX:
            return
        known = dict(zip((fact.name for fact in facts), values, strict=True))
        try:
            answer = program.execute(known)
        except (TypeError, ValueError, RuntimeError, ArithmeticError):
            raise NotACriterion(_TWO_WAYS) from None
        if not isinstance(answer, bool) or evaluate(known) != (answer, answer):
            raise NotACriterion(_TWO_WAYS)


def _samples(fact: FactDefinition) -> list[FactValue]:
    if fact.kind == "bool":
        return [False, True]
    if fact.choices is not None:
        return list(fact.choices)
    if fact.kind == "text":
        return ["", "text"]
    kind = int if fact.kind == "int" else float
    return [kind(fact.minimum or 0), kind(fact.maximum or 0)]
