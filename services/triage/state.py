"""What triage keeps: of each case its pool; in the pool's partition its reviewers, their load and the cases that wait."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Literal

from runtime.state.state import Timer
from schemas.case import CaseNumber
from schemas.message import Part
from schemas.messages.application import Identifier
from schemas.messages.triage import ReviewerId
from services.triage.domain.assignment import Search
from services.triage.domain.reviewer import Reviewer


class CaseRecord(Part):
    """A case on its way: the pool it was sent to, and whether it is determined; the two arrive in any order. *seats* are its reviewers'."""

    pool: Identifier | None
    determined: bool
    seats: int = 1


class PoolRecord(Part):
    """A pool: how often its registry has changed."""

    registry_version: int


class ReviewerRecord(Part):
    """A reviewer of a pool."""

    reviewer: Reviewer


class Load(Part):
    """The cases open with a reviewer, also with one who left."""

    open_cases: int


class PoolCase(Part):
    """A case in its pool, open or released; released cases never come back.

    *reviewers* sit on it, *former* ones gave it back, *waiting_keys* are its seats that nobody could take so far. *search* is what its
    seats look for, *urgency* what their keys begin with.
    """

    stage: Literal["open", "released"]
    reviewers: tuple[ReviewerId, ...] = ()
    former: tuple[ReviewerId, ...] = ()
    waiting_keys: tuple[str, ...] = ()
    jurisdiction: Identifier | None = None
    search: Search | None = None
    urgency: str = ""


class Waiting(Part):
    """A seat of a case that nobody could take so far: what it needs, and the counts last published, for which version of the registry."""

    case_number: CaseNumber
    jurisdiction: Identifier
    search: Search
    considered: int
    excluded: tuple[tuple[str, int], ...]
    registry_version: int


@dataclass(frozen=True)
class PoolTables:
    """The tables of the pools of one partition. Reviewers, loads and waiting cases go by `pool/…`; waiting keys sort by urgency."""

    pools: MutableMapping[str, PoolRecord] = field(default_factory=dict)
    reviewers: MutableMapping[str, ReviewerRecord] = field(default_factory=dict)
    loads: MutableMapping[str, Load] = field(default_factory=dict)
    cases: MutableMapping[str, PoolCase] = field(default_factory=dict)
    waiting: MutableMapping[str, Waiting] = field(default_factory=dict)
    timers: MutableMapping[str, Timer] = field(default_factory=dict)
