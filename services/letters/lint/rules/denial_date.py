"""The date of the utilization review decision in the narrative is the header's and the case's. 4 in 100 real letters have another."""

import re
from collections.abc import Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding
from services.letters.lint.rules.stated_dates import compare, compare_header
from services.letters.prose.dates import date_pattern

RULE = "denial-date"

_DENIED = r"(?:non-?certified|not certified|denied|modified|failed to approve|failed to certify)"
_STATED = re.compile(
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


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Each date that the narrative gives as that of the denial, against the case's or else the header's."""
    yield from compare(letter, _STATED, facts.denied_on or letter.denied_on, RULE, "the utilization review decision")
    sentence = f"The case's utilization review decision is of {facts.denied_on}; the header has another date."
    yield from compare_header("/denied_on", letter.denied_on, facts.denied_on, RULE, sentence)
