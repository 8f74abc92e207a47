"""The outcome of a chaos run."""

from collections import Counter
from dataclasses import dataclass

from bench.checker.finding import Finding
from bench.checker.verdict import Verdict


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    done: Counter[str]
    pauses: dict[str, list[tuple[float, str]]]
    restarts: int
    ends: Counter[str]
    submitted: int
    overdue: int
    seconds: float
