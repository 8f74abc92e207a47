"""The dates of injury and of the denial: those in the narrative are the header's and the case's.

Of 100 real letters 2 have another date of injury, and 4 another date of the denial.
"""

import re
from collections.abc import Iterator
from datetime import date

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts, narratives
from services.letters.lint.finding import Finding
from services.letters.prose.dates import date_pattern, read_date
from services.letters.prose.sentences import sentence_at

INJURY = "injury-date"
DENIAL = "denial-date"

_ANOTHER_INJURY = r"(?<!prior )(?<!previous )(?<!earlier )(?<!old )(?<!second )(?<!non-)(?<!nonindustrial )(?<!non-industrial )"
_STATED_INJURY = re.compile(
    rf"{_ANOTHER_INJURY}(?:"
    r"\b(?:injury|injuries|injury date|occupational claim|date of loss)"
    r"|\binjury (?:that )?(?:occurred|happened)"
    r"|\b(?:was|were|being|got) (?:injured|hurt)(?: at work| on the job)?"
    r"|\binjured (?:his|her|their|the|a|both)\b[^.;,\d]{0,40}"
    r"|\bdate of (?:the |this )?(?:industrial |work |occupational )?injury\b[^.;\d]{0,20}"
    r"|\bD\.?O\.?I\b[^;\d]{0,10}"
    rf")(?: (?:is|was|of|on|from|in|dated?|or|about|approximately)\b|:)*\s*{date_pattern('date')}",
    re.IGNORECASE,
)

_DENIED = r"(?:non-?certified|not certified|denied|modified|failed to approve|failed to certify)"
_STATED_DENIAL = re.compile(
    r"(?:"
    r"\b(?:utilization review|UR|prior review|prior denial|prior determination|denial)"
    r"(?: (?:report|decision|determination|denial|letter|documentation))*"
    r"(?:,? with a decision date)?"
    rf"(?: (?:was|made|dated|on|of|from|issued)\b)*[ (,]*{date_pattern('date')}"
    rf"|\b{_DENIED} (?:certification )?(?:by (?:the )?utilization review )?on {date_pattern('date_after')}"
    rf"|(?:^|(?<=[.;] ))On {date_pattern('date_before')},? [^.;]{{0,160}}?"
    rf"(?:utilization review\b[^.;]{{0,40}}?(?:{_DENIED}|determined)|{_DENIED} by (?:the )?utilization review)(?! on (?:\w+ )?\d)"
    r")",
    re.IGNORECASE,
)


def check_injury(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Compare each stated date of injury with the case's, or else the header's."""
    right = facts.injured_on or letter.injured_on
    yield from _compare(letter, _STATED_INJURY, right, INJURY, "the date of injury")
    sentence = f"The case's date of injury is {facts.injured_on}; the header has another."
    yield from _compare_header("/injured_on", letter.injured_on, facts.injured_on, INJURY, sentence)


def check_denial(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Compare each stated date of the denial with the case's, or else the header's."""
    right = facts.denied_on or letter.denied_on
    yield from _compare(letter, _STATED_DENIAL, right, DENIAL, "the utilization review decision")
    sentence = f"The case's utilization review decision is of {facts.denied_on}; the header has another date."
    yield from _compare_header("/denied_on", letter.denied_on, facts.denied_on, DENIAL, sentence)


def _compare(letter: Letter, stated: re.Pattern[str], right: date | None, rule: str, what: str) -> Iterator[Finding]:
    """A finding for each date that *stated* finds in the narrative as *what* and that is not *right*; nothing if that is unknown."""
    if right is None:
        return
    for place, text in narratives(letter):
        for found in stated.finditer(text):
            day = read_date(_date(found))
            if day is not None and day != right:
                told = f"{what[0].upper()}{what[1:]} is of {right}; the text says {day}."
                yield Finding(rule, "error", place, told, sentence_at(text, found.start()))


def _compare_header(place: str, printed: date | None, of_case: date | None, rule: str, sentence: str) -> Iterator[Finding]:
    """The finding *sentence*, if the header's date at *place* is *printed* and the case has another; nothing if either is unknown."""
    if printed is not None and of_case is not None and printed != of_case:
        yield Finding(rule, "error", place, sentence, str(printed))


def _date(found: re.Match[str]) -> str:
    """The date of the way of saying it that was found."""
    return next(text for name, text in found.groupdict().items() if text and not name.endswith("_separator"))
