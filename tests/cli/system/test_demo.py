"""`imr demo`: one case by the commands that a user would type."""

from pathlib import Path

import pytest
import typer

from cli.system.demo import _walk, demo
from tests.examples import CASE_NUMBER


def test_outside_the_project_the_demo_names_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(typer.Exit):
        demo(tmp_path / "out")

    told = capsys.readouterr().err
    assert "examples/chiropractic-and-massage.json" in told
    assert "`make demo`" in told
    assert not (tmp_path / "out").exists()


def test_the_case_goes_from_registry_to_its_history(tmp_path: Path) -> None:
    """Each step is one command; the letter is fetched into the folder that was asked for."""
    ran: list[tuple[str, ...]] = []

    def imr(*arguments: str, quiet: bool = False) -> str:
        if not quiet:
            ran.append(arguments)
        return f'{{"case": "{CASE_NUMBER}", "reviewer_id": "R-1"}}\n'

    _walk(imr, tmp_path / "run", tmp_path)

    assert [
        ("reviewer", "import"),
        ("submit", "examples/chiropractic-and-massage.json"),
        ("decision", "show"),
        ("decision", "sign"),
        ("letter", "fetch"),
        ("letter", "verify"),
        ("letter", "services"),
        ("case", "show"),
    ] == [arguments[:2] for arguments in ran]
    assert ("letter", "fetch", CASE_NUMBER, "--out", str(tmp_path)) in ran
    assert ("decision", "sign", CASE_NUMBER, "--reviewer", "R-1", "--keep") in ran
