"""Rule: a guideline cited by year was in force on the date of the request (8 CCR 9792.21).

The date of the decision does not matter.
"""

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
    """An edition as letters cite it, and the first and last request dates it applies to."""

    name: str
    cited: re.Pattern[str]
    since: date
    until: date

    @classmethod
    def of(cls, title: str, year: str, since: date, until: date) -> "Edition":
        """Return the edition of *year*, which is cited before or after the title."""
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
    """Compare each dated citation with the date of the request, or else of the denial.

    A citation by the claims administrator gives a warning: the letter reports it as it was made.
    """
    for index, item in enumerate(letter.items):
        requested_on = facts.item(item.number).requested_on or facts.requested_on
        day = requested_on or facts.denied_on or letter.denied_on
        if day is None:
            continue
        known = "requested" if requested_on else "denied"
        for name in ("claims_administrator_guideline", "reviewer_guideline", "rationale"):
            text = getattr(item, name)
            for edition in EDITIONS:
                found = edition.cited.search(text)
                if found and not edition.since <= day <= edition.until:
                    said = f"The {edition.name} applies to requests from {edition.since} to {edition.until}; this treatment was {known} on {day}."
                    severity = "warning" if name.startswith("claims") else "error"
                    yield Finding(RULE, severity, f"/items/{index}/{name}", said, found[0])  # type: ignore[arg-type]
