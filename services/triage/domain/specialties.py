"""Test whether a reviewer's field fits every disputed treatment (LC 139.5(d)(4)(A), (C)).

The law asks for knowledge of the condition and the treatment, not for the requesting physician's
own specialty.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from services.triage.domain.reviewer import Requirements, Reviewer, Specialty
from terms.text import words

Need = tuple[str, ...]
"""The specialties that evaluate or treat one item."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The reviewer's specialties that match an item; or why they do not suffice."""

    matching: tuple[str, ...]
    reason: str | None


def fit(reviewer: Reviewer, needs: tuple[Need, ...], requirements: Requirements) -> Fit:
    """Return how the specialties of *reviewer* fit the *needs* of all items.

    Each needs a match.

    For a degree with board certification only certified specialties count; for others, those
    practised.
    """
    return _fit(reviewer.specialties, needs, reviewer.degree in requirements.board_certified_degrees)


@lru_cache(maxsize=10_000)  # few reviewers differ in their specialties, and each case asks all of them
def _fit(specialties: tuple[Specialty, ...], needs: tuple[Need, ...], certification_needed: bool) -> Fit:  # noqa: FBT001 - a fact
    practised = tuple(specialty.name for specialty in specialties)
    if not _cover(practised, needs):
        return Fit((), "specialty")
    if certification_needed:
        practised = tuple(specialty.name for specialty in specialties if specialty.board_certified)
        if not _cover(practised, needs):
            return Fit((), "board-certification")
    return Fit(tuple(name for name in practised if any(_matches(name, need) for need in needs)), None)


def _cover(specialties: tuple[str, ...], needs: tuple[Need, ...]) -> bool:
    return all(any(_matches(name, need) for name in specialties) for need in needs)


def _matches(specialty: str, need: Need) -> bool:
    return _key(specialty) in _keys(need)


@cache
def _keys(need: Need) -> frozenset[str]:
    return frozenset(_key(specialty) for specialty in need)


@cache
def _key(specialty: str) -> str:
    """Return a specialty without case and punctuation, since spellings vary."""
    return " ".join(words(specialty.casefold().replace("&", " and ")))
