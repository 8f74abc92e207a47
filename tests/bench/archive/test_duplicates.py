"""The benchmark of the check for duplicates compares as intake does."""

from pathlib import Path

from bench.archive.duplicates import SHARED_EVERY, an_application, check, fill
from services.intake.filings import index_keys
from tests.examples import application


def test_cases_are_of_different_workers_but_for_those_that_are_shared() -> None:
    """Two numbers share no key, and one in fifty has the name of others on one day in years."""
    template = application()
    keys = [key for number in range(200) if number % SHARED_EVERY for key in index_keys(an_application(number, template))]
    shared = [index_keys(an_application(number, template))[0] for number in (0, 3_650)]

    assert len(keys) == len(set(keys))
    assert 1 == len(set(shared))


def test_each_check_runs_on_the_cases_written(tmp_path: Path) -> None:
    """A repeat that is not found fails the benchmark."""
    fill(tmp_path / "state", 60)
    figures = check(tmp_path / "state", 60, 20)

    assert {"of a worker without a case", "filed a second time", "of a name and a day that many share"} == set(figures)
    assert all(0 < each.median <= each.slow for each in figures.values())
