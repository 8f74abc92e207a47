"""What whoever made the traffic knows about it, and the topics cannot tell."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bench.checker.facts import SERVICES, Place


@dataclass(frozen=True)
class Expectation:
    """What was done to a deployment.

    *partitions*: how many its topics have. *services*: those that ran, for nobody waits for the others. *acknowledged*: the submissions
    a channel confirmed. *poison*: what was written that no service can take, and who must park it; None: nobody knows. *foreign*: places of messages that
    pose as a service's own. *signs_itself*: whether no signature is waited for.
    """

    partitions: int
    services: AbstractSet[str] = frozenset(SERVICES)
    acknowledged: AbstractSet[str] = frozenset()
    poison: Mapping[Place, AbstractSet[str]] | None = field(default_factory=dict)
    foreign: AbstractSet[Place] = frozenset()
    signs_itself: bool = True
