"""An expression of a criterion as a tree, in which each part has a kind of value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.guidelines.facts import FactDefinition, FactValue

Kind = Literal["answer", "whole", "number", "text"]
"""A yes or no, a whole number, a number that may have decimals, or a text."""

Operator = Literal["value", "fact", "!", "&&", "||", "?", "<", "<=", "==", "!=", ">", ">=", "in", "+", "-", "*"]


@dataclass(frozen=True, slots=True)
class Part:
    """An *operator* on *parts*, or a value or fact by itself.

    *values* has the one value, or those of the list after `in`; *source* is the part as written.
    """

    operator: Operator
    kind: Kind
    source: str
    parts: tuple["Part", ...] = ()
    fact: FactDefinition | None = None
    values: tuple[FactValue, ...] = ()

    def facts(self) -> Iterator[FactDefinition]:
        """Yield the facts that the part reads, as often as it does."""
        if self.fact is not None:
            yield self.fact
        for each in self.parts:
            yield from each.facts()

    def never(self) -> Iterator[tuple[FactDefinition, FactValue]]:
        """Yield each fact that is compared with a value that it never has, with the value."""
        for each in self.parts:
            yield from each.never()
        if self.operator not in {"==", "!=", "in"}:
            return
        values = [*self.values, *(value for each in self.parts if each.operator == "value" for value in each.values)]
        for fact in (each.fact for each in self.parts):
            if fact is not None and fact.choices is not None:
                yield from ((fact, value) for value in values if value not in fact.choices)
