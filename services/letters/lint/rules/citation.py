"""Rule: each decision cites a guideline or study (8 CCR 9792.21.1(d)).

An item that is denied with its surgery needs none.
"""

import re
from collections.abc import Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding
from services.letters.lint.rules.ancillary import falls_with_a_surgery

RULE = "citation"

_NONE = re.compile(
    r"\b(?:did not cite|does not cite|not cite any|no citation|none(?: cited)?|no guideline|n/?a|nothing)\b", re.IGNORECASE
)
_CITES = re.compile(
    r"\b(?:MTUS|ACOEM|ODG|Official Disability|American College|Cochrane|UpToDate|FDA|NICE|CDC|Medicare|guidelines?|et al"
    r"|Journal|[12][09]\d\d)\b|https?:",
    re.IGNORECASE,
)


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Find items that cite nothing, neither as guideline nor in the rationale; skip drafts."""
    for index, item in enumerate(letter.items):
        line = item.reviewer_guideline
        cited = (_CITES.search(line) and not _NONE.search(line)) or _cited_in(item.rationale)
        if not cited and not letter.draft and not falls_with_a_surgery(letter, item, facts):
            said = "The decision cites no guideline or study; name the one it is based on."
            yield Finding(RULE, "error", f"/items/{index}/reviewer_guideline", said, line)


def _cited_in(reasons: str) -> bool:
    """Return whether *reasons* name a source; the mere word "guidelines" does not."""
    return bool(
        re.search(r"\b(?:MTUS|ACOEM|ODG|Official Disability Guidelines|American College|Cochrane|UpToDate|et al)\b", reasons)
    )
