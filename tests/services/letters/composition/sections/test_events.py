"""The sections of notices of a case's course."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.letters.printing.render import Edition, render
from tests.services.letters.sample import SAMPLES


def words(name: str, language: str = "en", **changes: Any) -> str:
    """Return the text of an example with *changes* on one line."""
    notice = SAMPLES[name].model_copy(update=changes)
    return " ".join(render(notice, "text", None, Edition(language)).decode().split())


def test_the_notice_of_assignment_asks_for_the_records() -> None:
    """Which, from when, by when and where to, and not the utilization review decision again."""
    text = words("assignment-notice")

    assert "has them by 05/02/2015 (8 CCR 9792.10.5(a)(1))" in text
    assert "from 09/20/2014 to the request for authorization of 03/20/2015" in text
    assert "The decision itself and the instructions of the form need not be sent again." in text
    assert "- Chiropractic, 6 visits - Massage Therapy to the Lumbar Spine, 6 visits" in text
    assert "write the case number CM15-1330004 on them. PO Box 1 Example City, CA 90000" in text
    assert "may send medical records, a statement" in text


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "within 24 hours after it received this notice"), ("es", "dentro de las 24 horas")]
)
def test_an_expedited_review_has_hours(language: str, sentence: str) -> None:
    """A day is not named then."""
    text = words("assignment-notice", language, records_due_on=None, records_due_hours=24, priority="Expedited")

    assert sentence in text
    assert "05/02/2015" not in text
    assert "2 de mayo de 2015" not in text


def test_parts_that_are_not_known_are_left_out() -> None:
    """Without an address, reasons or a day of the request, their sentences are omitted."""
    text = words("assignment-notice", send_to=(), not_under_review=(), requested_on=None)

    assert "WHAT IS NOT REVIEWED" not in text
    assert "to the request for authorization of" not in text
    assert "PO Box" not in text
    assert "so nothing is left to review." in words("assignment-notice")


def test_overdue_records_are_still_owed() -> None:
    """The notice names the day and the consequences."""
    text = words("records-overdue-notice")

    assert "by 05/02/2015. They have not come." in text
    assert "never rests on the utilization review decision alone" in text


def test_a_deferral_says_how_the_review_goes_on() -> None:
    """The reason, and that nothing is filed again."""
    text = words("deferral-notice")

    assert "Liability for the treatment is disputed." in text
    assert "nothing has to be filed again" in text


@pytest.mark.parametrize(
    ("language", "resolved", "until"),
    [
        ("en", "by a notice of 06/01/2015. The application waits no longer.", "can be filed until 07/01/2015"),
        ("es", "con un aviso del 1 de junio de 2015. La solicitud ya no espera.", "hasta el 1 de julio de 2015"),
    ],
)
def test_an_end_of_a_deferral_names_its_day_and_the_window(language: str, resolved: str, until: str) -> None:
    """In each language; a law without that window names no day."""
    text = words("resumption-notice", language)

    assert resolved in text
    assert until in text
    assert "- Chiropractic, 6 visits" in text
    assert until not in words("resumption-notice", language, file_until=None)


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Your last day to appeal is 05/26/2015."), ("es", "es el 26 de mayo de 2015.")]
)
def test_a_duplicate_names_the_case_under_review(language: str, sentence: str) -> None:
    """The application has no number, so its submission names it."""
    text = words("duplicate-notice", language)

    assert "Chiropractic, 6 visits: CM15-1330001" in text
    assert "5f0c6f2d-55d5-5b0a-9a37-1f0c6f2d3b11" in text
    assert sentence in text
    assert sentence not in words("duplicate-notice", language, appeal_until=None)


@pytest.mark.parametrize(
    ("language", "day"), [("en", "by 05/08/2015 (8 CCR 9792.10.5)"), ("es", "a más tardar el 8 de mayo de 2015")]
)
def test_questions_name_what_is_asked_why_and_by_when(language: str, day: str) -> None:
    """In each language, with the words of the reviewer as they are."""
    text = words("questions-notice", language)

    assert "- Notes of March 2015 - The result of the first six visits" in text
    assert "They decide whether function has improved." in text
    assert day in text
    assert "They decide" not in words("questions-notice", language, explanation=None)


@pytest.mark.parametrize(
    ("language", "sentence", "due"),
    [
        ("en", "certified this on 05/02/2015", "due by 05/06/2015"),
        ("es", "lo certificó el 2 de mayo de 2015", "a más tardar el 6 de mayo de 2015"),
    ],
)
def test_a_conversion_names_its_certification_and_the_days(language: str, sentence: str, due: str) -> None:
    """In each language; a regular review has no certification; records come first."""
    text = words("conversion-notice", language)
    assert sentence in text
    assert due in text

    before = words("conversion-notice", language, certified_on=None, determination_due_on=None, records_due_hours=24)
    assert sentence not in before
    assert "24 ho" in before
    assert words("conversion-notice", language, priority="Standard") != text


DAYS = {
    "conversion-notice": "determination_due_on",
    "resumption-notice": "file_until",
    "questions-notice": "answer_due_on",
    "assignment-notice": "records_due_on",
    "federal-questions-notice": "answer_due_on",
    "federal-assignment-notice": "records_due_on",
}
PASSED = ("was due by", "could be filed until", "asked to have the answer by", "had them by")


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("days", [0, 1])
def test_a_day_that_has_passed_is_not_given_as_one_to_come(name: str, days: int) -> None:
    """Of a late notice, one that was held, or one printed again; the day itself is not past."""
    last_day = getattr(SAMPLES[name], DAYS[name])
    text = words(name, dated_on=last_day + timedelta(days=days))

    assert f"{last_day:%m/%d/%Y}" in text
    assert (days == 1) == any(f"{each} {last_day:%m/%d/%Y}" in text for each in PASSED)


@pytest.mark.parametrize("name", [each for each in DAYS if not each.startswith("federal")])
def test_a_day_that_has_passed_is_told_in_spanish(name: str) -> None:
    """The sentence on a day to come is not there."""
    last_day = getattr(SAMPLES[name], DAYS[name])
    assert words(name, "es", dated_on=last_day) != words(name, "es", dated_on=last_day + timedelta(days=1))
    text = words(name, "es", dated_on=last_day + timedelta(days=1))
    assert any(each in text for each in ("debía", "podía", "pidió"))


def test_records_of_a_converted_review_whose_day_has_passed_are_owed() -> None:
    """Before the review a conversion names the day of the records."""
    changes: dict[str, Any] = {"determination_due_on": None, "records_due_on": date(2015, 5, 1), "dated_on": date(2015, 5, 2)}
    assert "had to be received by 05/01/2015 (8 CCR 9792.10.5(a)(1)). If they" in words("conversion-notice", **changes)
