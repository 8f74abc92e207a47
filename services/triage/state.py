"""The state of triage: each case's pool.

In a pool's partition its reviewers, loads and waiting cases.
"""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from runtime.state.homes import AllPartitions, Data, Further, Home, Homes, by_first_part, by_key, data_of, of_subject
from runtime.state.state import Timer
from schemas.case import CaseNumber
from schemas.message import Part
from schemas.messages.application import Day, Identifier
from schemas.messages.triage import ReviewerId
from services.triage.domain.assignment import Search
from services.triage.domain.reviewer import Reviewer


class Remand(Part):
    """The order of a court to review a case anew.

    Determinations up to *set_aside* no longer hold, and *reviewers* have no part in the review.
    """

    ordered_on: Day
    set_aside: int
    reviewers: tuple[ReviewerId, ...]


class CaseState(Part):
    """A case on its way: its pool, and whether it is determined, in either order of arrival.

    *seats* are its reviewers'. An *appealed* case is not dropped. *remand* is the order by which it
    is reviewed anew.
    """

    pool: Identifier | None
    determined: bool
    seats: int = 1
    appealed: Annotated[bool, Field(exclude_if=lambda appealed: not appealed)] = False
    remand: Annotated[Remand | None, Field(exclude_if=lambda remand: remand is None)] = None


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
    """A case in its pool, open or released.

    A court can remand it, on a day. *reviewers* have its seats, *former* ones gave it back or had
    it before, *waiting_keys* are its seats without a reviewer. *search* is the search for its
    seats, *urgency* the beginning of their keys. While the case is *on_hold* none of its seats
    waits or counts as a reviewer's load: *held_seats* are filled when it goes on.
    """

    stage: Literal["open", "released"]
    reviewers: tuple[ReviewerId, ...] = ()
    former: tuple[ReviewerId, ...] = ()
    waiting_keys: tuple[str, ...] = ()
    jurisdiction: Identifier | None = None
    search: Search | None = None
    urgency: str = ""
    on_hold: Annotated[bool, Field(exclude_if=lambda held: not held)] = False
    held_seats: Annotated[int, Field(exclude_if=lambda seats: not seats)] = 0
    remanded_on: Annotated[Day | None, Field(exclude_if=lambda day: day is None)] = None


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


def _of_pool_case(key: str, _data: Data, state: AllPartitions) -> Home:
    """Return the home of a case in its pool, which the case's own state names.

    For a case whose state was dropped, it is a pool that explains where it is.
    """
    if (case := state.find("cases", key)) is not None and case["pool"] is not None:
        return of_subject(case["pool"])
    at = state.where("pool-cases", key)
    if not (explaining := [home for home in _pools(state) if home.partition(state.partitions) == at]):
        raise LookupError(key)
    return explaining[0]


def _of_pools(state: AllPartitions) -> Further:
    """Return every pool: messages to a pool have a case or a reviewer as their subject."""
    homes = _pools(state)
    return lambda _subject: homes


def _pools(state: AllPartitions) -> Sequence[Home]:
    pools = {key for _, key, _ in state.records("pools")}
    pools |= {pool for _, _, content in state.records("cases") if (pool := data_of(content)["pool"]) is not None}
    return [of_subject(pool) for pool in sorted(pools)]


HOMES = Homes(
    tables={
        "cases": by_key,
        "pools": by_key,
        "reviewers": by_first_part,
        "loads": by_first_part,
        "pool-cases": _of_pool_case,
        "waiting": by_first_part,
    },
    further=_of_pools,
)
"""Where its state belongs."""
