"""The benchmark of precedents finds those it wrote."""

import pytest

from bench.precedents import main


def test_every_case_on_the_treatment_is_a_precedent(capsys: pytest.CaptureFixture[str]) -> None:
    """The figures name the number of cases and of precedents."""
    main(3)

    printed = capsys.readouterr().out
    assert printed.startswith("3 determinations: ")
    assert "3 precedents among 3 of one treatment" in printed
