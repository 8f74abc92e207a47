"""The steps by which text is normalised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.text import fold, normal, normalised_text, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P\u00e1t", "pat"),
        ("Pa\u0301t", "pat"),
        ("\uff30\uff41\uff54", "pat"),
        ("STRASSE", "strasse"),
        ("Stra\u00dfe", "strasse"),
        ("O'Example, 2.5", "o'example, 2.5"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    """Folding removes case, accents and width, and keeps punctuation."""
    assert expected == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one, two_three", ["one", "two", "three"]),
        ("2.5 mg", ["2", "5", "mg"]),
        (" L4-L5 ", ["L4", "L5"]),
        ("?!", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Every character that is neither letter nor digit separates words."""
    assert expected == words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.5 mg", "2.5 mg"),
        ("Dr. Pat.", "dr pat"),
        ("O'Example\u2019s", "oexamples"),
        ("6 visits/2 weeks", "6 visits 2 weeks"),
        ("L4-L5", "l4 l5"),
        ("na\u00efve_text", "naive text"),
        ("...", ""),
    ],
)
def test_normalised_text(text: str, expected: str) -> None:
    """Normalised text keeps its order and its decimal points and loses other punctuation."""
    assert expected == normalised_text(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  H-Wave\n unit_2 ", "h wave unit 2"), ("L4.5, left", "l4.5, left"), ("caf\u00e9", "caf\u00e9"), ("-", "")],
)
def test_normal(text: str, expected: str) -> None:
    """White space, hyphens and underscores become single spaces; other marks stay."""
    assert expected == normal(text)


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Normalised text is its own normal form."""
    assert normalised_text(text) == normalised_text(normalised_text(text))
    assert normal(text) == normal(normal(text))
