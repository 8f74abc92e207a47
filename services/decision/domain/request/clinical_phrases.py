"""Facts stated by short clinical phrases: "no functional gain", "physical therapy and medication had failed".

A phrase that says that something is not documented, or not proven, states nothing: silence is no finding. A word of negation before
what is named turns it round. Two phrases that contradict each other leave the fact out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.decision.domain.guidelines.facts import FactValue
from terms.recognition import normal

_CLAUSES = re.compile(r"[;.]|\bbut\b")
_UNPROVEN = re.compile(
    r"\b(?:no|without|lacks?|insufficient) (?:proof|evidence|documentation|record|mention)\b|\b(?:not|never) (?:documented|document"
    r"|described|recorded|proven|shown|stated)\b|\bundocumented\b"
)
_NEGATION = re.compile(r"\b(?:no|not|never|without|denies|denied|negative|absent|lacks?)\b")


@dataclass(frozen=True, slots=True)
class PhrasePattern:
    """A way to state *fact*: the *pattern*, the value that it gives, and the one that its negation gives; None gives nothing.

    A group in the pattern is a number, and then the value.
    """

    fact: str
    pattern: re.Pattern[str]
    value: FactValue | None
    negated: FactValue | None = None


def read_phrases(phrases: Iterable[str], statements: Sequence[PhrasePattern]) -> dict[str, FactValue]:
    """What the *phrases* state, by fact."""
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
