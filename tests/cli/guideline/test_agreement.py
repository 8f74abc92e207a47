"""`imr guideline agreement`: proposals are compared with decisions."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.guideline.agreement import _print_figures
from cli.main import app
from services.decision.analysis.agreement import figures_of


def test_a_figure_that_cannot_be_computed_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    """Without decided items there are no shares."""
    _print_figures({"all": figures_of([])})

    assert ["all", "0", "-", "-", "-", "-", "-", "-"] == capsys.readouterr().out.rstrip("\n").split("\t")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Exit status 1, no traceback."""
    file = tmp_path / "cases.json"
    file.write_text("not json")

    done = CliRunner().invoke(app, ["guideline", "agreement", str(file)])

    assert 1 == done.exit_code
    assert "cases.json" in done.stderr.replace("\n", "")
    assert "Traceback" not in done.output
