"""Regions, sides and levels."""

import pytest

from terms.request.body_sites import body_sites_in, side_of
from terms.request.phrases import Phrases
from terms.request.tokens import tokenise

REGIONS = Phrases([("cervical", "neck"), ("knee", "knee"), ("shoulder", "shoulder"), ("l spine", "low-back")])


@pytest.mark.parametrize(
    ("text", "regions", "side", "levels"),
    [
        ("L4-5 and L5-S1", ("low-back",), None, 2),
        ("L3-L5 left", ("low-back",), "left", None),
        ("C7-T1", ("neck",), None, 1),
        ("T12-L1", ("low-back", "upper-back"), None, 1),
        ("L9-10", ("low-back",), None, None),
        ("R knee", ("knee",), "right", None),
        ("knee (L)", ("knee",), "left", None),
        ("L spine", ("low-back",), None, None),
        ("right knee and left shoulder", ("knee", "shoulder"), None, None),
        ("right and left knee", ("knee",), "both", None),
    ],
)
def test_places(text: str, regions: tuple[str, ...], side: str | None, levels: int | None) -> None:
    """Levels count pair by pair; a letter is a side beside a region or in brackets."""
    tokens = tokenise(text)
    found = body_sites_in(tokens, list(REGIONS.find([token.key for token in tokens])))

    assert (regions, side, levels) == (found.regions, found.side, found.levels)


def test_the_side_alone() -> None:
    """The side needs no region."""
    assert side_of(tokenise("rt"), ()) == "right"
