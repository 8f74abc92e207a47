"""Recognise the treatment, body region and side in the words of a request.

Only plain words count: two treatments, two regions or two sides in one text are as good as none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from terms.text import normal

Side = Literal["left", "right", "both"]

_TEXTS_KEPT = 10_000
_SIDES: Mapping[str, Side] = {"left": "left", "right": "right", "both": "both", "bilateral": "both", "bilaterally": "both"}
_SIDE = re.compile(rf"\b({'|'.join(_SIDES)})\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A treatment or body region by its names, with the words that exclude it."""

    id: str
    names: Sequence[str]
    unless: Sequence[str] = ()


def recognise(text: str, terms: Mapping[str, re.Pattern[str]]) -> str | None:
    """Return the id of the one term that *text* names; None if it names none or several."""
    words = normal(text)
    found = {identifier for identifier, pattern in terms.items() if pattern.search(words)}
    return found.pop() if len(found) == 1 else None


def patterns(terms: Sequence[Term]) -> dict[str, re.Pattern[str]]:
    """Return a pattern for each of *terms*, by id.

    It matches any of the names as whole words, and no text with an excluding word.
    """
    return {
        term.id: re.compile(
            (rf"^(?!.*\b(?:{_any_of(term.unless)})\b)" if term.unless else "^") + rf".*\b(?:{_any_of([term.id, *term.names])})\b"
        )
        for term in terms
    }


@lru_cache(maxsize=_TEXTS_KEPT)
def side(text: str) -> Side | None:
    """Return the side of the body that *text* names; left and right together are both."""
    found = {_SIDES[word] for word in _SIDE.findall(normal(text))}
    if {"left", "right"} <= found:
        return "both"
    return found.pop() if len(found) == 1 else None


def _any_of(names: Sequence[str]) -> str:
    return "|".join(re.escape(normal(name)) for name in names)
