"""The vocabulary of facts, and why a reported value cannot be used.

A fact that cannot be used counts as undocumented; the rules never guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from services.decision.domain.wording import counted, listed, listed_in_part
from terms.law_words import LawWords

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
    this fact is true, and *answered_by* the yes-or-no facts of a count. *means* and *presupposes*
    name a fact that a yes to this one, or any answer, makes true. *silence* is the value of a fact
    that nobody mentions. *sources* are the kinds of documents that it is read from.

    The clauses are parts of sentences: *if_true* and *if_false* of a yes-or-no fact, *told* with
    the value and *asked* without it of any other.
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
    answered_by: tuple[str, ...] = ()
    means: str | None = None
    presupposes: str | None = None
    silence: FactValue | None = None
    if_true: str = ""
    if_false: str = ""
    told: str = ""
    asked: str = ""
    sources: tuple[str, ...] = ()


class ReportedValue(NamedTuple):
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
    them. *misread* are those with a problem of their entry, such as a wrong unit: it is for whoever
    mends the entry, and no reason of a decision.
    """

    values: Mapping[str, FactValue]
    problems: Mapping[str, str]
    remarks: Mapping[str, str]
    misread: frozenset[str] = frozenset()


def reason_unusable(definition: FactDefinition | None, name: str, found: Sequence[ReportedValue]) -> str | None:
    """Return why the values *found* for a fact cannot be used; None if they can.

    The fact may be unknown, have a wrong type or unit, be out of range, or be contradictory.
    """
    if definition is None:
        return f'The fact "{name}" is not in the vocabulary and was not used.'
    for each in found:
        wrong = wrong_value(definition, each)
        if wrong is not None:
            return f'The fact "{_label(name)}" is to be {wrong}, and was not used.'
    if len({each.value for each in found}) > 1:
        reported = [f"that {_told(definition, each.value)}{_source(each)}" for each in found]
        return f"The papers of the file contradict each other: they say {listed_in_part(reported)}; this counts as not documented."
    return None


def is_plain(definition: FactDefinition, reported: ReportedValue) -> bool:
    """Return whether a single value can be used as it stands, which most can."""
    value = reported.value
    if reported.ur_only or reported.unit is not None or type(value) not in _TYPES[definition.kind]:
        return False
    return value in definition.choices if definition.choices is not None else isinstance(value, str) or _in_range(definition, value)


def is_misread(definition: FactDefinition | None, found: Sequence[ReportedValue]) -> bool:
    """Return whether the entry of a fact is at fault: its name, a value, or a unit."""
    return definition is None or any(wrong_value(definition, each) is not None for each in found)


def wrong_value(definition: FactDefinition, reported: ReportedValue) -> str | None:
    """Return the type, unit, choice or range that a value violates, as a phrase, if any."""
    value, allowed = reported.value, _TYPES[definition.kind]
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        return f'{_KINDS[definition.kind]}, not "{_shown(value)}"{_source(reported)}'
    if reported.unit is not None and reported.unit.strip().casefold() not in {definition.unit_one, definition.unit_many} - {""}:
        return f'{_in_unit(definition)}, not in "{_shown(reported.unit)}"{_source(reported)}{_no_factor(definition, reported.unit)}'
    if definition.choices is not None and value not in definition.choices:
        return f'one of {listed(list(definition.choices))}, not "{_shown(value)}"{_source(reported)}'
    if not isinstance(value, str) and not _in_range(definition, value):
        return f"between {definition.minimum:g} and {definition.maximum:g}, not {_shown(value)}{_source(reported)}"
    return None


def _no_factor(definition: FactDefinition, unit: str) -> str:
    """Return why months are not counted in days or weeks."""
    of_month = unit.strip().casefold().rstrip(".s") in {"month", "mo"} and definition.unit_one in {"day", "week"}
    return ": a month has 28 to 31 days" if of_month else ""


def _in_unit(definition: FactDefinition) -> str:
    return f"in {definition.unit_many}" if definition.unit_many else "without a unit"


def reported_by_utilization_review_alone(definition: FactDefinition, reported: ReportedValue, words: LawWords) -> str:
    """Return the sentence on a fact that only the utilization review decision reports."""
    return (
        f"Only the {words.denial} says that {_told(definition, reported.value)}; without another paper this "
        "counts as not documented."
    )


def reported_otherwise(
    definition: FactDefinition, found: Sequence[ReportedValue], documented: ReportedValue, words: LawWords
) -> str:
    """Return the sentence on a fact of the records that utilization review reports otherwise."""
    other = next(each for each in found if each.value != documented.value)
    said = (
        f"that {_told(definition, other.value)}" if wrong_value(definition, other) is None else f'"{_shown(other.value)}" instead'
    )
    return f"The records say that {_told(definition, documented.value)}, which was used; the {words.denial} says {said}."


def _label(name: str) -> str:
    return name.replace("_", " ")


def _source(reported: ReportedValue) -> str:
    return "" if reported.where is None else f" ({reported.where})"


def clause(definition: FactDefinition, value: FactValue) -> str:
    """Return the clause that tells of a fact and its *value*, to stand after "that"."""
    if definition.kind == "bool":
        return (
            definition.if_true if value else definition.if_false
        ) or f"{_label(definition.name)} is {in_words(definition, value)}"
    return (definition.told or f"{_label(definition.name)} is {{}}").replace("{}", in_words(definition, value))


def _told(definition: FactDefinition, value: FactValue) -> str:
    """Return the clause on a value; a text is shown in part."""
    return clause(definition, _shown(value) if definition.kind == "text" else value)


def question(definition: FactDefinition) -> str:
    """Return the clause that asks for a fact, to stand after "not"."""
    if definition.kind == "bool":
        return f"whether {definition.if_true}" if definition.if_true else f"anything of {_label(definition.name)}"
    return definition.asked or f"what {_label(definition.name)} is"


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


def _shown(value: FactValue) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"
