"""How names of people and organizations are normalised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.names import ORGANIZATION_WORD, PersonName, name_keys, normalised_name, person_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("\u00c9xample, Pat", "example pat"),
        ("pat example", "example pat"),
        ("Pat Q. Example, M.D.", "d example m pat q"),
        ("O'Example", "oexample"),
        ("???", ""),
    ],
)
def test_normalised_name(name: str, expected: str) -> None:
    """A normalised name has all its words, sorted, without case, accents and punctuation."""
    assert expected == normalised_name(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Northwind Example Claims, Inc.", ("claims example northwind",)),
        ("The Northwind Example Claims L.L.C.", ("claims example northwind",)),
        ("Dr. Pat Example, M.D.", ("example pat",)),
        ("Example, Pat Q., M.D.", ("example pat q", "example pat")),
        ("J & J Medical", ("j j medical",)),
        ("The Company", ("company the",)),
        ("???", ("???",)),
    ],
)
def test_name_keys(name: str, expected: tuple[str, ...]) -> None:
    """Titles and legal forms do not count, unless a name has no other words."""
    assert expected == name_keys(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Example Imaging Center", True), ("Centre for Examples", True), ("Pat Centerman", False), ("Pat Example", False)],
)
def test_an_organization_is_recognised_by_a_whole_word(name: str, expected: bool) -> None:  # noqa: FBT001 - the expected answer
    """A word such as "center" marks an organization; a family name that contains it does not."""
    assert expected == bool(ORGANIZATION_WORD.search(name))


@given(st.text(min_size=1, max_size=60))
def test_every_name_has_a_key(name: str) -> None:
    """Every name has a key, and normalising it twice changes nothing."""
    assert name_keys(name)
    assert normalised_name(name) == normalised_name(normalised_name(name))


@given(st.permutations(["northwind", "example", "claims", "inc", "the"]))
def test_the_order_of_words_does_not_matter(order: list[str]) -> None:
    """A name has the same key and normal form in every order of its words."""
    assert ("claims example northwind",) == name_keys(" ".join(order))
    assert normalised_name(" ".join(order)) == "claims example inc northwind the"


@pytest.mark.parametrize(
    "name",
    [
        "\u0141ukasz \u00d8stexample Jr.",
        "OSTEXAMPLE, Lukasz, JR",
        "Mr. Lukasz \u00d8st\u00adexample, junior",
        "\uff2cukasz  Ostexample  Jr",
    ],
)
def test_a_persons_name_is_the_same_however_it_is_written(name: str) -> None:
    """Case, accents, whole letters, invisible characters, order and title do not count."""
    assert PersonName(("lukasz", "ostexample"), (), "jr") == person_name(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pat Q. Example", PersonName(("example", "pat"), ("q",))),
        ("Pat Quentin Example", PersonName(("example", "pat", "quentin"))),
        ("J. R. Example", PersonName(("example", "j", "r"))),
        ("An Do", PersonName(("an", "do"))),
        ("\u0110\u1ed7 V\u0103n Example", PersonName(("do", "example", "van"))),
        ("Example III", PersonName(("example", "iii"))),
        ("Pat Example 2nd", PersonName(("example", "pat"), (), "2")),
        ("Exampleworker", PersonName(("exampleworker",))),
        ("???", PersonName(())),
    ],
)
def test_initials_and_suffixes_are_told_apart(name: str, expected: PersonName) -> None:
    """They may be missing on one paper; a name of two words keeps both."""
    assert expected == person_name(name)


@given(st.text(max_size=40))
def test_any_name_is_read(name: str) -> None:
    """No text raises."""
    assert isinstance(person_name(name), PersonName)
