"""Ids that are derived from their parts."""

import json
from uuid import UUID, uuid5

from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.ids import body_digest, derived_id, submission_id

PARTS = st.lists(st.text(), min_size=1, max_size=4)


@given(PARTS, PARTS)
def test_other_parts_give_another_id(one: list[str], other: list[str]) -> None:
    """Only the same parts in the same order give the same id.

    A separator inside a part cannot produce another's id.
    """
    assume(one != other)

    assert derived_id(*one) == derived_id(*one)
    assert derived_id(*one) != derived_id(*other)


@given(PARTS)
def test_an_id_is_a_uuid_of_version_5(parts: list[str]) -> None:
    """An id equals the standard library's UUID of version 5 for the same name.

    Other programs can derive our ids too.
    """
    namespace = UUID("6f1d8f7c-55d5-5b0a-9a37-1f0c6f2d3b11")

    assert str(uuid5(namespace, json.dumps(parts))) == derived_id(*parts)


def test_keys_are_a_clients_own() -> None:
    """The same key of two clients gives two submissions."""
    assert submission_id("one", "key") != submission_id("other", "key")


def test_the_digest_of_a_body() -> None:
    """The digest of a body is its SHA-256 in hexadecimal."""
    assert body_digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
