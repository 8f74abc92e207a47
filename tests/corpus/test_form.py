"""Our form compared with a real determination's."""

import os
import re
from pathlib import Path

import pytest

from services.letters.printing.render import render
from tests.services.letters.sample import LETTER

CORPUS = Path(os.environ.get("IMR_CORPUS", Path(__file__).parents[3] / "shared"))
REAL = CORPUS / "reference/seed-determination.txt"
SENTENCE = re.compile(r"[A-Z][^.:]{40,}\.")
FORM = (
    "HOW THE IMR FINAL DETERMINATION WAS MADE",
    "The Expert Reviewer has the following credentials:",
    "State(s) of Licensure:",
    "Certification(s)/Specialty:",
    "CLINICAL CASE SUMMARY",
    "IMR ISSUES, DECISIONS AND RATIONALES",
    "Claims Administrator guideline:",
    "guideline:",
    "Decision rationale:",
)

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=f"no corpus: {REAL} is absent (IMR_CORPUS names the folder)")


def _words(text: str) -> str:
    return " ".join(text.split())


def test_the_form_is_the_real_ones() -> None:
    """Every heading and label of the form occurs in both letters, in the same order."""
    for text in (_words(REAL.read_text()), _words(render(LETTER, "text").decode())):
        places = [text.index(label) for label in FORM[:7]]

        assert sorted(places) == places
        assert text.count("Decision rationale:") == text.count("Claims Administrator guideline:") == 2


def test_no_sentence_is_copied() -> None:
    """We use the form's words, but none of the real letter's sentences."""
    real = set(SENTENCE.findall(_words(REAL.read_text())))

    assert len(real) > 10
    assert set() == real & set(SENTENCE.findall(_words(render(LETTER, "text").decode())))
