"""Compare the fields of an item with the words of its request.

Where they disagree, that is named and neither is used. A field that names a part of the words'
subject is the more exact one, and the reverse. A field that names nothing known leaves it to the
words.
"""

from collections.abc import Mapping
from typing import NamedTuple

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, in_words, question
from terms.request.body_sites import Side
from terms.request.reading import RequestReader, RequestReading

_PARTS: Mapping[str, frozenset[str]] = {
    "arm": frozenset(("shoulder", "elbow", "forearm-wrist-hand")),
    "leg": frozenset(("hip", "knee", "ankle-foot")),
    "back": frozenset(("low-back", "upper-back")),
}
"""The body regions that are parts of another."""


class Agreed(NamedTuple):
    """The value in which field and words agree; None and a *sentence* where they do not."""

    value: str | None
    sentence: str | None = None


class AgreedSide(NamedTuple):
    """The side in which field and words agree; None and a *sentence* where they do not."""

    value: Side | None
    sentence: str | None = None


def agreed_treatment(said: str | None, reading: RequestReading, requests: RequestReader) -> Agreed:
    """Return the treatment of an item whose field says *said*."""
    if said is None:
        return Agreed(reading.treatment)
    named = requests.treatment(said)
    if named is None:
        return _unknown("treatment", said, reading.treatment, requests.nearest(said))
    if not reading.treatments or named in reading.treatments:
        return Agreed(named)
    if any(requests.related(words, named) for words in reading.treatments):
        return Agreed(named)
    if reading.treatment is not None and requests.related(named, reading.treatment):
        return Agreed(reading.treatment)
    return Agreed(None, _differ("treatment", named, reading.treatments))


def agreed_region(said: str | None, reading: RequestReading, requests: RequestReader) -> Agreed:
    """Return the body region of an item whose field says *said*."""
    if said is None:
        return Agreed(reading.body_region)
    named = requests.region(said)
    if named is None:
        return _unknown("body region", said, reading.body_region, [])
    words = {*reading.regions}
    if not words or words <= {named, *(whole for whole, parts in _PARTS.items() if named in parts)}:
        return Agreed(named)
    if reading.body_region in _PARTS.get(named, ()):
        return Agreed(reading.body_region)
    return Agreed(None, _differ("body region", named, reading.regions))


def agreed_side(said: Side | None, reading: RequestReading) -> AgreedSide:
    """Return the side of an item whose field says *said*."""
    words = reading.body_side
    if said is None or words is None or said == words:
        return AgreedSide(said or words)
    return AgreedSide(None, _differ("body side", said, (words,)))


def disagreement(definition: FactDefinition, words: FactValue, fact: FactValue) -> str:
    """Return the sentence on a fact of the file that contradicts the words of the request."""
    said, told = (in_words(definition, each) for each in (words, fact))
    return f"On {question(definition)}, the request says {said} and the file {told}; neither was used."


def _unknown(field: str, said: str, words: str | None, nearest: list[str]) -> Agreed:
    told = f'The {field} "{said}" is not in the vocabulary'
    if words is not None:
        return Agreed(words, f"{told}; the words of the request were used, which say {_name(words)}.")
    names = " or ".join(_name(each) for each in nearest)
    return Agreed(None, f"{told}, and was not used{f'; the nearest names are {names}' if names else ''}.")


def _differ(field: str, said: str, words: tuple[str, ...]) -> str:
    return f"The {field} is given as {_name(said)}, but the request says {' and '.join(map(_name, words))}; neither was used."


def _name(identifier: str) -> str:
    return identifier.replace("-", " ")
