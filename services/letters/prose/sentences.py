"""Split physicians' prose into sentences, and find the decision that a closing states.

Abbreviations and list numbers do not end a sentence. A full stop can end one without a space
after it.
"""

import re
from typing import Literal

_ABBREVIATIONS = (
    r"(?:Drs?|Mrs?|Ms|St|vs|No|e\.g|i\.e|p\.o|q\.d|b\.i\.d|t\.i\.d|q\.i\.d|p\.r\.n|approx|Ph\.D|M\.D|D\.O|D\.C|Vol|Fig|pp?)"
)
_QUOTES = "\"'\u201c\u201d\u2018\u2019"
_END = re.compile(
    rf"""
    (?P<not_an_end> (?<![\w.]) {_ABBREVIATIONS}\.          # "vs.", "e.g."
        | (?:^|(?<=[.:;?!]\ )) \(?(?:\d{{1,2}}|[a-z])\.  # the "2." of a list
    ) (?=\s)
    | [.!?]+ [{_QUOTES})\]]* (?=\s+[{_QUOTES}(\[]*(?:[A-Z0-9]|[a-z]\.\s))   # an end before a capital, a number or a list
    | (?<=[a-z)]) \. (?=[A-Z][a-z]+\s)                     # "necessary.Therefore the"
    """,
    re.VERBOSE,
)
_ENDED = re.compile(rf"[.!?…][{_QUOTES})\]]*$")
_LOOSE_ENDS = " \t\r\n,;:-\u2013\u2014"
_FIRST_WORD = re.compile(rf"[{_QUOTES}(\[]*(?P<word>[^\W\d_]\S*)")
_LIST_LETTER = re.compile(r"\(?[a-z][.)]\s")
_NECESSARY = r"(?:(?:medically ?)?(?:necessary|appropriate|indicated|warranted|supported)|medical(?:ly)? necess(?:ity|ary))"
_IS = r"(?:is|are|was|were|be|been|remains?|deemed|considered|found|determined)"
_DENIED = re.compile(
    rf"\b(?:is|are|was|were|be)?not(?:\b[^.;]{{0,60}}\b)?{_NECESSARY}"  # "isnot" and "notmedically" have lost a blank
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


def sentences(text: str) -> list[str]:
    """Split *text* into its sentences, in order; only white space is lost."""
    found, start = [], 0
    for match in _END.finditer(text):
        if match["not_an_end"] is None:
            found.append(text[start : match.end()].strip())
            start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def as_sentences(text: str) -> str:
    """Return *text*, which a person wrote, so that a sentence may stand before and after it.

    Its first letter is a capital, unless its first word has one inside ("pH", "mRNA"), and it ends
    with a full stop unless it ends a sentence already. Nothing between them changes.
    """
    text = text.strip()
    if not (text and _ENDED.search(text)):
        text = (text.rstrip(_LOOSE_ENDS) or text) + "." * bool(text)
    first = _FIRST_WORD.match(text)
    if first is None or first["word"] != first["word"].lower() or _LIST_LETTER.match(text):
        return text
    place = first.start("word")
    return text[:place] + text[place].upper() + text[place + 1 :]


def sentence_at(text: str, place: int) -> str:
    """Return the sentence of *text* that contains the character at *place*."""
    end = 0
    for sentence in sentences(text):
        end = text.index(sentence, end) + len(sentence)
        if place < end:
            return sentence
    return ""


def decision_of(closing: str) -> Literal["upheld", "overturned"] | None:
    """Return the decision in the last deciding sentence of *closing*, or None.

    The denial is upheld if the treatment is not medically necessary, and overturned if it is.
    """
    for sentence in reversed(sentences(closing)):
        if _DENIED.search(sentence):
            return "upheld"
        if _APPROVED.search(sentence):
            return "overturned"
    return None
