"""The vocabulary of facts, and the rules for using given facts.

A fact that cannot be used counts as undocumented; the rules never guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.wording import counted, listed

FactValue = bool | int | float | str
Kind = Literal["bool", "int", "number", "text", "choice"]

_TYPES: Mapping[Kind, tuple[type, ...]] = {"bool": (bool,), "int": (int,), "number": (int, float), "text": (str,), "choice": (str,)}
_KINDS: Mapping[Kind, str] = {
    "bool": "true or false",
    "int": "a whole number",
    "number": "a number",
    "text": "text",
    "choice": "text",
}


_SHOWN_MAX = 60
"""The number of characters shown of a wrong value."""


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A fact that guidelines may read.

    *choices* maps each allowed value to its words; *count* names a number that is above zero when
    this fact is true.
    """

    name: str
    kind: Kind
    meaning: str
    unit_one: str = ""
    unit_many: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: Mapping[str, str] | None = None
    count: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """One value of a fact as a paper reports it, with the unit and place if given.

    *ur_only*: the paper is the utilization review decision, which is not sufficient evidence by
    itself (8 CCR 9792.10.6(b)(2)).
    """

    value: FactValue
    unit: str | None = None
    where: str | None = None
    ur_only: bool = False


@dataclass(frozen=True, slots=True)
class UsableFacts:
    """The facts that criteria may read, and a sentence about each problem, by fact.

    *remarks* are about facts that are used although the utilization review decision contradicts
    them.
    """

    values: Mapping[str, FactValue]
    problems: Mapping[str, str]
    remarks: Mapping[str, str]


def usable_facts(vocabulary: Mapping[str, FactDefinition], given: Mapping[str, Sequence[FactValue]]) -> UsableFacts:
    """Sort the values *given*, by name, into usable facts and problems."""
    return sort_facts(vocabulary, {name: [ReportedValue(value) for value in values] for name, values in given.items()})


def counted_facts(vocabulary: Mapping[str, FactDefinition]) -> tuple[tuple[str, str], ...]:
    """Return each yes-or-no fact that depends on a count, with the name of the count."""
    return tuple((each.name, each.count) for each in vocabulary.values() if each.count is not None)


def sort_facts(
    vocabulary: Mapping[str, FactDefinition],
    reported: Mapping[str, Sequence[ReportedValue]],
    counted: Sequence[tuple[str, str]] | None = None,
) -> UsableFacts:
    """Sort the reported values, by name, into usable facts and problems.

    *counted* is the result of `counted_facts`, if the caller already has it.
    """
    values: dict[str, FactValue] = {}
    problems: dict[str, str] = {}
    remarks: dict[str, str] = {}
    for name, found in reported.items():
        documented = [each for each in found if not each.ur_only]
        problem = reason_unusable(vocabulary.get(name), name, documented or found)
        if problem is None and not documented:
            problem = _reported_by_utilization_review_alone(vocabulary[name], found[0])
        if problem is None:
            values[name] = documented[0].value
            if any(each.value != documented[0].value for each in found):
                remarks[name] = _reported_otherwise(vocabulary[name], found, documented[0])
        else:
            problems[name] = problem
    for name, count in counted_facts(vocabulary) if counted is None else counted:
        _compare_with_count(name, count, values, problems)
    return UsableFacts(values, problems, remarks)


def reason_unusable(definition: FactDefinition | None, name: str, found: Sequence[ReportedValue]) -> str | None:
    """Return why the values *found* for a fact cannot be used; None if they can.

    The fact may be unknown, have a wrong type or unit, be out of range, or be contradictory.
    """
    if definition is None:
        return f'The fact "{name}" is not in the vocabulary and was not used.'
    for each in found:
        wrong = _wrong_value(definition, each)
        if wrong is not None:
            return f'The fact "{_label(name)}" is to be {wrong}, and was not used.'
    if len({each.value for each in found}) > 1:
        reported = [f"{_shown(in_words(definition, each.value))}{_source(each)}" for each in found]
        return f"The papers of the file contradict each other on {_label(name)}: {listed(reported)}; it counts as not documented."
    return None


def _wrong_value(definition: FactDefinition, reported: ReportedValue) -> str | None:
    """Return the type, unit, choice or range that a value violates, as a phrase."""
    value, allowed = reported.value, _TYPES[definition.kind]
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        return f'{_KINDS[definition.kind]}, not "{_shown(value)}"{_source(reported)}'
    if reported.unit is not None and reported.unit.strip().casefold() not in {definition.unit_one, definition.unit_many} - {""}:
        return f'{_in_unit(definition)}, not in "{_shown(reported.unit)}"{_source(reported)}'
    if definition.choices is not None and value not in definition.choices:
        return f'one of {listed(list(definition.choices))}, not "{_shown(value)}"{_source(reported)}'
    if not isinstance(value, str) and not _in_range(definition, value):
        return f"between {definition.minimum:g} and {definition.maximum:g}, not {_shown(value)}{_source(reported)}"
    return None


def _in_unit(definition: FactDefinition) -> str:
    return f"in {definition.unit_many}" if definition.unit_many else "without a unit"


def _reported_by_utilization_review_alone(definition: FactDefinition, reported: ReportedValue) -> str:
    return (
        f"Only the utilization review decision tells of {_label(definition.name)} ({_shown(in_words(definition, reported.value))}); without "
        "another paper it counts as not documented."
    )


def _reported_otherwise(definition: FactDefinition, found: Sequence[ReportedValue], documented: ReportedValue) -> str:
    other = next(each for each in found if each.value != documented.value)
    return (
        f"On {_label(definition.name)} the utilization review decision says {_shown(other.value)}; the records say "
        f"{_shown(in_words(definition, documented.value))}, which was used."
    )


def _label(name: str) -> str:
    return name.replace("_", " ")


def _source(reported: ReportedValue) -> str:
    return "" if reported.where is None else f" ({reported.where})"


def in_words(definition: FactDefinition, value: FactValue) -> str:
    """Return the value of a fact as it appears in a sentence."""
    if definition.choices is not None:
        return definition.choices[str(value)]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and definition.unit_one:
        return counted(value, definition.unit_one, definition.unit_many)
    return str(value)


def _in_range(definition: FactDefinition, value: float) -> bool:
    """Return whether *value* is in the allowed range; NaN is not."""
    return (
        isinstance(value, bool)
        or definition.minimum is None
        or definition.maximum is None
        or definition.minimum <= value <= definition.maximum
    )


def _compare_with_count(name: str, count: str, values: dict[str, FactValue], problems: dict[str, str]) -> None:
    """Derive *name* from *count* or the reverse; drop both if they contradict each other."""
    if name in problems or count in problems:
        return
    if count in values and name not in values:
        values[name] = float(values[count]) > 0
    elif values.get(name) is False and count not in values:
        values[count] = 0
    elif count in values and values[name] != (float(values[count]) > 0):
        text = (
            f"The papers of the file contradict each other on {_label(name)} ({'yes' if values[name] else 'no'}) and {_label(count)} "
            f"({values[count]}); neither was used."
        )
        problems[name] = problems[count] = text
        del values[name], values[count]


def _shown(value: FactValue) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"
