"""Errors of reading: each has a line and a problem, and all can be caught as one."""

import pytest

from services.letters.parse.errors import (
    LetterMalformed,
    LetterNotRead,
    LetterTruncated,
    NotALetter,
    NotText,
    OtherLayout,
    TooLarge,
)


@pytest.mark.parametrize("kind", [LetterMalformed, LetterTruncated, NotALetter, NotText, OtherLayout, TooLarge])
def test_an_error_tells_its_line_and_problem(kind: type[LetterNotRead]) -> None:
    """The message begins with the line, which is also available as a number."""
    with pytest.raises(LetterNotRead) as raised:
        raise kind(12, "the rationale is missing")

    assert "line 12: the rationale is missing" == str(raised.value)
    assert (12, "the rationale is missing") == (raised.value.line, raised.value.problem)
