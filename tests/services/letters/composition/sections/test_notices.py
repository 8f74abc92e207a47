"""The sections of the cover letter and of the notices."""

import re
from datetime import date
from io import BytesIO
from typing import Literal

import pytest
from pypdf import PdfReader

from services.letters.composition.compose import LayoutUnfit
from services.letters.letter import LayoutReference, Replaced
from services.letters.notices import IneligibilityNotice, NoticeReason
from services.letters.printing.render import Edition, render
from tests.services.letters.sample import SAMPLES


def words(name: str, language: str = "en") -> str:
    """Return the text of an example on one line."""
    return " ".join(render(SAMPLES[name], "text", None, Edition(language)).decode().split())


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (("upheld", "upheld"), "none of the treatment in dispute is approved"),
        (("overturned", "overturned"), "all of the treatment in dispute is approved"),
        (("upheld", "overturned"), "Some of the treatment in dispute is approved and some is not"),
    ],
)
def test_the_cover_letter_says_the_outcome_in_a_sentence(outcomes: tuple[str, str], sentence: str) -> None:
    """A reader learns the outcome without knowing the word "upheld"."""
    cover = SAMPLES["cover-letter"]
    items = tuple(
        item.model_copy(update={"outcome": outcome})
        for item, outcome in zip(cover.items, outcomes, strict=True)  # type: ignore[union-attr]
    )

    text = " ".join(render(cover.model_copy(update={"items": items}), "text").decode().split())

    assert sentence in text
    assert ("upheld" in outcomes) == ("Upheld means that the denial stands" in text)
    assert ("overturned" in outcomes) == ("Overturned means that the denial is set aside" in text)
    assert ("overturned" in outcomes) == ("must be authorized within 5 working days" in text)


@pytest.mark.parametrize("name", ["cover-letter-2", "federal-cover-letter"])
@pytest.mark.parametrize(("because", "why"), [("corrected", "is corrected"), ("set-aside", "is that of a new review")])
def test_a_cover_letter_says_that_it_replaces_an_earlier_one(
    name: str, because: Literal["corrected", "set-aside"], why: str
) -> None:
    """With the determination that no longer holds; a first letter replaces none."""
    cover = SAMPLES[name].model_copy(update={"replaces": Replaced(decided_on=date(2015, 4, 2), because=because)})
    text = " ".join(render(cover, "text").decode().split())

    assert why in text
    assert "of 04/02/2015" in text
    assert "this letter replaces the one that came with it" in text
    assert "replaces the one" not in words(name)


def test_items_of_a_cover_letter_keep_their_numbers() -> None:
    """Item 2 is the second where the first was withdrawn, in text and in HTML."""
    cover = SAMPLES["cover-letter-2"]
    items = tuple(item.model_copy(update={"number": number}) for number, item in zip((2, 5), cover.items, strict=True))  # type: ignore[union-attr]
    numbered = cover.model_copy(update={"items": items})
    text, page = render(numbered, "text").decode(), render(numbered, "html").decode()

    assert "2. Chiropractic, 6 visits: Upheld\n5. Massage" in text
    assert ['<li value="2">', '<li value="5">'] == re.findall('<li value="[0-9]+">', page)
    pdf = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(render(numbered, "pdf"))).pages)
    assert re.search(r"2\.\s+Chiropractic", pdf)
    assert re.search(r"5\.\s+Massage", pdf)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_page_of_a_cover_letter_says_what_its_words_mean(language: str) -> None:
    """Upheld, overturned and the last day to appeal stand before any list of parties."""
    letter = render(SAMPLES["cover-letter-2"], "pdf", edition=Edition(language))
    first = " ".join(PdfReader(BytesIO(letter)).pages[0].extract_text().split())

    assert ("Upheld means" if language == "en" else "«Denegación confirmada» significa") in first
    assert ("Overturned means" if language == "en" else "«Denegación revocada» significa") in first
    assert ("05/26/2015" if language == "en" else "26 de mayo de 2015") in first


def test_the_cover_letter_says_whom_it_binds_and_until_when_it_can_be_appealed() -> None:
    """It binds the parties and names the last day for a petition (LC 4610.6(g), (h))."""
    text = words("cover-letter-2")

    assert "binds the employee, the employer and the claims administrator" in text
    assert "verified petition to the Workers' Compensation Appeals Board" in text
    assert "You can appeal until 05/26/2015." in text
    assert "The time runs from 04/20/2015, the day on which this determination was sent to you" in text
    assert "clear and convincing proof" in text
    assert "COPIES TO - Pat Example, employee" in text


def test_the_ineligibility_notice_gives_each_reason_in_words() -> None:
    """Each reason is a sentence, and the notice names the remedies and the appeal."""
    text = words("ineligibility-notice")

    assert "The application came too late." in text
    assert "No copy of the utilization review decision came with the application." in text
    assert "petition the Workers' Compensation Appeals Board within 30 days" in text


def test_the_termination_notice_says_that_nothing_was_decided() -> None:
    """It gives the day, the reasons, the treatments and the consequences."""
    text = words("termination-notice")

    assert "ended on 04/29/2015" in text
    assert "so nothing is left to review." in text
    assert "Chiropractic, 6 visits" in text
    assert "Nothing was decided on the medical necessity" in text


@pytest.mark.parametrize(
    ("language", "ground", "sentence"),
    [
        ("en", "authorized all of the treatment in dispute", "Your last day to appeal is 06/04/2015."),
        ("es", "autorizó todo el tratamiento en disputa", "es el 4 de junio de 2015."),
    ],
)
def test_the_termination_notice_gives_ground_and_last_day_in_its_language(language: str, ground: str, sentence: str) -> None:
    """The end can be appealed (8 CCR 9792.10.3(c)); a party without an appeal has no last day."""
    text = words("termination-notice-2", language)
    without = SAMPLES["termination-notice-2"].model_copy(update={"appeal_until": None})

    assert ground in text
    assert sentence in text
    assert sentence not in render(without, "text", None, Edition(language)).decode()


def test_a_ground_without_a_sentence_is_given_as_recorded() -> None:
    """In words, without its code."""
    reasons = (NoticeReason(code="OTHER", text="Nothing is left to review."),)
    notice = SAMPLES["termination-notice-2"].model_copy(update={"reasons": reasons})

    assert "Nothing is left to review." in " ".join(render(notice, "text").decode().split())


def test_in_spanish_too() -> None:
    """The Spanish letter gives the same facts."""
    assert "Puede apelar hasta el 26 de mayo de 2015." in words("cover-letter-2", "es")


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Your last day to appeal is 06/20/2015."), ("es", "es el 20 de junio de 2015.")]
)
def test_the_last_day_to_appeal_stands_in_a_sentence_of_its_own(language: str, sentence: str) -> None:
    """A copy for a party that may not appeal has no such sentence (8 CCR 10575(a))."""
    notice = SAMPLES["ineligibility-notice-2"]
    provider = render(notice.model_copy(update={"appeal_until": None}), "text", None, Edition(language)).decode()

    assert sentence in words("ineligibility-notice-2", language)
    assert sentence not in " ".join(provider.split())


def test_each_reason_says_how_it_can_be_mended() -> None:
    """The sentences follow the reasons; a code without one has the general sentence."""
    notice = SAMPLES["ineligibility-notice-2"]
    assert isinstance(notice, IneligibilityNotice)
    reason = notice.reasons[0].model_copy(update={"code": "ANOTHER"})
    other = render(notice.model_copy(update={"reasons": (reason,)}), "text").decode()
    text = words("ineligibility-notice-2")

    assert (
        0 < text.index("a late application cannot be mended") < text.index("sign the application") < text.index("complete copy of")
    )
    assert "Where the reason can be put right" not in text
    assert "Where the reason can be put right" in " ".join(other.split())


@pytest.mark.parametrize(
    ("days", "language", "sentence"),
    [
        (30, "en", "within 30 days of the day on which this"),
        (30, "es", "dentro de los 30 días siguientes al día en que se le entregó en mano"),
        (None, "en", "The last day for it is in the"),
        (None, "es", "El último día para hacerlo está en"),
    ],
)
def test_without_a_day_the_reader_learns_how_to_find_it(days: int | None, language: str, sentence: str) -> None:
    """Handed over: days from then. To a party without an appeal: who has one."""
    letter = SAMPLES["cover-letter-2"].model_copy(update={"appeal_until": None, "appeal_days": days})

    assert sentence in " ".join(render(letter, "text", None, Edition(language)).decode().split())


def test_a_cover_of_before_prints_as_it_did() -> None:
    """Version 1 of its layout names a number of days; a letter without them is refused."""
    first = LayoutReference(id="ca-workers-comp-cover", version=1)

    assert "within 30 days of the day on which this determination was mailed, 04/20/2015" in words("cover-letter")
    with pytest.raises(LayoutUnfit, match="prints appeal_days, which this cover-letter does not have"):
        render(SAMPLES["cover-letter-2"].model_copy(update={"layout": first}), "text")
