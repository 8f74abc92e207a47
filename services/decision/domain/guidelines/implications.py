"""Conclusions from one fact to another, as the vocabulary of facts declares them once.

A count of zero is a no to its question. A fact that *means* another is a yes to it, and one that
*presupposes* another is, even where it is a no: no improvement was seen only with a treatment that
was given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, clause


@dataclass(frozen=True, slots=True)
class Implication:
    """A *fact* that says something about the yes-or-no fact *other*, and how it does."""

    fact: FactDefinition
    other: FactDefinition
    kind: Literal["counts", "means", "presupposes"]


def implications(vocabulary: Mapping[str, FactDefinition]) -> tuple[Implication, ...]:
    """Return every implication that the *vocabulary* declares."""
    found = []
    for each in vocabulary.values():
        if each.count is not None:
            found.append(Implication(vocabulary[each.count], each, "counts"))
        if each.means is not None:
            found.append(Implication(each, vocabulary[each.means], "means"))
        if each.presupposes is not None:
            found.append(Implication(each, vocabulary[each.presupposes], "presupposes"))
    return tuple(found)


def follow(declared: tuple[Implication, ...], values: dict[str, FactValue], problems: dict[str, str]) -> None:
    """Add the conclusions to *values*; two facts that contradict each other become *problems*."""
    changed = True
    while changed:
        changed = False
        for each in declared:
            name, other = each.fact.name, each.other.name
            if (name in values or other in values) and name not in problems and other not in problems:
                changed = _followed(each, values, problems) or changed


def _followed(implication: Implication, values: dict[str, FactValue], problems: dict[str, str]) -> bool:
    """Follow one implication; return whether *values* or *problems* changed."""
    fact, other = implication.fact, implication.other
    value, answer = values.get(fact.name), values.get(other.name)
    if value is None:
        if answer is not False or (implication.kind != "counts" and fact.kind != "bool"):
            return False
        values[fact.name] = 0 if implication.kind == "counts" else False
        return True
    says_yes = not isinstance(value, str) and value > 0
    if answer is None:
        if not says_yes and implication.kind == "means":
            return False
        values[other.name] = says_yes or implication.kind == "presupposes"
        return True
    if says_yes == answer or (not says_yes and implication.kind != "counts"):
        return False
    text = (
        f"The papers of the file contradict each other: they say that {clause(other, answer)} and that {clause(fact, value)}; "
        "neither was used."
    )
    problems[fact.name] = problems[other.name] = text
    del values[fact.name], values[other.name]
    return True
