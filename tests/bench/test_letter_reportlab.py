"""ReportLab sets the blocks of a letter; it is installed in .venv-bench only."""

import json
from pathlib import Path

import pytest

from bench.letter_inputs import write_letters


def test_the_blocks_of_a_letter_become_a_pdf(tmp_path: Path) -> None:
    """The same blocks give the same bytes."""
    pytest.importorskip("reportlab", reason="reportlab is installed by `make bench`, into .venv-bench")
    from bench.letter_reportlab import set_letter  # noqa: PLC0415, the module needs reportlab

    write_letters(tmp_path, 1)
    blocks = json.loads((tmp_path / "0.blocks.json").read_text())

    assert set_letter(blocks).startswith(b"%PDF-")
    assert set_letter(blocks) == set_letter(blocks)


def test_a_block_of_an_unknown_kind_is_an_error(tmp_path: Path) -> None:
    """A letter with a part missing would be set faster than the others."""
    pytest.importorskip("reportlab", reason="reportlab is installed by `make bench`, into .venv-bench")
    from bench.letter_reportlab import set_letter  # noqa: PLC0415, the module needs reportlab

    letter = {"organization": "O", "title": "T", "case": {"value": "C"}, "blocks": [{"kind": "picture"}]}
    with pytest.raises(NotImplementedError, match="picture"):
        set_letter(letter)
