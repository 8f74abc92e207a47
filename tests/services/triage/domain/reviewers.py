"""Reviewers that triage's rules are tested with."""

from datetime import date
from typing import Any

from services.triage.domain.assignment import Candidate, Search
from services.triage.domain.names import digests
from services.triage.domain.reviewer import Licence, Requirements, Reviewer, Specialty, Tie

ON = date(2015, 4, 17)
REQUIREMENTS = Requirements(
    degrees=("MD", "DO", "DC"),
    board_certified_degrees=("MD", "DO"),
    practice_years_min=5,
    weekly_practice_hours_min=24,
    unrestricted_licence=True,
    discipline_bars=True,
    conflict_affiliations=("professional", "familial", "financial"),
)
SEARCH = Search(
    "CM15-1330001", (("Chiropractic", "Occupational Medicine"), ("Occupational Medicine",)), digests("Northwind Example Claims"), ON
)


def reviewer(**changes: Any) -> Reviewer:
    """A reviewer who may review anything in occupational medicine, with *changes*."""
    sound: dict[str, Any] = {
        "id": "reviewer-1",
        "degree": "MD",
        "licences": (Licence("Iowa", unrestricted=True, expires_on=date(2030, 12, 31)),),
        "specialties": (Specialty("Occupational Medicine", board_certified=True),),
        "disciplined": False,
        "practising_since": date(1998, 7, 1),
        "weekly_practice_hours": 32,
        "active": True,
        "open_cases_max": 10,
        "ties": (),
    }
    return Reviewer(**{**sound, **changes})


def candidate(open_cases: int = 0, **changes: Any) -> Candidate:
    """Such a reviewer with *open_cases*."""
    return Candidate(reviewer(**changes), open_cases)


def tied(kind: str, name: str) -> tuple[Tie, ...]:
    """Return a tie of *kind* with a person or organization."""
    return tuple(Tie(kind, digest) for digest in digests(name))
