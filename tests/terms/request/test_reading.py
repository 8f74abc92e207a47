"""Whole requests, with the words of the library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.library.library import load

READER = load().requests


def test_what_has_no_place_is_left_over() -> None:
    """Unknown words and numbers are shown as they are written; a known one is not."""
    read = READER.read("Chiropractic 12, Zorbing retreat, neck")

    assert read.left_over == ("12", "Zorbing retreat")
    assert read.amounts.visits is None


def test_a_second_number_is_left_over() -> None:
    """A number of a decision, and one after "then", do not pass as the number of the request."""
    assert READER.read("PT 12 visits (8 were authorized)").left_over == ("8", "authorized")
    assert READER.read("Chiro 3x/wk x 4 wks then 2x/wk x 4 wks").left_over == ("then",)


@pytest.mark.parametrize(
    ("text", "count", "refills"),
    [
        ("Soma 350 mg #30 x 3 RF", "#30", "x 3 RF"),
        ("Soma 350 mg #60 x 2 refills", "#60", "x 2 refills"),
        ("Soma 350 mg #60 w/ 3 refills", "#60", "3 refills"),
        ("Soma 350 mg bid #60 x 3 months", "#60", None),
        ("Soma 350 mg #120 x 1 refill", "#120", "x 1 refill"),
    ],
)
def test_a_quantity_is_told_from_refills(text: str, count: str, refills: str | None) -> None:
    """The number behind the mark is the quantity, the one before the refills is theirs."""
    parts = dict(READER.read(text).parts)

    assert (count, refills) == (parts.get("count", parts.get("dispensed")), parts.get("refills"))
    assert not READER.read(text).left_over


def test_doubts_are_named() -> None:
    """An uncertain part is named in words."""
    assert READER.read("PT 2-3 x week x 4 weeks, neck and R knee").doubts == (
        "it names neck and knee",
        "8 to 12 visits are asked for, which is no one number",
    )
    assert READER.read("PT for the back").doubts == ("the back is the lower or the upper one",)
    assert READER.read("Voltaren").doubts == ("it can be nsaid or topical nsaid",)


def test_a_field_is_named_in_any_way() -> None:
    """A treatment by its id or a name; an unknown one has neighbours."""
    assert READER.treatment("chiro") == READER.treatment("manual-therapy") == "manual-therapy"
    assert READER.treatment("leeches") is None
    assert READER.nearest("akupuncture") == ["acupuncture"]


@given(st.text())
def test_any_text_is_read_once(text: str) -> None:
    """Any text can be read, and a repeated one is kept."""
    assert READER.read(text) is READER.read(text)
