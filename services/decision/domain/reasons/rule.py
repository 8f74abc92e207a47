"""The part of a recommendation that bears on a request.

A physician states the rule that the case turns on, not the whole chapter. The first sentence is
always told; any other only where a reason of this case takes it up, by a number or by two of its
words.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_END = re.compile(r"(?<=[.])\s+(?=[A-Z])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z]{4,}")
_STEM, _KEPT, _SHARED = 6, 10_000, 2
_COMMON = frozenset(
    word[:_STEM]
    for word in (
        "after", "also", "before", "employee", "file", "from", "guideline", "have", "less", "more", "most", "mtus", "only", "other",
        "record", "records", "recommend", "recommends", "request", "requested", "show", "such", "support", "supported", "supports",
        "than", "that", "their", "them", "there", "they", "this", "treatment", "were", "where", "which", "with", "within",
    )
)  # fmt: skip


def rule(recommendation: str, reasons: Iterable[str]) -> str:
    """Return the sentences of *recommendation* that the *reasons* turn on."""
    first, *others = _sentences(recommendation)
    if not others:
        return recommendation
    numbers: set[str] = set()
    stems: set[str] = set()
    for reason in reasons:
        told = _told(reason)
        numbers |= told[0]
        stems |= told[1]
    general = _told(first)[1]
    kept = [first]
    for sentence in others:
        own_numbers, own_stems = _told(sentence)
        if own_numbers & numbers or len((own_stems - general) & stems) >= _SHARED:
            kept.append(sentence)
    return " ".join(kept)


@lru_cache(maxsize=_KEPT)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(_END.split(text))


@lru_cache(maxsize=_KEPT)
def _told(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the numbers of *sentence*, and the stems of its words that are not common ones."""
    stems = frozenset(word[:_STEM] for word in _WORD.findall(sentence.casefold()))
    return frozenset(_NUMBER.findall(sentence)), stems - _COMMON
