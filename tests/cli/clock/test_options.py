"""The jurisdiction whose clocks are meant."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from jurisdictions import files


@pytest.mark.parametrize("command", [["clock", "list"], ["clock", "due", "filing"]])
def test_an_unknown_jurisdiction_is_answered_with_those_there_are(command: list[str]) -> None:
    """The option that named it is said."""
    result = CliRunner().invoke(app, [*command, "--jurisdiction", "atlantis"])

    assert (2, "") == (result.exit_code, result.stdout)
    assert "--jurisdiction" in result.stderr
    assert "there is: ca-workers-comp" in " ".join(result.stderr.split())


def test_a_file_that_is_not_sound_is_told_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person who edits it learns where; nothing is counted with half a file."""
    text = (files._FOLDER / "ca-workers-comp.yaml").read_text().replace("falls_on: 12 February", "falls_on: 30 February")
    (tmp_path / "broken.yaml").write_text(text)
    monkeypatch.setattr(files, "_FOLDER", tmp_path)
    result = CliRunner().invoke(app, ["clock", "list", "--jurisdiction", "broken"])

    assert (1, "") == (result.exit_code, result.stdout)
    assert re.search(
        r"broken\.yaml:\d+: /calendars/court-days/holidays/2/falls_on: is no rule for a day", " ".join(result.stderr.split())
    )


def test_the_setting_counts_where_no_option_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """IMR_JURISDICTION names the default."""
    monkeypatch.setenv("IMR_JURISDICTION", "atlantis")
    result = CliRunner().invoke(app, ["clock", "list"])

    assert 1 == result.exit_code
    assert "IMR_JURISDICTION" in result.stderr
