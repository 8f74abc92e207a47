"""Comparing a date that the narrative states with the date it should be."""

import re
from collections.abc import Iterator
from datetime import date

from services.letters.letter import Letter
from services.letters.lint.finding import Finding
from services.letters.lint.texts import narratives
from services.letters.prose.dates import read_date
from services.letters.prose.sentences import sentence_at


def compare(letter: Letter, stated: re.Pattern[str], right: date | None, rule: str, what: str) -> Iterator[Finding]:
    """A finding for each date that *stated* finds in the narrative as *what* and that is not *right*; nothing if that is unknown."""
    if right is None:
        return
    for place, text in narratives(letter):
        for found in stated.finditer(text):
            day = read_date(_date(found))
            if day is not None and day != right:
                told = f"{what[0].upper()}{what[1:]} is of {right}; the text says {day}."
                yield Finding(rule, "error", place, told, sentence_at(text, found.start()))


def compare_header(place: str, printed: date | None, of_case: date | None, rule: str, sentence: str) -> Iterator[Finding]:
    """The finding *sentence*, if the header's date at *place* is *printed* and the case has another; nothing if either is unknown."""
    if printed is not None and of_case is not None and printed != of_case:
        yield Finding(rule, "error", place, sentence, str(printed))


def _date(found: re.Match[str]) -> str:
    """The date of the way of saying it that was found."""
    return next(text for name, text in found.groupdict().items() if text and not name.endswith("_separator"))
