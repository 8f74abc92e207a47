"""Read facts from short clinical phrases such as "no functional gain".

A phrase that calls something undocumented or unproven gives no fact, since silence is no finding. A
negation before the match inverts it. Two phrases that contradict each other give no fact.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.decision.domain.guidelines.facts import FactValue
from terms.text import normal

_CLAUSES = re.compile(r"[;.]|\bbut\b")
_UNPROVEN = re.compile(
    r"\b(?:no|without|lacks?|insufficient) (?:proof|evidence|documentation|record|mention)\b|\b(?:not|never) (?:documented|document"
    r"|described|recorded|proven|shown|stated)\b|\bundocumented\b"
)
_NEGATION = re.compile(r"\b(?:no|not|never|without|denies|denied|negative|absent|lacks?)\b")


@dataclass(frozen=True, slots=True)
class PhrasePattern:
    """A *pattern* that states *fact*, with its value, and its value when negated, if any.

    If the pattern has a group, its match is a number and becomes the value.
    """

    fact: str
    pattern: re.Pattern[str]
    value: FactValue | None
    negated: FactValue | None = None


def read_phrases(phrases: Iterable[str], statements: Sequence[PhrasePattern]) -> dict[str, FactValue]:
    """Return the facts that the *phrases* state."""
    found: dict[str, set[FactValue]] = {}
    for clause in (clause.strip() for phrase in phrases for clause in _CLAUSES.split(normal(phrase))):
        for statement in statements:
            value = _stated(clause, statement)
            if value is not None:
                found.setdefault(statement.fact, set()).add(value)
    return {fact: values.pop() for fact, values in found.items() if len(values) == 1}


def _stated(clause: str, statement: PhrasePattern) -> FactValue | None:
    match = statement.pattern.search(clause)
    if match is None:
        return None
    before = clause[: match.start()]
    if _UNPROVEN.search(clause[: match.end()]) or _UNPROVEN.search(clause[match.end() :]):
        return None
    if _NEGATION.search(before.rsplit(",", 1)[-1]):
        return statement.negated
    return int(match[1]) if match.groups() and isinstance(statement.value, int) else statement.value
