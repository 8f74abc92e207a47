"""Recognise the side of the body in the words of a request, without a library.

`terms.request` reads whole requests; intake compares requests, for which the side is enough.
"""

from functools import lru_cache

from terms.request.body_sites import Side, side_of
from terms.request.phrases import Phrases
from terms.request.tokens import tokenise

_TEXTS_KEPT = 10_000
_REGIONS = Phrases(
    (name, name)
    for name in (
        "shoulder elbow wrist hand finger thumb hip knee ankle foot toe leg arm forearm thigh calf heel".split()  # noqa: SIM905 - a list
    )
)
"""The parts of the body that there are two of: "R knee" is the right one."""


@lru_cache(maxsize=_TEXTS_KEPT)
def side(text: str) -> Side | None:
    """Return the side of the body that *text* names; left and right together are both."""
    tokens = tokenise(text)
    return side_of(tokens, _REGIONS.find([token.key for token in tokens]))
