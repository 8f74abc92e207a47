"""Real letters as precedents."""

import os
from pathlib import Path

import pytest

from schemas.messages.application import Item
from services.decision.analysis.precedents import PrecedentIndex
from services.decision.assessment.config import rules_of
from services.decision.assessment.item_facts import item_facts
from services.decision.domain.comparison.similarity import Features
from services.letters.parse.determination import read_letter
from services.letters.parse.history_event import determination_imported
from services.letters.parse.text.encoding import content_of, text_of

CORPUS = Path(os.environ.get("IMR_CORPUS", Path(__file__).parents[3] / "shared"))
LETTERS = sorted((CORPUS / "letters").glob("*.txt"))
RECOGNISED_MIN = 0.75
"""The least share of items whose request names a treatment of the library."""

pytestmark = pytest.mark.skipif(not LETTERS, reason="no corpus: the letters are absent (IMR_CORPUS names the folder)")


def test_real_letters_are_found_as_precedents(tmp_path: Path) -> None:
    """Most requests are recognised, and a query with the words of one finds it with score 1."""
    library = rules_of("ca-workers-comp").library
    imported = [determination_imported(read_letter(text_of(content_of(letter))), letter.stem) for letter in LETTERS]
    items = [(message.case_number, each) for message in imported for each in message.items]
    unknown = 0

    with PrecedentIndex(tmp_path / "precedents.sqlite", library, "words") as index:
        for message in imported:
            index.take(message)
        for case_number, each in items:
            known = item_facts(Item(number=1, request=" ".join(each.request.split())[:300]), library)
            asked = Features(known.treatment, known.body_region, None, each.reviewer_guideline, known.values)
            found = index.similar(asked, but="", most=100)
            unknown += known.treatment is None
            assert known.treatment is None or (case_number, each.number, 1.0) in {
                (other.case_number, other.item, other.like.score) for other in found
            }

    assert len(items) - unknown >= RECOGNISED_MIN * len(items)
