"""Whether two cases may have one determination (8 CCR 9792.10.4(a)).

They have one employee, one date of injury and one requesting physician. The letter is served once
on each party, so their claims administrator and their attorney may not differ either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.intake.domain.duplicates import Worker, compare_workers
from terms.names import name_keys

Obstacle = Literal["other-employee", "other-injury", "other-physician", "other-administrator", "other-attorney", "other-law"]
"""The field in which two cases differ so that they cannot have one determination."""

OBSTACLES: dict[Obstacle, str] = {
    "other-employee": "The cases do not name the same employee for certain.",
    "other-injury": "The cases have different dates of injury.",
    "other-physician": "The cases have different requesting physicians.",
    "other-administrator": "The cases have different claims administrators, and one letter is served on one.",
    "other-attorney": "The cases name different attorneys, and one letter is served on one.",
    "other-law": "The cases are under different laws.",
}
"""Each obstacle in a sentence."""


@dataclass(frozen=True, slots=True)
class Person:
    """A physician or an attorney: the name as written and, if known, the NPI."""

    name: str
    npi: str | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """An application, as far as it is compared for a consolidation."""

    worker: Worker
    injured_on: date
    injured_from_on: date | None
    physician: Person
    claims_administrator: str
    attorney: Person | None = None


@dataclass(frozen=True, slots=True)
class Consolidable:
    """The fields that agree in two cases, and the obstacles, none if they may be consolidated."""

    agreed: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]


def compare_disputes(one: Dispute, other: Dispute) -> Consolidable:
    """Return the fields in which two cases agree, and those that forbid one determination."""
    worker = compare_workers(one.worker, other.worker)
    found: list[tuple[Obstacle, Iterable[str]]] = [
        ("other-employee", worker.agreed if worker.verdict == "same" else ()),
        ("other-injury", ("injured_on",) if _injury(one) == _injury(other) else ()),
        ("other-physician", _same_person("requesting_physician", one.physician, other.physician)),
        ("other-administrator", _same_name("claims_administrator", one.claims_administrator, other.claims_administrator)),
    ]
    agreed = tuple(field for _, fields in found for field in fields)
    obstacles = [obstacle for obstacle, fields in found if not tuple(fields)]
    if one.attorney and other.attorney and not _same_person("attorney", one.attorney, other.attorney):
        obstacles.append("other-attorney")
    return Consolidable(agreed, tuple(obstacles))


def _injury(dispute: Dispute) -> tuple[date, date]:
    return dispute.injured_from_on or dispute.injured_on, dispute.injured_on


def _same_person(field: str, one: Person, other: Person) -> tuple[str, ...]:
    """Return the field by which two persons are the same; an NPI goes before the name."""
    if one.npi and other.npi:
        return (f"{field}_npi",) if one.npi == other.npi else ()
    return _same_name(field, one.name, other.name)


def _same_name(field: str, one: str, other: str) -> tuple[str, ...]:
    return (field,) if set(name_keys(one)) & set(name_keys(other)) else ()
