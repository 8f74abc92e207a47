"""The run_result of a chaos run and its table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rich.table import Table

from bench.checker.finding import Finding
from bench.checker.verdict import Verdict

AT_ONCE_SECONDS, LATER_SECONDS = 5.0, 10.0
"""Goals for the longest pause after a kill."""


@dataclass(frozen=True)
class RunResult:
    """The figures and findings of a run.

    *done* counts acts, *ends* how workers ended; *pauses* has seconds and service by kind of kill.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    done: Counter[str]
    pauses: dict[str, list[tuple[float, str]]]
    restarts: int
    ends: Counter[str]
    submitted: int
    overdue: int
    seconds: float


def table(run_result: RunResult) -> Table:
    """Return the table of acts, counts and findings."""
    made = Table("figure", "value", box=None, padding=(0, 2))
    for what, number in _rows(run_result):
        made.add_row(what, number)
    return made


def _rows(run_result: RunResult) -> Iterator[tuple[str, str]]:
    verdict = run_result.verdict
    yield "submissions by topic", f"{run_result.submitted:,}"
    yield "cases", f"{verdict.cases:,}"
    yield "letters", f"{verdict.letters:,}"
    for act, number in sorted(run_result.done.items()):
        yield act, f"{number:,}"
    yield "restarts of workers", f"{run_result.restarts:,}"
    yield "how workers ended", ", ".join(f"{how} {number}" for how, number in sorted(run_result.ends.items()))
    yield "repeats seen", f"{verdict.repeats:,}"
    yield "parked", f"{verdict.parked:,}"
    yield "still parked", f"{verdict.still_parked:,}"
    yield "deadlines that passed", f"{run_result.overdue:,}"
    yield "lost", f"{verdict.lost:,}"
    yield "twice", f"{verdict.twice:,}"
    yield "other findings", f"{len(run_result.findings) - verdict.lost - verdict.twice:,}"
    yield f"longest pause after a kill, started at once (goal {AT_ONCE_SECONDS:.0f} s)", _longest(run_result, "at once")
    yield f"longest pause after a kill, started later (goal {LATER_SECONDS:.0f} s)", _longest(run_result, "later")
    yield "time from the first start to rest", f"{run_result.seconds:,.0f} s"


def _longest(run_result: RunResult, started: str) -> str:
    measured = run_result.pauses.get(started, [])
    if not measured:
        return "not measured"
    seconds, service = max(measured)
    middle = sorted(measured)[len(measured) // 2][0]
    return f"{seconds:.1f} s ({service}); median {middle:.1f} s of {len(measured)}"
