"""A reviewer as the rules see one: qualifications, ties, and no name."""

from dataclasses import dataclass
from datetime import date

IDENTITY = "identity"
"""The kind of a tie to oneself: a reviewer who is a party."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence to practise in one state; *expires_on* is its last day."""

    state: str
    unrestricted: bool
    expires_on: date


@dataclass(frozen=True, slots=True)
class Specialty:
    """A specialty and whether a board certifies the reviewer in it."""

    name: str
    board_certified: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of some kind with a person or organization, known by a digest."""

    kind: str
    digest: str


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One reviewer of a pool."""

    id: str
    degree: str
    licences: tuple[Licence, ...]
    specialties: tuple[Specialty, ...]
    disciplined: bool
    practising_since: date
    weekly_practice_hours: int
    active: bool
    open_cases_max: int
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Requirements:
    """A jurisdiction's requirements on a reviewer."""

    degrees: tuple[str, ...]
    board_certified_degrees: tuple[str, ...]
    practice_years_min: int
    weekly_practice_hours_min: int
    unrestricted_licence: bool
    discipline_bars: bool
    conflict_affiliations: tuple[str, ...]
