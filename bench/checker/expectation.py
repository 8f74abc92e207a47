"""Facts about a run that its topics do not show."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bench.checker.facts import SERVICES, Position


@dataclass(frozen=True)
class Expectation:
    """The traffic and the setup of a checked deployment.

    *partitions*: partitions of each topic. *services*: those that ran; work of others is not
    expected. *acknowledged*: ids of submissions that a channel acknowledged. *poison*: the
    places of poison and the services that must park it; None if unknown. *foreign*: places of
    messages in a service's name that an outsider wrote. *signs_itself*: drafts sign themselves.
    """

    partitions: int
    services: AbstractSet[str] = frozenset(SERVICES)
    acknowledged: AbstractSet[str] = frozenset()
    poison: Mapping[Position, AbstractSet[str]] | None = field(default_factory=dict)
    foreign: AbstractSet[Position] = frozenset()
    signs_itself: bool = True
