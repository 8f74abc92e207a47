"""Criteria as CEL expressions with three answers: met, not met, undocumented.

CEL's `&&` and `||` ignore an operand with a missing fact if the other decides; otherwise the
answer is undocumented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import cel

from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Test, Value

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
    _try(program, [vocabulary[name] for name in facts])
    return Expression(source, facts, three_valued(program, facts))


def three_valued(program: Any, facts: tuple[str, ...]) -> Test:
    """Return the test of a compiled *program*; a missing fact it needs gives undocumented."""
    execute = program.execute

    def test(values: Mapping[str, FactValue]) -> Value:
        known = {name: values[name] for name in facts if name in values}
        try:
            return "met" if execute(known) else "not met"
        except RuntimeError:
            if len(known) == len(facts):
                raise
            return "undocumented"

    return test


def _try(program: Any, facts: list[FactDefinition]) -> None:
    """Run *program* on the least and greatest values of its *facts*.

    Every answer must be yes or no.
    """
    samples = [_samples(fact) for fact in facts]
    for count, values in enumerate(product(*samples)):
        if count == _COMBINATIONS_MAX:
            return
        try:
            answer = program.execute(dict(zip((fact.name for fact in facts), values, strict=True)))
        except (TypeError, RuntimeError, ArithmeticError) as error:
            raise NotACriterion(f"fails on facts of the declared types: {str(error).splitlines()[0]}") from None
        if not isinstance(answer, bool):
            raise NotACriterion(f"answers {answer!r}, which is neither yes nor no")


def _samples(fact: FactDefinition) -> list[FactValue]:
    if fact.kind == "bool":
        return [False, True]
    if fact.choices is not None:
        return list(fact.choices)
    if fact.kind == "text":
        return ["", "text"]
    kind = int if fact.kind == "int" else float
    return [kind(fact.minimum or 0), kind(fact.maximum or 0)]
