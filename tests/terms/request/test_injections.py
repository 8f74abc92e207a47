"""How many injections a request asks for, and whether they are a series."""

import pytest

from services.decision.library.library import load
from terms.request.injections import Injections

READER = load().requests
OPEN, SERIES = Injections(unclear=True), Injections(series=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L4-5 ESI", Injections()),
        ("L4-5 ESI x 1", Injections(1)),
        ("L4-5 ESI under fluoroscopy series of 3", SERIES),
        ("series of two to three ESIs", SERIES),
        ("series of ESIs", SERIES),
        ("L4-5 ESI, 2 injections", Injections(2, series=True)),
        ("three ESIs", Injections(3, series=True)),
        ("ESI, no series", Injections(series=False)),
        ("ESI L4-5, possible series of 3", OPEN),
        ("ESI #2 L4-5", OPEN),
        ("2-3 ESIs L4-5", OPEN),
        ("up to 3 ESIs", OPEN),
        ("ESI x 2, L4-5 and L5-S1", Injections(2, unclear=True)),
        ("bilateral L5 TFESI x 2", Injections(2, unclear=True)),
    ],
)
def test_a_series_is_certain_or_open(text: str, expected: Injections) -> None:
    """More than one injection of one site is a series; one at each of two may be none."""
    assert expected == READER.read(text).injections
