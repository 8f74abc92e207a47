"""All rules together."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from services.letters.letter import Letter
from services.letters.lint.run import lint
from tests.examples import ROOT
from tests.services.letters.letters_made import letters
from tests.services.letters.lint.mutations import with_item
from tests.services.letters.sample import BARE, DRAFT, LETTER

EXAMPLE = Letter.model_validate_json(Path(ROOT / "examples/letter.json").read_bytes())


@pytest.mark.parametrize("letter", [LETTER, BARE, DRAFT, EXAMPLE], ids=["sample", "bare", "draft", "example"])
def test_sound_letters_have_no_findings(letter: Letter) -> None:
    """The letters that the system generates have no findings."""
    assert () == lint(letter)


def test_a_finding_reads_as_a_sentence() -> None:
    """The line has the rule, the place, a sentence about the fault, and the letter's words."""
    (finding,) = lint(with_item(outcome="overturned"))

    assert str(finding) == (
        "error: outcome at /items/0/closing: The heading says overturned, but the closing says the opposite. "
        "“Therefore, the request for Chiropractic, 6 visits is not medically necessary.”"
    )


@given(letters())
@settings(deadline=None, max_examples=30)
def test_lint_reads_any_letter(letter: Letter) -> None:
    """On any letter, lint repeats itself exactly and quotes words from the place it names."""
    findings = lint(letter)

    assert findings == lint(letter)
    for finding in findings:
        value: Any = letter.model_dump(mode="json")
        for step in finding.place.removeprefix("/").split("/"):
            value = value[int(step) if step.isdigit() else step]
        assert finding.evidence in value or finding.rule == "treatment"
