"""The date of injury in the narrative is the header's and the case's. 2 in 100 real letters have another."""

import re
from collections.abc import Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding
from services.letters.lint.rules.stated_dates import compare, compare_header
from services.letters.prose.dates import date_pattern

RULE = "injury-date"

_ANOTHER_INJURY = r"(?<!prior )(?<!previous )(?<!earlier )(?<!old )(?<!second )(?<!non-)(?<!nonindustrial )(?<!non-industrial )"
_STATED = re.compile(
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


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Each date that the narrative gives as the date of injury, against the case's or else the header's."""
    yield from compare(letter, _STATED, facts.injured_on or letter.injured_on, RULE, "the date of injury")
    sentence = f"The case's date of injury is {facts.injured_on}; the header has another."
    yield from compare_header("/injured_on", letter.injured_on, facts.injured_on, RULE, sentence)
