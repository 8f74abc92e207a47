"""Characters that no font has are found before they are printed as numbers."""

import pytest

from services.letters.composition.layout import load_layout
from services.letters.letter import layout_reference
from services.letters.printing import glyphs
from services.letters.printing.glyphs import places_without_glyphs, without_glyphs
from tests.services.letters.printing.test_pdf import FailingCompilers

LAYOUT = load_layout(layout_reference("ca-workers-comp-2014@1"))


class PanicException(BaseException):
    """The compiler gives up."""


def test_the_scripts_of_the_supplied_fonts_are_printed() -> None:
    """As docs/reference/letters.md lists them."""
    written = "Łódź Ελλάδα Київ Հայ עברית العربية नमस्ते ᏣᎳᎩ Ⲁⲃ თბილისი “quoted” – 1½ €"

    assert frozenset() == without_glyphs(written, LAYOUT)


@pytest.mark.parametrize(
    "word",
    ["李小龍", "東京", "김철수", "ไทย", "ខ្មែរ", "မြန်", "አማርኛ", "বাংলা", "ਪੰਜਾਬੀ", "ગુજરાતી", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "かな"],
)
def test_other_scripts_are_found(word: str) -> None:
    """With the place of the text that has them."""
    texts = [("/a", "plain"), ("/b", f"with {word}"), ("/c", "Łódź")]

    assert ["/b"] == list(places_without_glyphs(texts, LAYOUT))
    assert without_glyphs(word, LAYOUT) <= set(word)


def test_a_panic_of_the_compiler_counts_as_no_glyph(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler is replaced, and the characters are named rather than missed."""
    failing = FailingCompilers(PanicException)
    monkeypatch.setattr(glyphs, "COMPILERS", failing)

    assert frozenset("김ا") == without_glyphs("Kim 김 ا", LAYOUT)
    assert 1 == failing.forgotten
    assert frozenset() == without_glyphs("Kim, é", LAYOUT)


def test_another_failure_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as an interrupt."""
    monkeypatch.setattr(glyphs, "COMPILERS", FailingCompilers(KeyboardInterrupt))

    with pytest.raises(KeyboardInterrupt):
        without_glyphs("김", LAYOUT)
