"""Documents that a command is given."""

from pathlib import Path

import pytest
import typer

from cli.session.documents import read_document
from reading.json_text import read_json


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "{file} is not a letter: is empty\n"),
        (b'{"a": 1e400}', "{file} is not a letter: /a: is not a finite number; the largest is about 1.8e308\n"),
        (
            b'{"a": 1, "a": NaN}',
            "{file} is not a letter:\n  /a: this key is there more than once\n  /a: NaN is no number in JSON\n",
        ),
    ],
)
def test_every_problem_is_told(content: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One on the same line, several below one another."""
    file = tmp_path / "letter.json"
    file.write_bytes(content)
    with pytest.raises(typer.Exit) as ended:
        read_document(file, read_json, kind="a letter")

    assert 1 == ended.value.exit_code
    assert told.format(file=file) == capsys.readouterr().err


def test_a_sound_document_is_read(tmp_path: Path) -> None:
    """The result is what the reader returns."""
    (tmp_path / "letter.json").write_text("[1]")

    assert [1] == read_document(tmp_path / "letter.json", read_json)
