"""A guideline that is cited with its year was in force when the treatment was requested (8 CCR 9792.21; not when it was decided)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding

RULE = "edition"

_SEPARATOR = r"(?: (?:Guidelines?|Medical Treatment Guidelines?|Treatment Guidelines?))?,? ?\(?"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition by how it is cited, with the request dates for which it is in force, both included."""

    name: str
    cited: re.Pattern[str]
    since: date
    until: date

    @classmethod
    def of(cls, title: str, year: str, since: date, until: date) -> "Edition":
        """The edition of *year*; the year may stand before or behind the title."""
        behind, before = rf"\b{title}{_SEPARATOR}{year}\b", rf"\b{year} {title}\b"
        return cls(f"{year} edition", re.compile(f"{behind}|{before}", re.IGNORECASE), since, until)


_FIRST, _MTUS_2009, _MTUS_2016, _LAST = date(2007, 6, 15), date(2009, 7, 18), date(2016, 7, 29), date(2017, 11, 30)
_CHRONIC_PAIN = r"Chronic Pain(?: Medical)?(?: Treatment)?"
_BODY_PARTS = (
    r"(?:General Approaches|(?:Neck and Upper Back|Low Back|Shoulder|Knee|Ankle and Foot|Forearm, Wrist,? and Hand) Complaints)"
)
EDITIONS = (
    Edition.of(_CHRONIC_PAIN, "2009", _MTUS_2009, date(2016, 7, 28)),
    Edition.of(_CHRONIC_PAIN, "2016", _MTUS_2016, _LAST),
    Edition.of(r"Opioids? Treatment", "2016", _MTUS_2016, _LAST),
    Edition.of(r"Post-?surgical(?: Treatment)?", "2009", _MTUS_2009, _LAST),
    Edition.of(r"Acupuncture(?: Medical)?(?: Treatment)?", "2007", _FIRST, _LAST),
    Edition.of(r"Elbow Complaints", "2007", _FIRST, _LAST),
    Edition.of(_BODY_PARTS, "2004", _FIRST, _LAST),
)


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Each dated citation against the day of the request, or where that is unknown the day of the denial, which soon follows it.

    What the claims administrator cited is a warning: the letter tells it as it was, and the reviewer should have seen it.
    """
    day = facts.requested_on or facts.denied_on or letter.denied_on
    if day is None:
        return
    known = "requested" if facts.requested_on else "denied"
    for index, item in enumerate(letter.items):
        for name in ("claims_administrator_guideline", "reviewer_guideline", "rationale"):
            text = getattr(item, name)
            for edition in EDITIONS:
                found = edition.cited.search(text)
                if found and not edition.since <= day <= edition.until:
                    said = f"The {edition.name} is for requests from {edition.since} to {edition.until}; this was {known} on {day}."
                    severity = "warning" if name.startswith("claims") else "error"
                    yield Finding(RULE, severity, f"/items/{index}/{name}", said, found[0])  # type: ignore[arg-type]
