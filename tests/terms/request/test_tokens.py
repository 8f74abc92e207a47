"""How a request is cut into tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.request.tokens import key_of, tokenise


@pytest.mark.parametrize(
    ("text", "keys", "classes"),
    [
        ("PT 2x4", ["pt", "2", "x", "4"], "_NxN"),
        ("twenty-four visits", ["four", "visit"], "NV"),
        ("one hundred and twenty tablets", ["twenty", "tablet"], "NU"),
        ("six (6) weeks", ["six", "week"], "Nw"),
        ("six (8) weeks", ["six", "week"], "uw"),
        ("2,5 mg", ["2,5", "mg"], "uS"),
        ("1,000 mg", ["1,000", "mg"], "NS"),
        ("3xweek", ["3", "x", "week"], "Nxw"),
        ("2nd L4-5 on 11/4/15", ["2nd", "l4-5", "on", "11/4/15"], "_Laz"),
        ("B.I.D. w/o BUE", ["bid", "w/o", "bilateral", "upper", "extremity"], "q____"),
        ("", [], ""),
    ],
)
def test_tokenise(text: str, keys: list[str], classes: str) -> None:
    """Numbers in words are numbers, and one that can be read in two ways has none."""
    tokens = tokenise(text)

    assert (keys, classes) == ([token.key for token in tokens], "".join(token.kind for token in tokens))


@pytest.mark.parametrize(
    ("word", "key"), [("visits", "visit"), ("patches", "patch"), ("studies", "study"), ("tens", "tens"), ("day's", "day")]
)
def test_key_of(word: str, key: str) -> None:
    """A plural is its singular, but TENS is no ten."""
    assert key == key_of(word)


@given(st.text())
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    """Every token is a piece of the text, none before the last."""
    starts = [token.start for token in tokenise(text)]

    assert starts == sorted(starts)
    assert all(0 <= token.start < token.end <= len(text) for token in tokenise(text))
