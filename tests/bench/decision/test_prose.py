"""Figures of rationales."""

from datetime import date, timedelta

from bench.decision.prose import measure, source_of
from schemas.messages.application import Item
from services.decision.assessment.assess import assess
from services.decision.assessment.config import rules_of

RULES = rules_of("ca-workers-comp")
REQUESTED_ON = date(2015, 3, 20)
ITEM = Item(number=1, request="Massage", treatment="massage")
(FOUND,) = assess([ITEM], requested_on=REQUESTED_ON, injured_on=REQUESTED_ON - timedelta(400), rules=RULES)


def test_words_of_the_source_are_not_about_the_case() -> None:
    """Half of four words are about the case; a fault and a repeat are counted."""
    source = min(source_of(RULES.library), key=len)
    own = " ".join(["Pain"] * (len(source.split()) - 1)) + " eases."
    letter = FOUND.model_copy(
        update={"rationale": f"{source} {own.replace('Pain Pain', 'Pain')} {own.replace('Pain Pain', 'Pain')}"}
    )
    figures = measure([([letter], [])], RULES.library)

    assert (1, 3, 1) == (figures.rationales, figures.checked, figures.repeated)
    assert 0 < figures.about_the_case < 1


def test_an_item_without_a_proposal_is_left_out() -> None:
    """Only reasons of a proposal are measured."""
    figures = measure([([FOUND, FOUND.model_copy(update={"proposal": None})], ["13"])], RULES.library)

    assert (1, 0, 1.0) == (figures.rationales, figures.repeated, figures.sound)
