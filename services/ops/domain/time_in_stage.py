"""How long cases stay in each stage."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from services.ops.domain.stages import Instants, Stage, walk


@dataclass(frozen=True)
class Stay:
    """The time *cases* stayed in a stage: mean and median, in seconds."""

    cases: int
    mean: float
    p50: float


def seconds_in_stages(instants: Instants) -> dict[Stage, float]:
    """Seconds from each stage of a case to the next; the stage it is in now has none yet."""
    return {stage: following - since for (stage, since), (_, following) in pairwise(walk(instants))}


def stays(cases: Iterable[Instants]) -> dict[Stage, Stay]:
    """The time in each stage that any of *cases* has left."""
    seconds: defaultdict[Stage, list[float]] = defaultdict(list)
    for instants in cases:
        for stage, stayed in seconds_in_stages(instants).items():
            seconds[stage].append(stayed)
    return {stage: Stay(len(stayed), fmean(stayed), median(stayed)) for stage, stayed in seconds.items()}
