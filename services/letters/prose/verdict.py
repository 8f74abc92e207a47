"""What a sentence decides: that a treatment is medically necessary, or that it is not."""

import re
from typing import Literal

from services.letters.prose.sentences import sentences

_NECESSARY = r"(?:(?:medically )?(?:necessary|appropriate|indicated|warranted|supported)|medical(?:ly)? necess(?:ity|ary))"
_IS = r"(?:is|are|was|were|be|been|remains?|deemed|considered|found|determined)"
_DENIED = re.compile(
    rf"\bnot\b[^.;]{{0,60}}\b{_NECESSARY}"
    rf"|\bnecessity\b[^.;]{{0,40}}\bnot\b[^.;]{{0,20}}\b(?:established|shown|demonstrated|supported|documented|substantiated)"
    rf"|\b(?:un|medically un)necessary\b|\bcannot be\b[^.;]{{0,30}}\b(?:approved|{_NECESSARY})"
    r"|\b(?:lacks?|no)\b[^.;]{0,20}\bmedical necessity\b|\b(?:is|are) (?:denied|non-certified|upheld)\b|\bdenial stands\b",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    rf"\b{_IS}\b[^.;]{{0,40}}\b{_NECESSARY}|\bnecessity\b[^.;]{{0,40}}\b(?:is|was|has been) (?:established|shown|demonstrated)"
    rf"|\b(?:is|are) (?:approved|certified|overturned)\b",
    re.IGNORECASE,
)


def decision_of(closing: str) -> Literal["upheld", "overturned"] | None:
    """What *closing* decides by its last sentence that decides; None if none does."""
    for sentence in reversed(sentences(closing)):
        if _DENIED.search(sentence):
            return "upheld"
        if _APPROVED.search(sentence):
            return "overturned"
    return None
