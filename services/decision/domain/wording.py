"""Counts, lists, dates and sentences in the wording of letters."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

_SENTENCES_KEPT = 10_000
_PHRASES_MAX = 10
_WEEK, _YEAR, _WEEKS_MAX = 7, 365.25, 13
_TIMES = frozenset({"hour", "day", "week", "month", "year"})
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MEASURES = frozenset({"percent", "gram", "milligram"})


def listed(parts: Sequence[str]) -> str:
    """Return *parts* as a list in words: "a", "a and b", "a, b, and c".

    Semicolons separate the parts if one of them has a comma.
    """
    if len(parts) < 3:  # noqa: PLR2004 - two parts need no comma
        return " and ".join(parts)
    separator = "; " if any("," in part for part in parts) else ", "
    return f"{separator.join(parts[:-1])}{separator}and {parts[-1]}"


def listed_in_part(parts: Sequence[str]) -> str:
    """Return different *parts* as a list in words: the first ten, and how many more."""
    different = list(dict.fromkeys(parts))
    more = len(different) - _PHRASES_MAX
    return listed([*different[:_PHRASES_MAX], f"{more} more"] if more > 0 else different)


def day(on: date) -> str:
    """Return the date as "March 26, 2014"."""
    return f"{_MONTHS[on.month - 1]} {on.day}, {on.year}"


def counted(number: float, one: str, many: str) -> str:
    """Return *number* with its unit: "1 visit", "6 visits", "2.5 weeks", "no visits".

    A time of none is "less than a day"; measures such as percent and milligrams keep their 0.
    """
    if number == 0 and one in _TIMES:
        return f"less than {'an' if one == 'hour' else 'a'} {one}"
    if number == 0 and one not in _MEASURES:
        return f"no {many}"
    return f"{number:g} {one if number == 1 else many}" if isinstance(number, float) else f"{number} {one if number == 1 else many}"


def span(days: int) -> str:
    """Return a time of *days* in its largest fitting unit, completed: "12 days", "13 months"."""
    if days < 2 * _WEEK:
        return counted(days, "day", "days")
    if days < _WEEKS_MAX * _WEEK:
        return counted(days // _WEEK, "week", "weeks")
    if days < 2 * _YEAR:
        return counted(int(days * 12 / _YEAR), "month", "months")
    return counted(int(days / _YEAR), "year", "years")


@lru_cache(maxsize=_SENTENCES_KEPT)
def sentence(text: str) -> str:
    """Return *text* as a sentence with a capital letter and a full stop."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def phrase(text: str) -> str:
    """Return *text* to stand inside a sentence: on one line, without punctuation at its end."""
    return " ".join(text.split()).rstrip(" .;:,")


def phrases(texts: Sequence[str]) -> str:
    """Return *texts* as a list in words: the first ten, and the number of the others."""
    listed_texts = [phrase(text) for text in texts[:_PHRASES_MAX]]
    more = len(texts) - len(listed_texts)
    return listed([*listed_texts, f"{more} more"] if more else listed_texts)
