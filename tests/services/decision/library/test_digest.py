"""Which library it was."""

from hypothesis import given
from hypothesis import strategies as st

from services.decision.library.digest import library_digest, library_files

FILES = st.dictionaries(st.text(max_size=5), st.binary(max_size=8), max_size=4)


@given(FILES, FILES)
def test_another_library_has_another_digest(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Names and contents, wherever one ends and the next begins."""
    assert (library_digest(one) == library_digest(other)) == (one == other)


def test_the_library_has_both_parts() -> None:
    """Guidelines and the vocabulary they are read by."""
    names = list(library_files())

    assert "vocabulary/facts.yaml" in names
    assert any(name.startswith("guidelines/") for name in names)
