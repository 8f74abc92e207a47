"""When two names mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.triage.domain.names import digests


def same(one: str, other: str) -> bool:
    """Whether two names mean the same."""
    return not set(digests(one)).isdisjoint(digests(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northwind Example Claims", "NORTHWIND EXAMPLE CLAIMS, INC."),
        ("Northwind Example Claims", "The Northwind Example Claims Company"),
        ("Northwind Example Claims LLC", "Northwind Example Claims, L.L.C."),
        ("Northwind-Example Claims Corp.", "Northwind Example Claims Corporation"),
        ("Claims & Example", "Example and Claims"),
        ("Pat Example", "Example, Pat"),
        ("Pat Example", "Dr. Pat Example, M.D."),
        ("Pat Example", "Pat Q. Example"),
        ("Pat Q. Example", "Example, Pat, DO"),
        ("P\u00e1t Ex\u00e1mple", "Pat Example"),
        ("O'Example", "O\u2019EXAMPLE"),
        ("Pat Do", "Do, Pat, MD"),
        ("A. B. C.", "a b c"),
        ("The Company", "Company, The"),
        ("???", "???"),
    ],
)
def test_names_of_one(one: str, other: str) -> None:
    """Legal forms, titles, initials, order, accents and punctuation do not make another party."""
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northwind Example Claims", "Southwind Example Claims"),
        ("Northwind Example Claims", "Northwind Example Insurance"),
        ("Pat Example", "Pat Sample"),
        ("J & J Medical", "K & K Medical"),
        ("Pat Example", "Pat"),
        ("???", "!!!"),
    ],
)
def test_names_of_two(one: str, other: str) -> None:
    """Another telling word is another party."""
    assert not same(one, other)


def test_two_initials_are_two_people_unless_one_left_theirs_out() -> None:
    """Pat Q. and Pat R. are two people; a Pat without initial may be either."""
    assert same("Pat Q. Example", "Pat Example")
    assert same("Pat Q. Example", "Pat R. Example")


def test_an_npi_recognises_who_changed_their_name() -> None:
    """The number of a provider stays."""
    assert not set(digests("Pat Example", "0000000001")).isdisjoint(digests("Quinn Sample", "0000000001"))
    assert set(digests("Pat Example", "0000000001")).isdisjoint(digests("Quinn Sample", "0000000002"))


def test_a_digest_tells_no_name() -> None:
    """SHA-256 in hex."""
    for digest in digests("Pat Q. Example", "0000000001"):
        assert len(digest) == 64
        assert set(digest) <= set("0123456789abcdef")


@given(st.text(min_size=1, max_size=60))
def test_every_name_is_recognised_again(name: str) -> None:
    """Even an odd name equals itself."""
    assert same(name, name)
