"""The stages of a case, in any order of its events.

A case is a mapping from each stage to the instant it was first reached; of a stage that can come
again, such as an appeal, to the last. Setting the earliest or the latest instant gives the same
result in any order and any number of times, so neither a repeat nor a topic that is read late
changes it.
"""

from collections.abc import Mapping
from typing import Literal, get_args

Stage = Literal[
    "received",
    "possible duplicate",
    "deferred",
    "ineligible",
    "eligible",
    "awaiting records",
    "ready for review",
    "no reviewer",
    "reviewer assigned",
    "assessed",
    "determined",
    "letter held",
    "letter issued",
    "terminated",
    "appealed",
    "affirmed",
    "resumed",
    "remanded",
    "determined anew",
    "letter issued anew",
    "consolidated",
]

STAGES: tuple[Stage, ...] = get_args(Stage)
"""In the order a case goes through them; some cases skip some."""

CLOSED: frozenset[Stage] = frozenset(
    {"ineligible", "letter issued", "terminated", "affirmed", "letter issued anew", "consolidated"}
)
"""Where a case ends: 8 CCR 9792.10.3(e), 9792.10.7; LC 4610.6(h)."""

AGAIN: frozenset[Stage] = frozenset(
    {"terminated", "appealed", "affirmed", "deferred", "resumed", "remanded", "determined anew", "letter issued anew"}
)
"""Stages that a case can reach again: after an appeal, or by another deferral."""

Instants = Mapping[Stage, float]
"""When a case reached each stage, in seconds since 1970."""

_DEFERRAL: frozenset[Stage] = frozenset({"deferred", "resumed"})
_RANK = {stage: rank for rank, stage in enumerate(STAGES)}
_LEFT_FOR: dict[Stage, frozenset[Stage]] = {
    "terminated": AGAIN,
    "consolidated": frozenset(),
    "appealed": frozenset({"affirmed", "remanded"}),
}
"""The stages that may follow another; every one where nothing is listed."""
_PATHS: dict[Stage, frozenset[Stage]] = {
    "ineligible": frozenset({"received"}),
    "terminated": frozenset({"received"}),
    "consolidated": frozenset({"received"}),
    "affirmed": frozenset({"received"}),
    "letter issued anew": frozenset({"received"}),
    "letter issued": frozenset({"received", "eligible", "ready for review", "reviewer assigned", "assessed", "determined"}),
}


def reach(instants: Instants, stage: Stage, at: float) -> dict[Stage, float]:
    """Return the case after it reached *stage* at *at*.

    The earliest instant of a stage counts, and the latest of one that can come again.
    """
    counts = max if stage in AGAIN else min
    return {**instants, stage: counts(at, instants.get(stage, at))}


def walk(instants: Instants) -> list[tuple[Stage, float]]:
    """The stages in the order they were reached; those of one instant in their usual order.

    A review that was terminated does not go on without an appeal, nor an appealed one without the
    court's decision: other stages crossed its end. One that was deferred and goes on is where it
    was before. The letter of a later determination ends a new review, if the court ordered one;
    otherwise it is one of a correction.
    """
    counted = instants
    if "remanded" not in instants:
        counted = {stage: at for stage, at in instants.items() if stage != "letter issued anew"} or instants
    steps: list[tuple[Stage, float]] = []
    for step in sorted(counted.items(), key=lambda reached: (reached[1], _RANK[reached[0]])):
        if not steps or step[0] in _LEFT_FOR.get(steps[-1][0], _RANK):
            steps.append(step)
    if steps and steps[-1][0] == "resumed":
        return [step for step in steps if step[0] not in _DEFERRAL] or steps
    return steps


def current_stage(instants: Instants) -> Stage:
    """The stage the case reached last."""
    return walk(instants)[-1][0]


def is_whole(instants: Instants) -> bool:
    """Return whether the case has ended and every stage it must have passed is known.

    Then no event of it is still to come.
    """
    stage = current_stage(instants)
    return stage in CLOSED and _PATHS[stage] <= instants.keys()
