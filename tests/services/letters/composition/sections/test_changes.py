"""The sections of notices of a case that changed."""

import pytest

from services.letters.notices import AmendedLine, NoticeReason
from tests.services.letters.composition.sections.test_events import words


@pytest.mark.parametrize(
    ("language", "here", "there"),
    [
        ("en", "The application CM15-1330002 disputes the utilization review decision of 03/27/2015.", "of 03/20/2015"),
        (
            "es",
            "La solicitud CM15-1330002 se opone a la decisión de la revisión de utilización del 27 de marzo de 2015",
            "20 de marzo",
        ),
    ],
)
def test_a_consolidation_names_both_cases_and_decisions(language: str, here: str, there: str) -> None:
    """And the treatment that is decided under the other number."""
    text = words("consolidation-notice", language)

    assert here in text
    assert there in text
    assert "CM15-1330001" in text
    assert "- Acupuncture, 8 sessions" in text


@pytest.mark.parametrize(
    ("language", "name", "day"),
    [
        ("en", "The name of the employee is Pat Example. The application said Pat Exmaple.", "served on 03/28/2015"),
        ("es", "La solicitud decía Pat Exmaple.", "se notificó el 28 de marzo de 2015"),
    ],
)
def test_a_correction_names_the_value_before_and_after(language: str, name: str, day: str) -> None:
    """In each language; of a date of birth the right one alone."""
    text = words("amendment-notice", language)
    assert name in text
    assert day in text
    born = words("amendment-notice", language, changes=(AmendedLine(field="born-on", before="1960-01-02", after="1970-02-03"),))
    assert "1970" in born
    assert "1960" not in born


@pytest.mark.parametrize(("language", "ground"), [("en", "was settled."), ("es", "terminó con un acuerdo.")])
def test_treatment_that_left_the_review_is_named_apart_from_the_rest(language: str, ground: str) -> None:
    """In each language, without a code; a ground without a sentence is given as recorded."""
    text = words("items-ended-notice", language)
    assert ground in text
    assert "SETTLED" not in text
    assert text.index("Chiropractic, 6 visits") < text.index(ground) < text.index("Acupuncture, 8 sessions")
    other = NoticeReason(code="OTHER", text="Another end.")
    assert "Another end." in words("items-ended-notice", language, reason=other)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_fact_about_the_eligibility_is_told_without_its_value(language: str) -> None:
    """The word of the message is no word of a letter, and the party knows its answer."""
    fields = ("mailed-from", "employee-place", "formulary-status", "emergency-care", "proof-of-representation", "designated-on")
    for field in fields:
        text = words("amendment-notice", language, changes=(AmendedLine(field=field, before=None, after="another-state"),))

        assert ("says" if language == "en" else "dice ahora") in text
        assert "another-state" not in text
