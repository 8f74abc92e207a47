"""Recognise two names of one person or organisation.

Digests do so without keeping names. For conflicts of interest it is better to take two parties for
one than one for two: the first costs a reviewer, the second a review.
"""

import hashlib
import re
import unicodedata

_DROPPED_MARKS = re.compile("['\u2019`.]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_FORMS = frozenset(
    {
        "inc",
        "incorporated",
        "llc",
        "llp",
        "lp",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
        "pc",
        "apc",
        "plc",
        "pllc",
    }
)
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "jr", "sr", "esq", "md", "do", "dc", "lac", "phd", "psyd", "dds", "dmd", "dpm", "od"})
_NOT_TELLING = _FORMS | _TITLES | {"the", "and", "of"}
_WORDS_MIN = 2


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys by which *name* is compared.

    They are its distinctive words without case, accents, punctuation and order, also without
    initials. "Northwind Example Claims, Inc." and "NORTHWIND EXAMPLE CLAIMS" are one; so are
    "Example, Pat Q., M.D." and "Pat Example".
    """
    words = _words(name)
    telling = [word for word in words if word not in _NOT_TELLING] or words
    written_out = [word for word in telling if len(word) > 1]
    keys = [_key(telling)]
    if _WORDS_MIN <= len(written_out) < len(telling):
        keys.append(_key(written_out))
    return tuple(keys)


def digests(name: str, npi: str | None = None) -> tuple[str, ...]:
    """Return SHA-256 digests by which a person or organisation is recognised.

    They are made of its name and, if known, its NPI.
    """
    recognised_by = [f"name:{key}" for key in name_keys(name)]
    if npi:
        recognised_by.append(f"npi:{npi}")
    return tuple(hashlib.sha256(text.encode()).hexdigest() for text in recognised_by)


def _words(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
    return _BETWEEN_WORDS.sub(" ", _DROPPED_MARKS.sub("", plain)).split() or [plain]


def _key(words: list[str]) -> str:
    return " ".join(sorted(words))
