"""Every letter of the system, read as a party reads it."""

import re

import pytest

from jurisdictions.files import load_jurisdiction
from services.letters.composition.kinds import AnyLetter
from services.letters.composition.layout import languages_of
from services.letters.handlers.notifying.ends import CODES
from services.letters.notices import NoticeReason
from services.letters.printing.render import Edition, render
from tests.services.letters.sample import SAMPLES

LAWS = ("ca-workers-comp", "us-federal-external-review")
CODE = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:LATE|WITHDRAWN|SETTLED|AWARDED|DUPLICATE)\b|\b[a-z]+_[a-z_]+\b")
"""A code of a jurisdiction's file, or a name of the program."""
OURS = re.compile(
    r"\b(?:authoris\w*|organisation\w*|utilisation|programme|claims-administrator|parked|dead letter)\b", re.IGNORECASE
)
"""Words of the program's own, and the law's words in another spelling than the law's."""
PRINTED = [(name, language) for name, letter in SAMPLES.items() for language in sorted(languages_of(letter.layout))]


def words(letter: AnyLetter, language: str) -> str:
    """Return the text of *letter* on one line, from "Example Review, Inc."."""
    printed = letter.model_copy(update={"review_organization": "Example Review, Inc."})
    return " ".join(render(printed, "text", edition=Edition(language)).decode().split())


@pytest.mark.parametrize(("name", "language"), PRINTED)
def test_a_letter_has_words_and_whole_sentences(name: str, language: str) -> None:
    """No code, no word of the program, no other spelling than the law's, no two stops."""
    text = words(SAMPLES[name], language)

    assert [] == CODE.findall(text)
    assert [] == OURS.findall(text)
    assert [] == re.findall(r".{20}(?<!\.)\.\.(?!\.)|.{20} [.,;:]", text)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["ineligibility-notice-2", "termination-notice-2", "deferral-notice", "assignment-notice"])
def test_a_reason_of_any_code_is_told_in_words(name: str, language: str) -> None:
    """Also the reasons for which a layout has no sentence of its own."""
    for law in LAWS:
        codes = {*CODES.values(), *load_jurisdiction(law).eligibility_reasons}
        reasons = tuple(NoticeReason(code=code, text="A reason in words.") for code in sorted(codes))
        field = "not_under_review" if name == "assignment-notice" else "reasons"
        text = words(SAMPLES[name].model_copy(update={field: reasons}), language)

        assert [] == CODE.findall(text)
        assert "A reason in words." in text
