"""Normalise the names of people and organizations; recognise organizations by their words.

Intake compares names for duplicates, triage for conflicts of interest; letters redacts them.
"""

import re
from collections.abc import Iterable

from terms.text import APOSTROPHES, fold, normalised_text, words

ORGANIZATION_WORD = re.compile(
    r"\b(associates|cent(er|re)|clinic|company|corp(oration)?|departments?|group|health|hospital|imaging|inc|institute|laborator(y|ies)"
    r"|llc|llp|medical|network|partners|pharmacy|physicians|radiology|services|surgery|therapy|university)\b",
    re.IGNORECASE,
)
"""A word found in the names of many organizations and of no person."""

_LEGAL_FORMS = frozenset(
    "inc incorporated llc llp lp ltd limited corp corporation co company pc apc plc pllc".split()  # noqa: SIM905 - a list of words
)
_TITLES = frozenset(
    "dr mr mrs ms jr sr esq md do dc lac phd psyd dds dmd dpm od".split()  # noqa: SIM905 - a list of words
)
_NOT_DISTINCTIVE = _LEGAL_FORMS | _TITLES | {"the", "and", "of"}
_WORDS_MIN = 2


def normalised_name(name: str) -> str:
    """Return the words of *name* in alphabetical order, without case, accents and punctuation.

    "Éxample, Pat" and "pat example" give the same.
    """
    return _sorted(normalised_text(name).split())


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys by which *name* is compared: its distinctive words, sorted and folded.

    A name with initials has a second key without them. "Northwind Example Claims, Inc." and
    "NORTHWIND EXAMPLE CLAIMS" share a key; so do "Example, Pat Q., M.D." and "Pat Example".
    """
    folded = fold(name)
    every_word = words(APOSTROPHES.sub("", folded).replace(".", "")) or [folded]
    distinctive = [word for word in every_word if word not in _NOT_DISTINCTIVE] or every_word
    without_initials = [word for word in distinctive if len(word) > 1]
    keys = [_sorted(distinctive)]
    if _WORDS_MIN <= len(without_initials) < len(distinctive):
        keys.append(_sorted(without_initials))
    return tuple(keys)


def _sorted(name: Iterable[str]) -> str:
    return " ".join(sorted(name))
