"""Corrected facts in place of those of the file, and the sentences about them."""

from datetime import UTC, datetime
from typing import Any

from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Fact, Item, Range, Source
from services.decision.assessment.corrected_facts import corrected_fact, quotations, remarks, with_corrections
from services.decision.assessment.item_facts import item_facts
from services.decision.library.library import load

NOTE = Source(document="note", page=2)
TOLD = Fact(name="previous_visits", value=12, source=Source(document="bill", page=1))
ITEM = Item(number=1, request="Acupuncture, 6 visits", facts=(TOLD, Fact(name="maintenance_care", value=False)))
VOCABULARY = load().vocabulary


def correction(value: Any = 6, **changes: Any) -> CorrectedFact:
    """A correction of the visits before the request."""
    values: dict[str, Any] = {
        "item": 1,
        "fact": "previous_visits",
        "value": value,
        "quotation": "6 of 6 completed",
        "source": NOTE,
        "reason": "The bill is for two patients.",
        "actor": "Example Clerk",
        "corrected_at": datetime(2015, 4, 20, tzinfo=UTC),
        "replaced": (TOLD,),
    }
    return CorrectedFact(**{**values, **changes})


def test_the_corrected_value_is_the_only_one() -> None:
    """It stands in place of all values that the file gives; other facts stay."""
    twice = ITEM.model_copy(update={"facts": (*ITEM.facts, TOLD.model_copy(update={"value": 11}))})
    facts = with_corrections(twice, [correction()]).facts

    assert [("maintenance_care", False), ("previous_visits", 6)] == [(each.name, each.value) for each in facts]
    assert () == corrected_fact(correction(None, source=None, quotation=None))


def test_a_value_that_came_later_is_told() -> None:
    """Later papers that differ are named beside the correction; replaced values are not."""
    later = Fact(name="previous_visits", value=18, source=Source(document="late"))
    agreeing = Fact(name="previous_visits", value=6, source=Source(document="late"))

    assert {} == remarks(ITEM.facts, [correction()], VOCABULARY)
    assert {} == remarks((*ITEM.facts, agreeing), [correction()], VOCABULARY)
    text, values = remarks((*ITEM.facts, later, agreeing), [correction()], VOCABULARY)["previous_visits"]
    assert (
        "Previous visits was corrected to 6 visits (note, page 2), and that stands. Papers that came later say 18 visits (late)."
        == text
    )
    assert (later,) == values


def test_the_words_of_the_file_are_quoted_with_their_place_and_range() -> None:
    """A fact without a quotation is not quoted; a correction gives its own words."""
    (fact,) = corrected_fact(correction(range=Range(low=4, high=6.5)))
    given = {"previous_visits": (fact, TOLD), "maintenance_care": (ITEM.facts[-1],)}

    assert ("6 of 6 completed", NOTE) == (fact.quotation, fact.source)
    assert ['note, page 2 records "6 of 6 completed" (previous visits, from 4 to 6.5).'] == [
        *quotations(given, given, {"previous_visits": "note, page 2"})
    ]


def test_facts_of_the_case_give_way() -> None:
    """A fact from dates or words is not used beside a correction of it."""
    facts = item_facts(
        ITEM,
        load(),
        follows={"age_years": 40},
        corrections=[correction(44, fact="age_years"), correction(None, fact="visits_requested")],
    )

    assert 44 == facts.values["age_years"]
    assert "visits_requested" not in facts.values
