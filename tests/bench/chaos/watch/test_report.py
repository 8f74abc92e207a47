"""The report of a chaos run shows its figures."""

from collections import Counter
from dataclasses import replace

from bench.chaos.watch.report import RunResult, table
from bench.checker.finding import Finding
from bench.checker.verdict import Verdict

FINDINGS = (Finding("lost", "a case"), Finding("twice", "a letter"), Finding("illegal", "a path"))
OUTCOME = RunResult(
    verdict=Verdict(FINDINGS, cases=1_000, letters=990, repeats=12, parked=7, still_parked=2),
    findings=(*FINDINGS, Finding("state differs", "a worker")),
    done=Counter({"slow consumer": 2, "broker restart": 1}),
    pauses={"at once": [(1.0, "intake"), (3.25, "triage"), (2.0, "letters")]},
    restarts=21,
    ends=Counter({"SIGKILL": 20, "left": 1}),
    submitted=1_010,
    overdue=4,
    seconds=61.4,
)


def _cells(run_result: RunResult) -> dict[str, str]:
    first, second = (list(column.cells) for column in table(run_result).columns)
    return dict(zip(map(str, first), map(str, second), strict=True))


def test_each_figure_has_a_row() -> None:
    """Findings other than lost and twice are counted together."""
    cells = _cells(OUTCOME)

    assert ("1,010", "1,000", "990") == (cells["submissions by topic"], cells["cases"], cells["letters"])
    assert ("1", "1", "2") == (cells["lost"], cells["twice"], cells["other findings"])
    assert "SIGKILL 20, left 1" == cells["how workers ended"]
    assert ("1", "2") == (cells["broker restart"], cells["slow consumer"])


def test_the_longest_pause_is_named_with_its_service_and_the_median() -> None:
    """A kind of pause that was never measured says so."""
    pauses = [value for name, value in _cells(OUTCOME).items() if name.startswith("longest pause")]

    assert ["3.2 s (triage); median 2.0 s of 3", "not measured"] == pauses


def test_a_run_without_acts_has_no_rows_for_them() -> None:
    """Only acts that were done are listed."""
    assert "slow consumer" not in _cells(replace(OUTCOME, done=Counter()))
