"""`imr guideline diff` and `backtest` from files."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.examples import ROOT
from tests.services.decision.whatif import GENEROUS, written

runner = CliRunner()
EXAMPLE = ROOT / "examples/chiropractic-and-massage.json"


def test_two_editions_are_compared() -> None:
    """The difference is printed in words and as JSON."""
    arguments = ["guideline", "diff", "mtus-2009-physical-medicine", "mtus-2016-physical-medicine"]
    shown = runner.invoke(app, arguments)
    places = {each["place"] for each in json.loads(runner.invoke(app, [*arguments, "--json"]).stdout)}

    assert "in_force" in places
    assert "It holds for requests from" in " ".join(shown.output.split())


def test_what_is_no_edition_is_said_in_a_line() -> None:
    """The message lists editions that exist."""
    done = runner.invoke(app, ["guideline", "diff", "mtus-1999-massage", "mtus-2009-massage"])

    assert 2 == done.exit_code
    assert "is no edition" in done.output


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[" * 200_000, b"id: new\nalso_in: 5\n", b"- 1\n"])
def test_a_file_that_is_no_guideline_is_told_as_check_tells_it(tmp_path: Path, content: bytes) -> None:
    """One that cannot be read has no field that could be missing."""
    file = tmp_path / "new.yaml"
    file.write_bytes(content)
    told = runner.invoke(app, ["guideline", "check", str(file)]).stderr

    assert "new.yaml:1: " in told
    for command in (["backtest"], ["diff", "mtus-2009-massage"]):
        done = runner.invoke(app, ["guideline", *command, str(file)])
        assert (1, told) == (done.exit_code, done.stderr)


def test_a_backtest_over_files(tmp_path: Path) -> None:
    """Changed items have their reason; files hold one application or JSON Lines."""
    file = written(tmp_path, **GENEROUS)
    lines = tmp_path / "applications.jsonl"
    lines.write_text("\n".join([json.dumps(json.loads(EXAMPLE.read_text()))] * 3))

    done = runner.invoke(app, ["guideline", "backtest", str(file), "--cases", str(EXAMPLE), "--cases", str(lines), "--json"])
    *changes, summary = [json.loads(line) for line in done.stdout.splitlines()]

    assert 0 == done.exit_code, done.output
    assert {"cases": 4, "items": 8, "changed": {"proposal": 4}} == {key: summary[key] for key in ("cases", "items", "changed")}
    assert ["applications.jsonl:1", "applications.jsonl:2", "applications.jsonl:3", f"{EXAMPLE.name}:1"] == sorted(
        each["case"] for each in changes
    )
    assert "proposals that change: 4 (4 upheld to overturned)" in runner.invoke(
        app, ["guideline", "backtest", str(file), "--cases", str(EXAMPLE), "--cases", str(lines)]
    ).output.replace("\n", " ")


def test_a_backtest_names_the_bad_line(tmp_path: Path) -> None:
    """The message names file, line and field."""
    lines = tmp_path / "applications.jsonl"
    lines.write_text(f"{json.dumps(json.loads(EXAMPLE.read_text()))}\n\n{{}}\n")
    done = runner.invoke(app, ["guideline", "backtest", "mtus-2009-massage", "--cases", str(lines)])

    assert 1 == done.exit_code
    assert "line 3, /injured_on" in done.output.replace("\n", "")
