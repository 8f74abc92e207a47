"""Rejects are written as they are found."""

import json
from pathlib import Path

import pytest

from cli.submission.rejects import Rejects, folder_of_rejects, sentence_of
from reading.problems import NotReadable, Problem
from tests.examples import ROOT

WRONG = (Problem("/employer", "is missing"),)


def test_a_reject_has_its_place_and_reasons(tmp_path: Path) -> None:
    """The line, or the place in a list; the file is its owner's."""
    rejects = Rejects(Path("x/many.jsonl"), tmp_path, force=False)
    rejects.add(":3", WRONG)
    rejects.add("/7", WRONG)
    rejects.close()

    kept = [json.loads(line) for line in (tmp_path / "many.jsonl.rejects.jsonl").read_text().splitlines()]
    reasons = [{"pointer": "/employer", "detail": "is missing"}]
    assert [{"line": 3, "errors": reasons}, {"line": 1, "place": "/7", "errors": reasons}] == kept
    assert 0o600 == rejects.path.stat().st_mode & 0o777


def test_an_earlier_file_is_kept_and_no_link_is_followed(tmp_path: Path) -> None:
    """The new one gets a number."""
    (tmp_path / "many.rejects.jsonl").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "many.rejects.2.jsonl").write_text("old\n")
    rejects = Rejects(Path("many"), tmp_path, force=False)
    rejects.add("", WRONG)
    rejects.close()

    assert "many.rejects.3.jsonl" == rejects.path.name
    assert not (tmp_path / "elsewhere").exists()


def test_without_rejects_there_is_no_file(tmp_path: Path) -> None:
    """With force, an earlier one is deleted."""
    (tmp_path / "many.rejects.jsonl").write_text("old\n")
    Rejects(Path("many"), tmp_path, force=False).close()
    assert ["many.rejects.jsonl"] == [each.name for each in tmp_path.iterdir()]

    Rejects(Path("many"), tmp_path, force=True).close()
    assert [] == list(tmp_path.iterdir())


def test_another_kind_of_file_ends_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An application in between begins the count again."""
    monkeypatch.setattr("cli.submission.rejects.IN_A_ROW_MAX", 3)
    rejects = Rejects(Path("-"), tmp_path, force=False)
    for _ in range(2):
        rejects.add(":1", WRONG)
    rejects.passed()
    for _ in range(2):
        rejects.add(":1", WRONG)

    with pytest.raises(NotReadable, match="in a row"):
        rejects.add(":1", WRONG)
    rejects.close()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With the way out."""
    with pytest.raises(NotReadable, match="--rejects"):
        Rejects(Path("many"), tmp_path / "gone", force=False).add("", WRONG)


def test_a_sentence_has_the_first_problems() -> None:
    """The file of rejects has all."""
    assert "is wrong; is wrong; is wrong; and 2 more" == sentence_of(NotReadable(Problem("", "is wrong") for _ in range(5)))
    assert "is wrong" == sentence_of(NotReadable((Problem("", "is wrong"),)))


def test_rejects_lie_beside_the_users_own_file(tmp_path: Path) -> None:
    """Standard input, a device and our examples have nothing of the user's beside them."""
    own = tmp_path / "many.jsonl"
    own.write_text("{}\n")

    assert tmp_path == folder_of_rejects(own)
    for elsewhere in (Path("-"), Path("/dev/null"), Path("/dev/fd/0"), ROOT / "examples/letter.json"):
        assert Path() == folder_of_rejects(elsewhere)
