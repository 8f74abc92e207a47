"""The one-way cascade from an item to those that go with it."""

import pytest

from services.decision.domain.request.ancillary import cascade_sentence, denied_parent, duplicate_sentence


@pytest.mark.parametrize(
    ("parent", "outcome", "expected"),
    [(None, "upheld", None), (1, "upheld", 1), (1, "overturned", None), (1, None, None)],
)
def test_only_a_denied_parent_denies(parent: int | None, outcome: str, expected: int | None) -> None:
    """An approved or undecided parent lets its ancillary items be tested on their own."""
    assert expected == denied_parent(parent, {1: outcome})  # type: ignore[dict-item]


def test_the_sentence_names_the_parent() -> None:
    """One sentence says with which request it falls."""
    text = cascade_sentence("Right shoulder arthroscopy.")

    assert "Right shoulder arthroscopy, which is not approved" in text
    assert text.count(".") == 1


def test_a_repeated_request_is_named() -> None:
    """One sentence says which request it repeats, without a full stop inside."""
    text = duplicate_sentence("MRI\nleft knee.")

    assert "MRI left knee, which is approved" in text
    assert text.count(".") == 1
