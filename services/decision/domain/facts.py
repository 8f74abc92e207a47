"""The facts' vocabulary, and which given facts can be used. What cannot be used counts as undocumented; nothing is guessed."""

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
"""Characters of a wrong value that are shown."""


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One fact that guidelines may ask for. *choices* maps each allowed value to its words; *count* names the fact it is a yes to."""

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
class UsableFacts:
    """The facts that criteria may read, and what is wrong with each of the others, as sentences by name."""

    values: Mapping[str, FactValue]
    problems: Mapping[str, str]


def usable_facts(vocabulary: Mapping[str, FactDefinition], given: Mapping[str, Sequence[FactValue]]) -> UsableFacts:
    """Sort what was *given*, by name, into what can be used and what cannot."""
    values: dict[str, FactValue] = {}
    problems: dict[str, str] = {}
    for name, found in given.items():
        problem = reason_unusable(vocabulary.get(name), name, found)
        if problem is None:
            values[name] = found[0]
        else:
            problems[name] = problem
    for definition in vocabulary.values():
        if definition.count is not None:
            _compare_with_count(definition.name, definition.count, values, problems)
    return UsableFacts(values, problems)


def reason_unusable(definition: FactDefinition | None, name: str, found: Sequence[FactValue]) -> str | None:
    """Why the values *found* for a fact cannot be used, if they cannot: unknown, of another type, out of range, or contradictory."""
    if definition is None:
        return f'The fact "{name}" is not in the vocabulary and was not used.'
    allowed = _TYPES[definition.kind]
    for value in found:
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            return f'The fact "{name}" is to be {_KINDS[definition.kind]}, not "{_shown(value)}", and was not used.'
        if definition.choices is not None and value not in definition.choices:
            return f'The fact "{name}" is to be one of {listed(list(definition.choices))}, not "{_shown(value)}", and was not used.'
        if not isinstance(value, str) and not _in_range(definition, value):
            return f'The fact "{name}" is to be between {definition.minimum:g} and {definition.maximum:g}, not {_shown(value)}, and was not used.'
    if len(set(found)) > 1:
        return (
            f'The file gives different values for the fact "{name}" ({listed([_shown(value) for value in found])}); none was used.'
        )
    return None


def in_words(definition: FactDefinition, value: FactValue) -> str:
    """A fact's value as a sentence shows it."""
    if definition.choices is not None:
        return definition.choices[str(value)]
    if isinstance(value, int | float) and definition.unit_one:
        return counted(value, definition.unit_one, definition.unit_many)
    return str(value)


def _in_range(definition: FactDefinition, value: float) -> bool:
    """Whether *value* lies in the allowed range; what is no number does not."""
    return (
        isinstance(value, bool)
        or definition.minimum is None
        or definition.maximum is None
        or definition.minimum <= value <= definition.maximum
    )


def _compare_with_count(name: str, count: str, values: dict[str, FactValue], problems: dict[str, str]) -> None:
    """*name* says whether *count* is above zero: each may follow from the other, and together they must not contradict."""
    if name in problems or count in problems:
        return
    if count in values and name not in values:
        values[name] = float(values[count]) > 0
    elif values.get(name) is False and count not in values:
        values[count] = 0
    elif count in values and values[name] != (float(values[count]) > 0):
        text = f'The file says both "{name}: {_shown(values[name])}" and "{count}: {values[count]}"; neither was used.'
        problems[name] = problems[count] = text
        del values[name], values[count]


def _shown(value: FactValue) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"
