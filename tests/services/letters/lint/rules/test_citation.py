"""Every decision rests on something that is named."""

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
    """However that is said; "the guideline" names none."""
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
    """In the guideline's line or in the reasons: guideline, database or study."""
    assert [] == found_by("citation", with_item(reviewer_guideline=line, rationale=reasons))


def test_what_falls_with_a_denied_surgery_needs_none() -> None:
    """By what its reasons say, or by the case; an approval, or the denial of what stands alone, does need one."""
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
    """Who will cite."""
    letter = with_item(reviewer_guideline="None cited.", rationale=NO_REASONS_CITED)

    assert [] == found_by("citation", letter.model_copy(update={"draft": True}))
