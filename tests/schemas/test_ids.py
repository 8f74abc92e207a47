"""Derived ids."""

from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.ids import body_digest, derived_id, submission_id

PARTS = st.lists(st.text(), min_size=1, max_size=4)


@given(PARTS, PARTS)
def test_other_parts_give_another_id(one: list[str], other: list[str]) -> None:
    """Only the same parts in the same order give the same id: no separator can be forged."""
    assume(one != other)

    assert derived_id(*one) == derived_id(*one)
    assert derived_id(*one) != derived_id(*other)


def test_keys_are_a_clients_own() -> None:
    """Two clients with the same key have two submissions."""
    assert submission_id("one", "key") != submission_id("other", "key")


def test_the_digest_of_a_body() -> None:
    """It is SHA-256 in hex."""
    assert body_digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
