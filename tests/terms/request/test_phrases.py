"""Names found in a request."""

from terms.request.phrases import Phrases
from terms.request.tokens import tokenise


def test_the_longest_name_is_found() -> None:
    """A long name goes before a short one in it, and a comma ends a name."""
    names = Phrases([("chest", 1), ("chest x-ray", 2), ("x-rays", 3)])

    def found(text: str) -> list[int]:
        return [mention.meaning for mention in names.find([token.key for token in tokenise(text)])]

    assert found("Chest X-ray, x ray") == [2, 3]
    assert found("chest, x-ray") == [1, 3]
