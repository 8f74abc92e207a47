"""An expectation names the deployment that is checked."""

from bench.checker.expectation import Expectation
from bench.checker.facts import SERVICES


def test_by_default_a_whole_healthy_deployment_is_expected() -> None:
    """All services run, nothing is poison, nothing is foreign and drafts sign themselves."""
    expected = Expectation(4)

    assert (set(SERVICES), {}, set(), True) == (
        set(expected.services),
        expected.poison,
        set(expected.foreign),
        expected.signs_itself,
    )
