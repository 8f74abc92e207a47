"""The state of triage: each case's pool.

In a pool's partition its reviewers, loads and waiting cases.
"""

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


class CaseState(Part):
    """A case on its way: its pool, and whether it is determined, in either order of arrival.

    *seats* are its reviewers'.
    """

    pool: Identifier | None
    determined: bool
    seats: int = 1


class PoolState(Part):
    """A pool: how often its registry has changed."""

    registry_version: int


class ReviewerState(Part):
    """A reviewer of a pool."""

    reviewer: Reviewer


class Load(Part):
    """The cases open with a reviewer, also with one who left."""

    open_cases: int


class PoolCase(Part):
    """A case in its pool, open or released; released cases never come back.

    *reviewers* have its seats, *former* ones gave it back, *waiting_keys* are its seats without a
    reviewer. *search* is the search for its seats, *urgency* the beginning of their keys.
    """

    stage: Literal["open", "released"]
    reviewers: tuple[ReviewerId, ...] = ()
    former: tuple[ReviewerId, ...] = ()
    waiting_keys: tuple[str, ...] = ()
    jurisdiction: Identifier | None = None
    search: Search | None = None
    urgency: str = ""


class Waiting(Part):
    """A seat without a reviewer.

    Its needs, the counts last published, and the registry's version then.
    """

    case_number: CaseNumber
    jurisdiction: Identifier
    search: Search
    considered: int
    excluded: tuple[tuple[str, int], ...]
    registry_version: int


@dataclass(frozen=True)
class PoolTables:
    """The tables of the pools of one partition.

    Reviewers, loads and waiting cases are under `pool/…`; waiting keys sort by urgency.
    """

    pools: MutableMapping[str, PoolState] = field(default_factory=dict)
    reviewers: MutableMapping[str, ReviewerState] = field(default_factory=dict)
    loads: MutableMapping[str, Load] = field(default_factory=dict)
    cases: MutableMapping[str, PoolCase] = field(default_factory=dict)
    waiting: MutableMapping[str, Waiting] = field(default_factory=dict)
    timers: MutableMapping[str, Timer] = field(default_factory=dict)
