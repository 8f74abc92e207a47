"""The grammar of amounts."""

import pytest

from terms.request.grammar import parts_of
from terms.request.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 x week x 4 weeks", ["frequency", "duration"]),
        ("2x4", ["pair"]),
        ("2-3x4 wks", ["pair"]),
        ("2x4 visits", ["unclear pair"]),
        ("2 visits per week", ["frequency"]),
        ("12 visits over 6 weeks", ["visits", "duration"]),
        ("sessions, 10", ["visits"]),
        ("up to 12 visits", ["hedged"]),
        ("6 of 12 visits", ["hedged"]),
        ("4 hrs/day x 7 days x 6 wks", ["hours a day", "days and weeks"]),
        ("10/325 mg #60", ["strength", "count"]),
        ("1 tab po bid prn, #60 with 2 refills", ["dosing", "count", "refills"]),
        ("30-day supply", ["supply"]),
        ("1 box of 30", ["package"]),
        ("54 year old", ["age"]),
        ("1/2 x week", ["combination"]),
    ],
)
def test_parts(text: str, expected: list[str]) -> None:
    """Each part is read by its rule, and no reading begins within a range or a fraction."""
    tokens = tokenise(text)

    assert expected == [part.name.replace("_", " ") for part in parts_of(tokens, "".join(token.kind for token in tokens))]
