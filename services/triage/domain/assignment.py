"""Choose the reviewer of a case.

The best fit, then the least loaded, then by a repeatable draw.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.triage.domain.conflicts import has_conflict
from services.triage.domain.qualifications import reason_unqualified
from services.triage.domain.reviewer import Requirements, Reviewer
from services.triage.domain.specialties import Need, fit

EXCLUSIONS = (
    "not-active",
    "degree",
    "discipline",
    "licence",
    "practice-years",
    "practice-hours",
    "specialty",
    "board-certification",
    "conflict-of-interest",
    "of-this-case",
    "capacity",
)
"""The reasons to leave out a reviewer, in the order tested.

Capacity is last because it passes.
"""


@dataclass(frozen=True, slots=True)
class Search:
    """The reviewer searched for.

    One for the *needs* of all items, without tie to the *parties*.

    Parties are digests. *reviewers* review the case already or gave it back: each seat is for
    another person.
    """

    case_number: str
    needs: tuple[Need, ...]
    parties: tuple[str, ...]
    on: date
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer and how many cases are open with them."""

    reviewer: Reviewer
    open_cases: int

    @property
    def has_room(self) -> bool:
        """Whether another case may be given."""
        return self.open_cases < self.reviewer.open_cases_max


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen reviewer, if any, the number considered, and the exclusions by first reason."""

    candidate: Candidate | None
    considered: int
    excluded: tuple[tuple[str, int], ...]


def choose(search: Search, candidates: Iterable[Candidate], requirements: Requirements) -> Choice:
    """Choose among *candidates*; their order does not matter."""
    allowed, excluded, considered = [], Counter[str](), 0
    for candidate in candidates:
        considered += 1
        reason = reason_excluded(candidate, search, requirements)
        if reason is None:
            allowed.append(candidate)
        else:
            excluded[reason] += 1
    best = min(allowed, key=lambda candidate: _rank(candidate, search, requirements), default=None)
    return Choice(best, considered, tuple((reason, excluded[reason]) for reason in EXCLUSIONS if excluded[reason]))


def reason_excluded(candidate: Candidate, search: Search, requirements: Requirements) -> str | None:
    """Return the first reason of EXCLUSIONS why *candidate* may not have the case, if any."""
    reviewer = candidate.reviewer
    reason = reason_unqualified(reviewer, requirements, search.on) or reason_unfit(reviewer, search, requirements)
    if reason is not None:
        return reason
    if reviewer.id in search.reviewers:
        return "of-this-case"
    return None if candidate.has_room else "capacity"


def reason_unfit(reviewer: Reviewer, search: Search, requirements: Requirements) -> str | None:
    """Return why *reviewer* may not decide these items between these parties, if so."""
    reason = fit(reviewer, search.needs, requirements).reason
    if reason is None and has_conflict(reviewer, search.parties, requirements):
        return "conflict-of-interest"
    return reason


def _rank(candidate: Candidate, search: Search, requirements: Requirements) -> tuple[int, float, str]:
    reviewer = candidate.reviewer
    matching = len(fit(reviewer, search.needs, requirements).matching)
    draw = hashlib.sha256(f"{search.case_number}\n{reviewer.id}".encode()).hexdigest()
    return -matching, candidate.open_cases / reviewer.open_cases_max, draw
