"""Read a request as words, numbers and one quantity, to compare it with another.

Spelling does not count: "Chiropractic x 6" is "Chiropractic, 6 visits", and "5mg" is "5.0 mg". A
number counts: ".5 mg" is not "5 mg", nor is "1/2" the same as "1-2".
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from terms.text import fold

_REQUESTS_KEPT = 10_000
_FILLERS = frozenset(("for", "in", "of", "request", "requested", "the", "to"))
"""Words that say nothing; "with" and "and" do, beside "without"."""

_UNITS = {
    spelling: unit
    for unit, spellings in {
        "visit": "visits session sessions",
        "tablet": "tablets tab tabs pill pills",
        "capsule": "capsules cap caps",
        "mcg": "ug \u03bcg microgram micrograms",
        "mg": "mgs milligram milligrams",
        "g": "gm gms gram grams",
        "ml": "mls milliliter milliliters",
        "day": "days",
        "week": "weeks wk wks",
        "month": "months mo mos",
        "hour": "hours hr hrs",
        "unit": "units",
        "patch": "patches",
        "injection": "injections",
        "refill": "refills rf rfs",
    }.items()
    for spelling in (unit, *spellings.split())
}
"""Each spelling of a unit, and its one name."""

_COUNTED = frozenset(("visit", "tablet", "capsule", "patch", "injection"))
"""Units whose number is the quantity of a request; others are its dose or duration."""

_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = re.compile(rf"{_NUMBER}(?:[-/,]{_NUMBER})*")
_TOKEN = re.compile(rf"{_AMOUNT.pattern}|[^\W\d_]+(?:\d+)?|[#%^<>+]|/(?=[^\W\d_])")
_COUNT_MARKS = frozenset(("#", "x", "qty", "quantity", "count"))
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3})((?:,\d{3})+)(?![\d,])")
_NO_ZERO = re.compile(r"(?<![\d.])\.(?=\d)")
_X_BEFORE_A_NUMBER = re.compile(r"(?<![^\W_])x(?=\d)")
_MARKS = str.maketrans({"\u00d7": "x", "\u066b": ".", "\u2013": "-", "\u2014": "-", "\u2010": "-", "\u2011": "-", "\u2212": "-"})


@dataclass(frozen=True, slots=True)
class RequestWords:
    """The words and numbers of a request in order, and its quantity if it has just one.

    The quantity is in *quantity* alone, with the thing it counts if that is named; doses and
    durations are among *words* and *numbers*.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    quantity: Decimal | None
    counted: str | None


@lru_cache(maxsize=_REQUESTS_KEPT)
def read_request(text: str) -> RequestWords:
    """Return the words, numbers and quantity of *text*, the same for every spelling."""
    tokens = _tokens(text)
    quantity, counted = None, None
    found = [each for each in _counts(tokens) if each.number.replace(".", "").isdigit()]
    if len(found) == 1:
        (count,) = found
        quantity, counted = Decimal(count.number), count.counted
        tokens = [*tokens[: count.start], *tokens[count.end :]]
    numbers = tuple(each for each in tokens if each[0].isdigit())
    return RequestWords(tuple(_said(tokens)), numbers, quantity, counted)


def unit_of(text: str) -> str:
    """Return the one name of the unit *text*; "visit" for "Visits" and "sessions"."""
    plain = fold(text).strip(" .")
    return _UNITS.get(plain, plain)


def _said(tokens: list[str]) -> Iterator[str]:
    """Yield the tokens that say something, units by one name; "1 to 2" keeps "to"."""
    for each, following in pairwise([*tokens, ""]):
        if each == "per":
            yield "/"
        elif each != "#" and (each not in _FILLERS or (each == "to" and following[:1].isdigit())):
            yield _UNITS.get(each, each)


@dataclass(frozen=True, slots=True)
class _Count:
    """Tokens from *start* to *end* that count something."""

    start: int
    end: int
    number: str
    counted: str | None


def _counts(tokens: list[str]) -> Iterator[_Count]:
    for place, number in enumerate(tokens):
        before, following = (tokens[place - 1] if place else ""), (tokens[place + 1] if place + 1 < len(tokens) else "")
        if not number[0].isdigit() or before in {"to", "or"}:
            continue
        unit, marked = _UNITS.get(following), before in _COUNT_MARKS
        if unit in _COUNTED:
            yield _Count(place - marked, place + 2, number, unit)
        elif marked and unit is None and (following not in {"%", "x", "times", "/"} or _is_refilled(tokens, place)):
            yield _Count(place - 1, place + 1, number, None)


def _is_refilled(tokens: list[str], place: int) -> bool:
    """Return whether the number at *place* is that of "#60 x 2 refills", not of "2 x 4"."""
    number, after = (*tokens[place + 2 : place + 4], "", "")[:2]
    marked = tokens[place - 1 : place] == ["#"] and tokens[place + 1] == "x"
    return marked and number[:1].isdigit() and _UNITS.get(after) in {"refill", "month"}


def _tokens(text: str) -> list[str]:
    """Return the words, numbers and marks of *text*, each number in its shortest form."""
    plain = _THOUSANDS.sub(lambda found: found[1] + found[2].replace(",", ""), _plain(text))
    plain = _X_BEFORE_A_NUMBER.sub("x ", _NO_ZERO.sub(" 0.", plain))
    return [_shortest(each) if each[0].isdigit() else each for each in _TOKEN.findall(plain)]


def _plain(text: str) -> str:
    """Return *text* folded, its digits as ASCII; no two numbers run together."""
    parts = []
    for character in unicodedata.normalize("NFC", text).translate(_MARKS):
        kind, compatible = unicodedata.category(character), unicodedata.decomposition(character)
        if kind == "Cf":
            parts.append("\0")  # invisible: nothing within a word, a space between two digits
        elif compatible.startswith("<fraction>"):
            parts.append(f" {unicodedata.normalize('NFKD', character)} ".replace("\u2044", "/"))
        elif compatible.startswith(("<super>", "<sub>")):
            parts.append(f"^{unicodedata.normalize('NFKD', character)}")
        elif character.isdecimal():
            parts.append(str(unicodedata.decimal(character)))
        else:
            parts.append(character)
    joined = re.sub("(?<=\\d)\0+(?=\\d)", " ", "".join(parts)).replace("\0", "")
    joined = re.sub("(?<=\\d)\u00b7(?=\\d)", ".", joined)
    return re.sub(r"['\u2019`](?!\d)|(?<!\d)['\u2019`]", "", fold(joined)).replace("\u2044", "/")


def _shortest(number: str) -> str:
    """Return *number*, or each number of a range or a pair, without zeros that say nothing."""
    return re.sub(_NUMBER, lambda found: f"{Decimal(found[0]).normalize():f}", number)
