"""When a held letter may go."""

import pytest

from services.letters.domain.release import not_accepted, not_found


@pytest.mark.parametrize(
    ("accepted", "missing", "unknown"),
    [
        (("a.1", "b.1"), [], []),
        (("b.1", "a.1", "a.1"), [], []),
        (("a.1",), ["b.1"], []),
        ((), ["a.1", "b.1"], []),
        (("a.1", "b.1", "c.1"), [], ["c.1"]),
    ],
)
def test_a_release_accepts_every_finding_and_no_other(accepted: tuple[str, ...], missing: list[str], unknown: list[str]) -> None:
    """One that is not named keeps the letter; one that was never found means another letter."""
    assert missing == not_accepted(("a.1", "b.1"), accepted)
    assert unknown == not_found(("a.1", "b.1"), accepted)
