"""Rule: the rationale is about the requested treatment or its body part."""

import re
from collections.abc import Iterator

from services.letters.letter import Letter, LetterItem
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding
from services.letters.lint.rules.ancillary import falls_with_a_surgery
from terms.mentions import TREATMENTS, regions_in

RULE = "treatment"

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}|[A-Z]{2,}")
_SAY_NOTHING = frozenset(
    [
        "additional",
        "associated",
        "service",
        "services",
        "surgical",
        "retrospective",
        "request",
        "original",
        "authorized",
        "claims",
        "administrator",
        "remaining",
        "eligible",
        "portion",
        "times",
        "time",
        "week",
        "weeks",
        "month",
        "months",
        "day",
        "days",
        "daily",
        "visit",
        "visits",
        "session",
        "sessions",
        "left",
        "right",
        "bilateral",
        "both",
        "with",
        "without",
        "purchase",
        "rental",
        "trial",
        "unit",
        "treatment",
        "treatments",
        "contrast",
        "three",
        "four",
        "five",
        "eight",
        "twelve",
        "needed",
        "order",
        "from",
        "that",
        "this",
        "were",
        "until",
        "hour",
        "hours",
        "tablet",
        "tablets",
        "post-op",
        "pre-op",
        "post",
        "pre",
        "dose",
        "quantity",
    ]
)


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Find items without a rationale, or with one that is about something else.

    A draft's rationale is not compared: its reviewer has yet to write it.
    """
    for index, item in enumerate(letter.items):
        if not item.rationale:
            said = "The item is decided without a rationale."
            yield Finding(RULE, "error", f"/items/{index}/rationale", said, item.closing)
        elif not letter.draft and not is_about(item.rationale, item) and not falls_with_a_surgery(letter, item, facts):
            said = f"The rationale mentions neither the treatment nor the body part of the request: {item.request}"
            yield Finding(RULE, "warning", f"/items/{index}/rationale", said, item.rationale)


def is_about(reasons: str, item: LetterItem) -> bool:
    """Return whether *reasons* mention the treatment, the body part, or a word of the request.

    Brand names and names of the drug's class count as the treatment.
    """
    if regions_in(item.request) & regions_in(reasons):
        return True
    if any(words.search(item.request) and words.search(reasons) for words in TREATMENTS):
        return True
    low = reasons.lower()
    return any(_stem(word) in low for word in _WORD.findall(item.request) if word.lower() not in _SAY_NOTHING)


def _stem(word: str) -> str:
    """Return *word* in lower case without a plural s."""
    return word.lower().removesuffix("s")
