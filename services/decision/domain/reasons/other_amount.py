"""The amount for which the same request would be supported.

It is looked for where the amount alone stands against the request: fewer visits, a shorter rental.
"""

from collections.abc import Mapping, Sequence

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, in_words
from services.decision.domain.guidelines.guideline import Criterion

_AMOUNTS = {
    "visits_requested": "A request for",
    "program_days_requested": "A request for",
    "days_supplied": "A supply for",
    "rental_days": "A rental of",
}
"""The facts that are amounts of a request, each with words that lead to it."""


def other_amount(
    criteria: Sequence[Criterion], values: Mapping[str, FactValue], vocabulary: Mapping[str, FactDefinition]
) -> str | None:
    """Return the sentence on the greatest amount that meets all required *criteria*, if any.

    Expressions hold for a range from the least amount, so the limit is found by halving.
    """
    required = [each for each in criteria if each.required]
    unmet = {name for each in required if each.test(values) != "met" for name in each.facts}
    for name, lead in _AMOUNTS.items():
        if name not in unmet or name not in values:
            continue
        definition = vocabulary[name]
        greatest = _greatest(required, values, name, int(definition.minimum or 1))
        if greatest is not None:
            return f"{lead} no more than {in_words(definition, greatest)} would be supported."
    return None


def _greatest(required: Sequence[Criterion], values: Mapping[str, FactValue], name: str, least: int) -> int | None:
    def met(amount: int) -> bool:
        tried = {**values, name: amount}
        return all(each.test(tried) == "met" for each in required)

    if not met(least):
        return None
    low, high = least, int(values[name])
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if met(middle) else (low, middle)
    return low
