"""Compare disputed items, to find earlier determinations for a reviewer.

Only items with the same treatment are compared. The score counts body region, applicable guideline
and facts, but only those known of the item that the reviewer asks about; for a fact it counts how
close the values are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.decision.domain.guidelines.facts import FactValue

_TREATMENT, _REGION, _GUIDELINE, _FACTS = 4.0, 2.0, 2.0, 4.0
"""The weights; all facts together weigh as much as the treatment."""

_CITED_ALIKE = 0.5
"""The share of common words from which two citations count as the same guideline.

Used where one of the two items has no guideline id.
"""

_WORD_MIN = 4


@dataclass(frozen=True, slots=True)
class Features:
    """The features that are compared; *guideline* is an id, *citation* the text in a letter."""

    treatment: str | None
    body_region: str | None = None
    guideline: str | None = None
    citation: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Similarity:
    """A score from 0 to 1 with the reasons, as phrases."""

    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    weight: float
    share: float
    why: str


def similarity(asked: Features, other: Features) -> Similarity:
    """Compare *other* with *asked*; the score is 0 if the treatment differs or is unknown."""
    if asked.treatment is None or asked.treatment != other.treatment:
        return Similarity(0.0, ("another treatment",))
    parts = list(_parts(asked, other))
    score = sum(part.weight * part.share for part in parts) / sum(part.weight for part in parts)
    return Similarity(round(score, 4), tuple(part.why for part in parts))


def rank(like: Similarity, decided_on: date | None, case_number: str) -> tuple[float, int, str]:
    """Return the sort key of precedents: similarity, then later date, then case number."""
    return -like.score, -(decided_on.toordinal() if decided_on else 0), case_number


def _parts(asked: Features, other: Features) -> Iterator[_Part]:
    yield _Part(_TREATMENT, 1.0, f"same treatment ({asked.treatment})")
    if asked.body_region is not None:
        same = asked.body_region == other.body_region
        words = "same body region" if same else "another body region" if other.body_region else "body region not known"
        yield _Part(_REGION, float(same), f"{words} ({other.body_region})" if other.body_region else words)
    if asked.guideline is not None or asked.citation is not None:
        same = _same_guideline(asked, other)
        yield _Part(_GUIDELINE, float(same), "same guideline" if same else "another guideline")
    for name, value in asked.facts.items():
        yield _fact(name, value, other.facts.get(name), _FACTS / len(asked.facts))


def _fact(name: str, asked: FactValue, other: FactValue | None, weight: float) -> _Part:
    if other is None:
        return _Part(weight, 0.0, f"{name} not known there")
    share = closeness(asked, other)
    if share == 1.0:
        return _Part(weight, share, f"same {name} ({_shown(asked)})")
    return _Part(weight, share, f"{name} {_shown(other)} there, {_shown(asked)} here")


def closeness(one: FactValue, other: FactValue) -> float:
    """Return how close two values are: numbers by their ratio, others equal or not."""
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    if not numbers or isinstance(one, bool) or isinstance(other, bool):
        return float(one == other and isinstance(one, bool) == isinstance(other, bool))
    greater = max(abs(float(one)), abs(float(other)))
    return 1.0 if one == other else max(0.0, 1.0 - abs(float(one) - float(other)) / greater)


def _same_guideline(asked: Features, other: Features) -> bool:
    if asked.guideline is not None and other.guideline is not None:
        return asked.guideline == other.guideline
    one, two = _words(asked.citation), _words(other.citation)
    return bool(one and two) and len(one & two) / len(one | two) >= _CITED_ALIKE


def _words(citation: str | None) -> frozenset[str]:
    """Return the longer words of a citation, and its years and page numbers."""
    words = "".join(each if each.isalnum() else " " for each in (citation or "").casefold()).split()
    return frozenset(word for word in words if len(word) >= _WORD_MIN)


def _shown(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
