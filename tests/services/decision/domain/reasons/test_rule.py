"""The part of a recommendation that a case turns on."""

import pytest

from services.decision.domain.reasons.rule import rule

RECOMMENDATION = (
    "The MTUS supports the drug beside an anti-inflammatory drug. Dyspepsia alone is a reason, too. "
    "Use for more than a year raises the risk of a hip fracture (odds ratio 1.44)."
)


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("The employee takes an anti-inflammatory drug.", 1),
        ("Dyspepsia is no reason for it, the note says.", 2),
        ("The drug was taken for 1.44 years.", 2),
        ("A hip fracture is at risk.", 2),
        ("", 1),
    ],
)
def test_the_first_sentence_and_those_that_the_reasons_take_up(reason: str, kept: int) -> None:
    """A number or two words of its own bring a further sentence into the letter."""
    told = rule(RECOMMENDATION, [reason])

    assert told.startswith("The MTUS supports the drug")
    assert kept == told.count(". ") + 1


def test_one_sentence_is_told_whole() -> None:
    """A recommendation of one sentence has nothing to leave out."""
    assert "It is supported for 2.5 weeks." == rule("It is supported for 2.5 weeks.", [])
