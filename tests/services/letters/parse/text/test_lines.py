"""Lines and the gaps between them."""

import pytest

from services.letters.parse.text.lines import joined, lines_of


def gaps(text: str) -> list[str]:
    """Return the gap before each line of *text*."""
    return [line.gap for line in lines_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n \nc\n\nd", ["none", "none", "paragraph", "page"]),
        ("a\nb\n\nc", ["none", "none", "either"]),
        ("a\n\nb\n\nc\n\n\n\nd\n\ne", ["none", "page", "page", "either", "page"]),
        ("a\n\nb\n\n \n\nc\n\nd\n\n\n\ne", ["none", "page", "paragraph", "page", "page"]),
        ("a\n \fb\n \nc", ["none", "none", "paragraph"]),
        ("a\n\fb\nc", ["none", "either", "none"]),
    ],
    ids=[
        "blanks mark paragraphs",
        "nothing marks them",
        "double-spaced, blanks lost",
        "double-spaced",
        "form feed",
        "form feed, no blanks",
    ],
)
def test_gaps(text: str, expected: list[str]) -> None:
    """A line of blanks ends a paragraph, an empty line a page.

    In a text without lines of blanks an empty line can be either.
    """
    assert expected == gaps(text)


def test_numbers_are_those_of_the_file() -> None:
    """Empty lines count towards the line numbers."""
    assert [(1, "a"), (4, "b c")] == [(line.number, line.text) for line in lines_of("a\n\n \n  b   c ")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 10-28-\n2016 the", "on 10-28-2016 the"),
        ("evidence-\nbased", "evidence-based"),
        ("and/\nor", "and/or"),
        ("Labs -\nCBC", "Labs - CBC"),
        ("short-\nand long-term", "short- and long-term"),
        ("musculature--\nparticularly", "musculature--particularly"),
        ("pre-\n(post-)operative", "pre- (post-)operative"),
        ("http://\nexample.com", "http://example.com"),
        ("a-very-\u200b\nlong\u200b\nword", "a-very-longword"),
        ("one\n\ntwo\n \nthree", "one two three"),
    ],
)
def test_words_that_go_on_over_a_line_end(text: str, expected: str) -> None:
    """A hyphen at a line end is kept; the rest of a split word follows without a space."""
    assert expected == joined(lines_of(text))


def test_ligatures_stand_as_their_letters() -> None:
    """PDF readers give one character for "ffi"; soft hyphens are not printed."""
    assert "specific office flow" == joined(lines_of("speci\ufb01c of\ufb01ce\u00ad \ufb02ow"))
