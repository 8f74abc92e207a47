"""The sections that several kinds of letters have."""

import pytest

from services.letters.composition.sections.shared import reasons
from services.letters.notices import NoticeReason
from services.letters.printing.render import render
from tests.services.letters.sample import SAMPLES

ADDRESSED = [name for name, letter in SAMPLES.items() if getattr(letter, "addressee", None) is not None]


def test_most_kinds_of_letters_are_addressed() -> None:
    """The cover letter, the notices and the external review."""
    assert len(ADDRESSED) > 5


@pytest.mark.parametrize("name", ADDRESSED)
def test_a_letter_names_its_addressee_and_its_recipients(name: str) -> None:
    """Whatever its kind, each is printed in full."""
    letter = SAMPLES[name]
    text = " ".join(render(letter, "text").decode().split())

    assert letter.addressee.name in text  # type: ignore[union-attr]
    assert all(recipient in text for recipient in letter.recipients)


def test_a_reason_stands_on_one_line_without_its_code() -> None:
    """Line ends in a reason are undone; its code is for programs, not for parties."""
    (entry,) = reasons([NoticeReason(code="LATE", text="It came too\nlate.")]).entries

    assert "It came too late." == entry
