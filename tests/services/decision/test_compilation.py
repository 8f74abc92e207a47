"""Guidelines as the rules evaluate them."""

from datetime import date

import pytest

from services.decision.compilation import NotCompiled, compile_guidelines
from services.decision.domain.edition import Period
from services.decision.guideline_file import EditionForm
from services.decision.library import load

LIBRARY = load()
MASSAGE = LIBRARY.files["mtus-2009-massage.yaml"]


def test_a_later_edition_shares_the_criteria() -> None:
    """Where a later edition says the same, only id, citation and dates differ."""
    source = MASSAGE.source.model_copy(update={"citation": "An invented edition (2016)."})
    later = EditionForm.model_validate(
        {"id": "later", "source": source, "in_force": {"from": date(2016, 7, 29), "to": None}},
    )
    first, second = compile_guidelines(MASSAGE.model_copy(update={"also_in": (later,)}), LIBRARY.vocabulary)

    assert first.criteria is second.criteria
    assert ("later", "An invented edition (2016).", Period(date(2016, 7, 29))) == (second.id, second.citation, second.in_force)
    assert first.series == second.series


def test_an_unknown_fact_is_named() -> None:
    """A fact that is not in the vocabulary is refused with the path to it."""
    with pytest.raises(NotCompiled, match="'colour' is not in the facts' vocabulary") as error:
        compile_guidelines(MASSAGE.model_copy(update={"facts": ("colour",)}), LIBRARY.vocabulary)
    assert error.value.path == ("facts", "colour")
