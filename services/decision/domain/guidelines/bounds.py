"""Evaluate an expression on the known facts: the least and greatest value it can have.

An unknown fact can have any value of its range, so a sum with one unknown part can be decided:
after 90 days of a drug, no supply keeps a limit of 21. A yes-or-no answer is decided if both bounds
agree.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from services.decision.domain.guidelines.facts import FactDefinition, FactValue

Bounds = tuple[Any, Any]
"""The least and the greatest value; None twice for words that are unknown."""

Evaluation = Callable[[Mapping[str, FactValue]], Bounds]
"""A function from the known facts to the bounds of an expression."""

UNKNOWN: Bounds = (False, True)
_NO, _YES = (False, False), (True, True)


def constant(value: FactValue) -> Evaluation:
    """Return the evaluation of a *value* that stands in the expression."""
    bounds = (value, value)
    return lambda _: bounds


def fact(definition: FactDefinition) -> Evaluation:
    """Return the evaluation of a fact: its value, else its range.

    A fact that nobody mentions may have the value that silence means. A yes to the question of a
    count makes it at least one, a no makes it none.
    """
    name, unknown, answered_by = definition.name, _range(definition), definition.answered_by

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        value = values.get(name)
        if value is not None:
            return value, value
        for other in answered_by:
            answer = values.get(other)
            if answer is not None:
                return (1, unknown[1]) if answer else (0, 0)
        return unknown

    return evaluate


def _range(definition: FactDefinition) -> Bounds:
    if definition.silence is not None:
        return definition.silence, definition.silence
    if definition.kind == "bool":
        return UNKNOWN
    return definition.minimum, definition.maximum


def conjunction(one: Evaluation, other: Evaluation) -> Evaluation:
    """Return the evaluation of `one && other`."""

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        first = one(values)
        if first == _NO:
            return first
        second = other(values)
        return first[0] and second[0], first[1] and second[1]

    return evaluate


def disjunction(one: Evaluation, other: Evaluation) -> Evaluation:
    """Return the evaluation of `one || other`."""

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        first = one(values)
        if first == _YES:
            return first
        second = other(values)
        return first[0] or second[0], first[1] or second[1]

    return evaluate


def negation(one: Evaluation) -> Evaluation:
    """Return the evaluation of `!one`."""

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        least, greatest = one(values)
        return not greatest, not least

    return evaluate


def choice(condition: Evaluation, one: Evaluation, other: Evaluation) -> Evaluation:
    """Return the evaluation of `condition ? one : other`."""

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        decided = condition(values)
        if decided != UNKNOWN:
            return (one if decided[0] else other)(values)
        first, second = one(values), other(values)
        if first[0] is None or second[0] is None or isinstance(first[0], str):
            return first if first == second else (None, None)
        return min(first[0], second[0]), max(first[1], second[1])

    return evaluate


def compare(operator: str, one: Evaluation, other: Evaluation) -> Evaluation:
    """Return the evaluation of a comparison by `<`, `<=`, `>`, `>=`, `==` or `!=`."""
    if operator in {">", ">="}:
        return compare(operator.replace(">", "<"), other, one)
    if operator == "!=":
        return negation(compare("==", one, other))
    if operator == "==":
        return _equal(one, other)
    strictly = operator == "<"

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        least, greatest = one(values)
        other_least, other_greatest = other(values)
        if strictly:
            return greatest < other_least, least < other_greatest
        return greatest <= other_least, least <= other_greatest

    return evaluate


def _equal(one: Evaluation, other: Evaluation) -> Evaluation:
    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        least, greatest = one(values)
        other_least, other_greatest = other(values)
        if least is None or other_least is None:
            return UNKNOWN
        if isinstance(least, str):
            return (least == other_least,) * 2
        return least == greatest == other_least == other_greatest, least <= other_greatest and other_least <= greatest

    return evaluate


def one_of(one: Evaluation, allowed: Collection[FactValue]) -> Evaluation:
    """Return the evaluation of `one in [allowed]`."""

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        least, greatest = one(values)
        if least is not None and least == greatest:
            return (least in allowed,) * 2
        return UNKNOWN

    return evaluate


def arithmetic(operator: str, one: Evaluation, other: Evaluation) -> Evaluation:
    """Return the evaluation of a sum, a difference or a product."""

    def evaluate(values: Mapping[str, FactValue]) -> Bounds:
        least, greatest = one(values)
        other_least, other_greatest = other(values)
        if operator == "+":
            return least + other_least, greatest + other_greatest
        if operator == "-":
            return least - other_greatest, greatest - other_least
        products = [each * another for each in (least, greatest) for another in (other_least, other_greatest)]
        return min(products), max(products)

    return evaluate
