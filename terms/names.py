"""Normalise the names of people and organizations; recognise organizations by their words.

Intake compares names for duplicates, triage for conflicts of interest; letters redacts them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

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


_SUFFIXES = {
    "jr": "jr",
    "junior": "jr",
    "sr": "sr",
    "senior": "sr",
    "ii": "2",
    "2nd": "2",
    "iii": "3",
    "3rd": "3",
    "iv": "4",
    "4th": "4",
}
_HONORIFICS = frozenset(("dr", "esq", "md", "miss", "mr", "mrs", "ms"))
_WHOLE_LETTERS = str.maketrans(
    {
        "\u0111": "d",
        "\u0142": "l",
        "\u00f8": "o",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00fe": "th",
        "\u00f0": "d",
        "\u0127": "h",
        "\u0131": "i",
    }
)
"""Letters that Unicode does not divide into a letter and a mark."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name: its words sorted, apart from initials and a suffix such as "Jr."."""

    words: tuple[str, ...]
    initials: tuple[str, ...] = ()
    suffix: str | None = None


def person_name(name: str) -> PersonName:
    """Return *name* as a person's: without case, accents, punctuation, order and titles.

    "\u0141ukasz \u00d8stexample Jr." and "OSTEXAMPLE, Lukasz, JR" are the same.
    """
    visible = "".join(each for each in name if unicodedata.category(each) != "Cf")
    plain = APOSTROPHES.sub("", fold(visible).translate(_WHOLE_LETTERS))
    suffixes, rest = list[str](), list[str]()
    for place, word in enumerate(words(plain)):
        (suffixes if place and word in _SUFFIXES else rest).append(word)
    if suffixes and len(rest) < _WORDS_MIN:
        rest, suffixes = rest + suffixes, []
    named = [word for word in rest if word not in _HONORIFICS]
    named = named if len(named) >= _WORDS_MIN else rest
    longer = [word for word in named if len(word) > 1]
    if len(longer) < _WORDS_MIN:
        longer = named
    initials = sorted(word for word in named if word not in longer)
    return PersonName(tuple(sorted(longer)), tuple(initials), _SUFFIXES[suffixes[0]] if suffixes else None)
