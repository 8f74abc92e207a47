"""Triage's messages: reviewers, cases to assign, assignments and their reasons."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from schemas.case import CaseNumber, OfACase
from schemas.message import ASCII_DIGITS, Command, Event, Name, Part
from schemas.messages.application import Day, Identifier
from schemas.messages.intake import Instant
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI
from schemas.topics import REVIEWERS, TRIAGE_EVENTS, TRIAGE_POOL

ReviewerId = Annotated[Identifier, QUASI]

Degree = Literal["MD", "DO", "DC", "LAc", "PhD", "PsyD", "DDS", "DMD", "DPM", "OD"]
"""The degree of a reviewer (LC 3209.3)."""


class Licence(Part):
    """A licence to practise in one state."""

    state: Annotated[Name, QUASI]
    unrestricted: Annotated[bool, QUASI]
    expires_on: Annotated[Day, QUASI]


class Specialty(Part):
    """A specialty and whether a recognised board certifies the reviewer in it."""

    name: Annotated[Name, QUASI]
    board_certified: Annotated[bool, QUASI]


class Affiliation(Part):
    """A tie between the reviewer and a person or organization (LC 139.5(c))."""

    kind: Annotated[Literal["professional", "familial", "financial"], QUASI]
    name: Annotated[Name, DIRECT]


class Qualifications(Part):
    """The facts that decide whether a reviewer may review a case; they name no reviewer."""

    degree: Annotated[Degree, QUASI]
    licences: Annotated[tuple[Licence, ...], Field(max_length=60)]
    specialties: Annotated[tuple[Specialty, ...], Field(max_length=20)]
    disciplined: Annotated[bool, QUASI]
    practising_since: Annotated[Day, QUASI]
    weekly_practice_hours: Annotated[int, Field(ge=0, le=168), QUASI]
    affiliations: Annotated[tuple[Affiliation, ...], Field(max_length=500)]
    open_cases_max: Annotated[int, Field(ge=0, le=10_000), PLAIN]
    active: Annotated[bool, PLAIN]


class ReviewerRecorded(Event):
    """A reviewer's current record; on the only topic that carries a reviewer's name."""

    type = "imr.triage.reviewer-recorded"
    topic = REVIEWERS

    reviewer_id: ReviewerId
    name: Annotated[Name, DIRECT]
    npi: Annotated[str, Field(pattern=r"^\d{10}$"), ASCII_DIGITS, DIRECT] | None
    qualifications: Qualifications

    @property
    def key(self) -> str:
        """The reviewer id."""
        return self.reviewer_id


class OfAPool(Part):
    """A message of one pool of reviewers: one pool, one partition, one owner."""

    pool: Annotated[Identifier, PLAIN]

    @property
    def key(self) -> str:
        """The pool."""
        return self.pool


class EnrolReviewer(OfAPool, Command):
    """Add a reviewer to this pool, with digests of the name instead of the name.

    The digests show whether a reviewer is a party to a case.
    """

    type = "imr.triage.enrol-reviewer"
    topic = TRIAGE_POOL

    reviewer_id: ReviewerId
    identity_digests: Annotated[tuple[Annotated[str, DIRECT], ...], Field(max_length=10)]
    qualifications: Qualifications

    @property
    def subject(self) -> str:
        """The reviewer."""
        return self.reviewer_id


class PartyName(Part):
    """A party with whom a reviewer must have no tie, and its role."""

    role: Annotated[Identifier, PLAIN]
    name: Annotated[Name, DIRECT]
    npi: Annotated[str, DIRECT] | None


class ItemNeed(Part):
    """The treatment and body region of one item, which say whose field it is."""

    treatment: Annotated[Identifier, CLINICAL] | None
    body_region: Annotated[Identifier, CLINICAL] | None


class FindReviewer(OfAPool, Command):
    """Find a reviewer for a case."""

    type = "imr.triage.find-reviewer"
    topic = TRIAGE_POOL

    case_number: CaseNumber
    jurisdiction: Annotated[Identifier, PLAIN]
    priority: Annotated[Literal["standard", "expedited"], PLAIN]
    items: tuple[ItemNeed, ...]
    parties: tuple[PartyName, ...]
    on: Annotated[Day, PLAIN]
    determination_due_at: Instant

    @property
    def subject(self) -> str:
        """The case."""
        return self.case_number


class FindReviewerAnew(FindReviewer):
    """Find a reviewer for a case that the court remanded on a day (LC 4610.6(i)).

    None of the *earlier_reviewers* is taken, nor any that had the case in this pool.
    """

    type = "imr.triage.find-reviewer-anew"

    remanded_on: Annotated[Day, PLAIN]
    earlier_reviewers: tuple[ReviewerId, ...]


class CaseChange(Part):
    """An act after which the reviewers of a case are checked again.

    Items of *from_case* joined it; None if the name of a party was corrected.
    """

    from_case: CaseNumber | None
    acted_at: Instant


def _without_change(data: dict[str, Any]) -> dict[str, Any]:
    """Add the act, which version 1 did not name."""
    return {**data, "change": None}


class RecheckCase(FindReviewer):
    """Check the reviewers of a case whose names were corrected, or that other items joined.

    They need the specialties of all items, and have no tie to a party of any dispute (8 CCR
    9792.10.4(a), LC 139.5(c)). *change* is the act, None in a command of version 1.
    """

    type = "imr.triage.recheck-case"
    version = 2
    upcasters: ClassVar = {1: _without_change}

    change: CaseChange | None


class FindAnotherReviewer(OfAPool, Command):
    """Find one more reviewer for a case.

    *instead_of* is the reviewer who gave it back, or None for a further seat of a panel. Present
    and former reviewers of the case are left out.
    """

    type = "imr.triage.find-another-reviewer"
    topic = TRIAGE_POOL

    case_number: CaseNumber
    instead_of: ReviewerId | None

    @property
    def subject(self) -> str:
        """The case."""
        return self.case_number


class ReleaseReviewer(OfAPool, Command):
    """The case is determined; its reviewers have room for another."""

    type = "imr.triage.release-reviewer"
    topic = TRIAGE_POOL

    case_number: CaseNumber

    @property
    def subject(self) -> str:
        """The case."""
        return self.case_number


class AdjustCase(OfAPool, Command):
    """Let a case stand still or go on in its pool, or change its urgency.

    On hold its reviewers keep it and have room for another, and no seat of it is filled. *priority*
    and *determination_due_at* order the waiting cases; None leaves them.
    """

    type = "imr.triage.adjust-case"
    topic = TRIAGE_POOL

    case_number: CaseNumber
    on_hold: Annotated[bool, PLAIN]
    priority: Annotated[Literal["standard", "expedited"], PLAIN] | None
    determination_due_at: Instant | None

    @property
    def subject(self) -> str:
        """The case."""
        return self.case_number


class ReviewerAssigned(OfACase, Event):
    """This reviewer reviews the case; why, and how many others were left out for which reason."""

    type = "imr.triage.reviewer-assigned"
    topic = TRIAGE_EVENTS

    reviewer_id: ReviewerId
    pool: Annotated[Identifier, PLAIN]
    licensure: Annotated[tuple[Annotated[Name, QUASI], ...], Field(min_length=1)]
    specialties: Annotated[tuple[Annotated[Name, QUASI], ...], Field(min_length=1)]
    matching_specialties: tuple[Annotated[Name, QUASI], ...]
    open_cases: Annotated[int, PLAIN]
    considered: Annotated[int, PLAIN]
    excluded: Annotated[dict[str, int], PLAIN]
    assigned_at: Instant


class ReviewerWithdrawn(OfACase, Event):
    """The reviewer may not review the items that joined the case; another one is sought.

    *because* is the first exclusion that applies, as in *excluded* of NoReviewerFound.
    """

    type = "imr.triage.reviewer-withdrawn"
    topic = TRIAGE_EVENTS

    reviewer_id: ReviewerId
    because: Annotated[Identifier, PLAIN]


class ReviewersRechecked(OfACase, Event):
    """Those reviewers who may not review the case since *change* were withdrawn.

    The others keep it; nothing is signed between that act and this answer.
    """

    type = "imr.triage.reviewers-rechecked"
    topic = TRIAGE_EVENTS
    may_be_ignored = True

    change: CaseChange


class NoReviewerFound(OfACase, Event):
    """No reviewer in the pool may take the case.

    It waits for the registry or the load to change.
    """

    type = "imr.triage.no-reviewer-found"
    topic = TRIAGE_EVENTS

    pool: Annotated[Identifier, PLAIN]
    considered: Annotated[int, PLAIN]
    excluded: Annotated[dict[str, int], PLAIN]
