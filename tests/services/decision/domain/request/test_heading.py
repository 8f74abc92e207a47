"""Fields beside the words of a request; more in the tests of the facts of an item."""

from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.domain.request.heading import agreed_region, agreed_side, agreed_treatment, disagreement
from services.decision.library.library import load

READER = load().requests


def test_a_field_that_says_nothing_leaves_it_to_the_words() -> None:
    """Without a field the words count."""
    reading = READER.read("Massage of the left shoulder")

    assert agreed_treatment(None, reading, READER).value == "massage"
    assert agreed_region(None, reading, READER).value == "shoulder"
    assert agreed_side(None, reading).value == "left"


def test_a_disagreement_in_words() -> None:
    """The sentence has both numbers with their unit."""
    definition = FactDefinition("weeks_requested", "int", "Weeks.", "week", "weeks", 1, 520, asked="how many weeks are asked for")

    assert disagreement(definition, 4, 6) == (
        "On how many weeks are asked for, the request says 4 weeks and the file 6 weeks; neither was used."
    )
