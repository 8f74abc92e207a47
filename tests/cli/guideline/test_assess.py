"""`imr guideline assess`: the items in a file are assessed without a case."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app

runner = CliRunner()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One item on which a guideline has criteria."""
    items = [{"request": "Chiropractic, 6 visits", "facts": {"previous_treatment": True}}]
    found = tmp_path / "items.json"
    found.write_text(json.dumps({"requested_on": "2015-03-20", "injured_on": "2014-03-12", "items": items}))
    return found


def test_text_has_the_proposal_and_the_criteria(file: Path) -> None:
    """It has the same proposal as the JSON, without the trace."""
    (assessed,) = json.loads(runner.invoke(app, ["guideline", "assess", str(file)]).stdout)
    told = runner.invoke(app, ["guideline", "assess", str(file), "--text"]).stdout

    assert told.startswith(f"1. Chiropractic, 6 visits: {assessed['proposal']}")
    assert assessed["closing"] in told
    assert any(criterion["sentence"] in told for trace in assessed["trace"] for criterion in trace["criteria"])


def test_text_names_words_that_are_not_read(file: Path) -> None:
    """Uncertain parts of a request and words without a place are shown under it."""
    items = [{"request": "Chiropractic 1-2 x week x 4 weeks, zorbing"}]
    file.write_text(json.dumps({"requested_on": "2015-03-20", "injured_on": "2014-03-12", "items": items}))

    told = runner.invoke(app, ["guideline", "assess", str(file), "--text"]).stdout

    assert "not certain: 4 to 8 visits are asked for, which is no one number" in told
    assert "not read: zorbing" in told


def test_a_guideline_file_that_is_not_sound_is_refused(file: Path, tmp_path: Path) -> None:
    """No item is assessed by half a library."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: broken\n")

    done = runner.invoke(app, ["guideline", "assess", str(file), "--with", str(broken)])

    assert (1, "") == (done.exit_code, done.stdout)
    assert "broken" in done.stderr
