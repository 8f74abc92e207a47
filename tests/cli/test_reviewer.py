"""`imr reviewer`: the registry of reviewers."""

import json
from pathlib import Path

from typer.testing import CliRunner

from cli.main import app
from schemas.messages.triage import ReviewerRecorded
from tests.cli.stream import FakeStream
from tests.examples import ROOT

runner = CliRunner()
FILE = str(ROOT / "examples/reviewers.yaml")


def test_every_reviewer_of_the_file_is_published(stream: FakeStream) -> None:
    """Without triage the command says that it has not taken them in."""
    done = runner.invoke(app, ["reviewer", "import", FILE])

    assert 0 == done.exit_code, done.output
    assert {ReviewerRecorded} == {type(each) for each in stream.commands}
    assert f"{len(stream.commands)} reviewers recorded; triage has not taken them in within 30 seconds" in " ".join(
        done.stdout.split()
    )


def test_a_file_with_one_wrong_reviewer_changes_nothing(stream: FakeStream, tmp_path: Path) -> None:
    """The message names the file."""
    file = tmp_path / "reviewers.yaml"
    file.write_text("- reviewer_id: R-1\n")

    done = runner.invoke(app, ["reviewer", "import", str(file)])

    assert 1 == done.exit_code
    assert "reviewers.yaml" in done.stderr.replace("\n", "")
    assert [] == stream.commands


def test_the_newest_entry_of_each_reviewer_is_listed(stream: FakeStream) -> None:
    """An import replaces known reviewers."""
    runner.invoke(app, ["reviewer", "import", FILE])
    first, *_ = stream.commands
    assert isinstance(first, ReviewerRecorded)
    stream.say(first, first.model_copy(update={"name": "Example Newname"}))

    listed = [json.loads(line) for line in runner.invoke(app, ["reviewer", "list", "--json"]).stdout.splitlines()]

    assert [(first.reviewer_id, "Example Newname")] == [(each["reviewer_id"], each["name"]) for each in listed]
