"""Rules: the narrative, the header and the case give the same dates of injury and denial.

Of 100 real letters, 2 state another date of injury and 4 another date of denial.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
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

_TOLD_AS_ANOTHER = re.compile(
    r"\b(?:prior|previous|previously|earlier|old|older|past|second|another|separate|different|unrelated|pre-?existing"
    r"|non-?industrial)"
    r"(?: (?!(?:and|or|but|a|an|the|this|his|her|their|of|to|for|from|in|on|by|with|after|since|before)\b)[\w-]+){0,4}"
    r"(?: date of)? $",
    re.IGNORECASE,
)
_SAID_TO_BE_ANOTHER = re.compile(
    r",? (?:(?:which|that) )?(?:(?:is|was|are|were) )?(?:unrelated|not related)\b"
    r"|,? (?:(?:is|was|are|were) )?(?:of|in|under) (?:another|a different|a separate) claim\b",
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

_ALSO = re.compile(rf"\s*(?:[,;\u2013-]|,? ?(?:and|or|to|through|until|till)\b)\s*(?:on )?{date_pattern('also')}", re.IGNORECASE)


def check_injury(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Compare each stated date of injury with the case's, or else the header's.

    Every day of a cumulative injury is one of its dates. An earlier injury that the text tells as
    another one, or that comes before a cumulative one, is a warning.
    """
    right = facts.injured_on or letter.injured_on
    first = facts.injured_from_on or letter.injured_from_on
    for finding, day, before, after in _compare(letter, _STATED_INJURY, right, INJURY, "date of injury", first=first):
        another = _TOLD_AS_ANOTHER.search(before) or _SAID_TO_BE_ANOTHER.match(after)
        earlier = right is not None and day < (first or right)
        yield replace(finding, severity="warning") if earlier and (first or another) else finding
    sentence = f"The date of injury in the application is {facts.injured_on}, but the header has another."
    yield from _compare_header("/injured_on", letter.injured_on, facts.injured_on, INJURY, sentence)


def check_denial(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Compare each stated date of denial with the case's, or else the header's."""
    right = facts.denied_on or letter.denied_on
    for finding, day, *_ in _compare(letter, _STATED_DENIAL, right, DENIAL, "date of the utilization review decision"):
        if day not in facts.also_denied_on:
            yield finding
    sentence = f"The utilization review decision in the application is dated {facts.denied_on}, but the header has another date."
    yield from _compare_header("/denied_on", letter.denied_on, facts.denied_on, DENIAL, sentence)


def _compare(
    letter: Letter, stated: re.Pattern[str], right: date | None, rule: str, name: str, first: date | None = None
) -> Iterator[tuple[Finding, date, str, str]]:
    """Find dates that the narrative states as *name* and that are not *right*, if known.

    Days from *first* to *right* are right too. Each finding comes with its day and the texts before
    and after the statement.

    A list or span of dates that contains the right one contradicts nothing: an injury may be
    cumulative, or follow an earlier one.
    """
    if right is None:
        return
    for place, text in narratives(letter):
        for found in stated.finditer(text):
            day = read_date(_date(found))
            if day is not None and not (first or right) <= day <= right and right not in _listed_after(text, found.end()):
                told = f"The {name} is {right}, but the text says {day}."
                finding = Finding(rule, "error", place, told, sentence_at(text, found.start()))
                yield finding, day, text[: found.start()], text[found.end() :]


def _listed_after(text: str, place: int) -> Iterator[date | None]:
    """Yield the dates that continue a list or a span: "and March 11, 2014", "to 03/11/2014"."""
    while (also := _ALSO.match(text, place)) is not None:
        yield read_date(also["also"])
        place = also.end()


def _compare_header(place: str, printed: date | None, of_case: date | None, rule: str, sentence: str) -> Iterator[Finding]:
    """Find a header date that differs from the case's, if both are known."""
    if printed is not None and of_case is not None and printed != of_case:
        yield Finding(rule, "error", place, sentence, str(printed))


def _date(found: re.Match[str]) -> str:
    """Return the date from the alternative of the pattern that matched."""
    return next(text for group, text in found.groupdict().items() if text and not group.endswith("_separator"))
