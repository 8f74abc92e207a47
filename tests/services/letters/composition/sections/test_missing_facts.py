"""The sections of the notice that asks for missing facts."""

from datetime import date

import pytest

from services.letters.notices import MissingFact
from tests.services.letters.composition.sections.test_events import words


@pytest.mark.parametrize(
    ("language", "mailed", "drug", "until", "without"),
    [
        (
            "en",
            "from where was it mailed?",
            "on the list of the formulary",
            "by 05/08/2015 (8 CCR 9792.10.3(c))",
            "If no answer comes",
        ),
        ("es", "¿desde dónde se envió", "lista del formulario", "a más tardar el 8 de mayo de 2015", "Si no llega respuesta"),
    ],
)
def test_each_fact_is_asked_for_with_the_day_and_the_consequence(
    language: str, mailed: str, drug: str, until: str, without: str
) -> None:
    """In each language; a treatment is named after the question about it."""
    text = words("missing-facts-notice", language)

    assert text.index(mailed) < text.index(drug) < text.index("Example cream, 30 g") < text.index(until) < text.index(without)
    assert 1 == text.count("Example cream, 30 g")


def test_a_fact_without_a_sentence_of_its_own_is_asked_for_in_words() -> None:
    """As intake asks it."""
    asked = MissingFact(field="born-on", question="On which day was the employee born?")
    assert "- On which day was the employee born?" in words("missing-facts-notice", asked=(asked,))


def test_a_time_that_ended_before_the_notice_is_told_so() -> None:
    """A notice that was held says so, in place of a day that has passed."""
    text = words("missing-facts-notice", answer_due_on=date(2015, 5, 1))
    assert "asked to have the answer by 05/01/2015" in text
    assert "Please answer" not in text
