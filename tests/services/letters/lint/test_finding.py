"""A finding as a line for people."""

import pytest

from services.letters.lint.finding import Finding, Severity


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_finding_is_one_line(severity: Severity) -> None:
    """The line gives severity, rule, place, sentence and quotation, in this order."""
    finding = Finding("outcome", severity, "/items/0/closing", "The closing decides nothing.", "It rained.")

    assert f"{severity}: outcome at /items/0/closing: The closing decides nothing. “It rained.”" == str(finding)


def test_equal_findings_are_one() -> None:
    """Findings are values, so the report of a letter can leave out repetitions."""
    assert 1 == len({Finding("names", "error", "/a", "b", "c"), Finding("names", "error", "/a", "b", "c")})
