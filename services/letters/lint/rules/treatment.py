"""The reasons for an item are about its treatment or its body part, not about another's."""

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
    """Each item whose reasons mention neither its treatment nor its body part; a draft's reasons are its reviewer's to write."""
    for index, item in enumerate(letter.items):
        if not item.rationale:
            said = "The item is decided without a reason."
            yield Finding(RULE, "error", f"/items/{index}/rationale", said, item.closing)
        elif not letter.draft and not is_about(item.rationale, item) and not falls_with_a_surgery(letter, item, facts):
            said = f"The reasons mention neither the treatment nor the body part of the request: {item.request}"
            yield Finding(RULE, "warning", f"/items/{index}/rationale", said, item.rationale)


def is_about(reasons: str, item: LetterItem) -> bool:
    """Whether *reasons* mention the treatment of *item*, under any of its names, its body part, or another word of the request."""
    if regions_in(item.request) & regions_in(reasons):
        return True
    if any(words.search(item.request) and words.search(reasons) for words in TREATMENTS):
        return True
    low = reasons.lower()
    return any(_stem(word) in low for word in _WORD.findall(item.request) if word.lower() not in _SAY_NOTHING)


def _stem(word: str) -> str:
    """*word* without a plural's ending."""
    return word.lower().removesuffix("s")
