"""All rules together."""

from pathlib import Path

import pytest

from services.letters.letter import Letter
from services.letters.lint.check import lint
from tests.examples import ROOT
from tests.services.letters.lint.mutations import with_item
from tests.services.letters.sample import BARE, DRAFT, LETTER

EXAMPLE = Letter.model_validate_json(Path(ROOT / "examples/letter.json").read_bytes())


@pytest.mark.parametrize("letter", [LETTER, BARE, DRAFT, EXAMPLE], ids=["sample", "bare", "draft", "example"])
def test_sound_letters_have_no_findings(letter: Letter) -> None:
    """Nothing is raised on the letters we generate."""
    assert () == lint(letter)


def test_a_finding_reads_as_a_sentence() -> None:
    """Rule, place, what is wrong and the letter's own words."""
    (finding,) = lint(with_item(outcome="overturned"))

    assert str(finding) == (
        "error: outcome at /items/0/closing: The heading says overturned, and the closing says the opposite. "
        "“Therefore, the request for Chiropractic, 6 visits is not medically necessary.”"
    )
