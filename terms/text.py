"""Normalise text: the steps that comparisons of names, requests and specialties share."""

import re
import unicodedata

APOSTROPHES = re.compile("['\u2019`]")

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_BETWEEN_WORDS_AND_NUMBERS = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.]|_")
_SPACES_AND_HYPHENS = re.compile(r"[\s_-]+")


def fold(text: str) -> str:
    """Return *text* without case, accents and differences of width."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def words(text: str) -> list[str]:
    """Return the words of *text*, split at every character that is neither letter nor digit."""
    return _BETWEEN_WORDS.sub(" ", text).split()


def normalised_text(text: str) -> str:
    """Return *text* folded, in order, without punctuation except decimal points.

    "6 visits in 2 weeks" differs from "2 visits in 6 weeks", and "2.5 mg" from "25 mg".
    """
    return " ".join(_BETWEEN_WORDS_AND_NUMBERS.sub(" ", APOSTROPHES.sub("", fold(text))).split())


def normal(text: str) -> str:
    """Return *text* in lower case; white space, hyphens and underscores become single spaces."""
    return _SPACES_AND_HYPHENS.sub(" ", text.casefold()).strip()
