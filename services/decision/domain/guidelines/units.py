"""Bring a value as people write it to the form of its fact, where nothing is guessed.

The unit of a paper may be an abbreviation ("mg"), another word ("sessions"), or one that converts
exactly (weeks to days). A month has no fixed number of days, so it is not converted.
"""

from collections.abc import Mapping

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, ReportedValue

_SAME: Mapping[str, str] = {
    "mg": "milligram",
    "mgs": "milligram",
    "g": "gram",
    "gm": "gram",
    "gms": "gram",
    "%": "percent",
    "session": "visit",
    "treatment": "visit",
    "appointment": "visit",
    "hr": "hour",
    "hrs": "hour",
    "h": "hour",
    "wk": "week",
    "wks": "week",
    "mo": "month",
    "mos": "month",
    "yr": "year",
    "yrs": "year",
    "d": "day",
}
"""Other words for a unit, without the plural's "s"."""

_FACTORS: Mapping[tuple[str, str], tuple[int, int]] = {
    ("week", "day"): (7, 1),
    ("day", "week"): (1, 7),
    ("year", "month"): (12, 1),
    ("month", "year"): (1, 12),
    ("gram", "milligram"): (1000, 1),
    ("milligram", "gram"): (1, 1000),
}
"""From one unit to another: times the first, divided by the second number."""


def in_form(definition: FactDefinition, reported: ReportedValue) -> ReportedValue:
    """Return *reported* in unit, number and words of its fact; unchanged if not certain."""
    value = reported.value
    if isinstance(value, str):
        choice = _choice(definition, value)
        return reported if choice is value else reported._replace(value=choice)
    if isinstance(value, bool) or definition.kind not in {"int", "number"}:
        return reported
    unit = reported.unit
    if unit is not None and definition.unit_one:
        named, wanted = _unit(unit), definition.unit_one
        if named == wanted:
            unit = wanted
        elif (named, wanted) in _FACTORS:
            times, divided = _FACTORS[named, wanted]
            value, unit = value * times / divided, wanted
    if definition.kind == "int" and isinstance(value, float) and value.is_integer():
        value = int(value)
    unchanged = value is reported.value and unit is reported.unit
    return reported if unchanged else reported._replace(value=value, unit=unit)


def _unit(text: str) -> str:
    word = text.strip().casefold().rstrip(".")
    return _SAME.get(word) or _SAME.get(word.removesuffix("s")) or word.removesuffix("s")


def _choice(definition: FactDefinition, value: str) -> FactValue:
    """Return the choice that *value* names in other letters or in its words."""
    if definition.choices is None or value in definition.choices:
        return value
    said = " ".join(value.casefold().replace("-", " ").split())
    for choice, words in definition.choices.items():
        if said in {choice.replace("-", " "), words.casefold()}:
            return choice
    return value
