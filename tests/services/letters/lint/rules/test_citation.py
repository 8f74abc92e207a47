"""The rule that each decision cites a source."""

import pytest

from services.letters.lint.facts import CaseFacts, ItemFacts
from tests.services.letters.lint.mutations import found_by, with_item

NO_REASONS_CITED = "The records show no gain in function. The visits so far are not counted."


@pytest.mark.parametrize(
    "line",
    [
        "The Expert Reviewer did not cite any medical evidence for its decision.",
        "None cited.",
        "No guideline was found.",
        "N/A",
        "Clinical judgement.",
        "Nothing.",
    ],
)
def test_a_decision_that_cites_nothing_is_found(line: str) -> None:
    """Every way to cite nothing is found; the mere word "guideline" is no citation."""
    letter = with_item(reviewer_guideline=line, rationale=f"{NO_REASONS_CITED} The guideline does not support it.")

    assert [("error", line)] == [(finding.severity, finding.evidence) for finding in found_by("citation", letter)]


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("MTUS Low Back Complaints (2004).", NO_REASONS_CITED),
        ("Decision based on Non-MTUS Citation Official Disability Guidelines (ODG).", NO_REASONS_CITED),
        ("Sildenafil: Drug information, accessed from UpToDate.com on 12/17/2016.", NO_REASONS_CITED),
        ("Example et al., A Study, 2014, Journal of Examples, pages 1-9.", NO_REASONS_CITED),
        ("None cited.", "ODG does not recommend it. Example et al. found no effect."),
    ],
)
def test_a_named_source_is_enough(line: str, reasons: str) -> None:
    """A guideline, database or study may be named in the guideline's line or the rationale."""
    assert [] == found_by("citation", with_item(reviewer_guideline=line, rationale=reasons))


def test_an_item_denied_with_its_surgery_needs_no_citation() -> None:
    """An item denied with its surgery needs no citation.

    An approved item, and a denied item on its own, do need one.
    """
    ancillary = {
        "reviewer_guideline": "None cited.",
        "rationale": "As the surgery is not medically necessary,",
        "outcome": "upheld",
    }
    of_the_first = CaseFacts(items=(ItemFacts(2, parent=1),))

    assert [] == found_by("citation", with_item(2, **ancillary))
    assert [] == found_by("citation", with_item(2, **{**ancillary, "rationale": "It goes with the first."}), of_the_first)
    assert 1 == len(found_by("citation", with_item(2, **{**ancillary, "rationale": "It goes with the first."})))
    assert 1 == len(found_by("citation", with_item(2, **{**ancillary, "outcome": "overturned"}), of_the_first))
    assert 1 == len(found_by("citation", with_item(1, **ancillary)))


def test_a_draft_waits_for_its_reviewer() -> None:
    """A draft may lack citations, which its reviewer will add."""
    letter = with_item(reviewer_guideline="None cited.", rationale=NO_REASONS_CITED)

    assert [] == found_by("citation", letter.model_copy(update={"draft": True}))
