"""A letter's lines, and the gaps between them.

Text extracted from a PDF has empty lines at a page end, and a line of blanks between paragraphs.
Some texts are double-spaced. If the blanks have been stripped, an empty line can mean either; the
readers of the sections then decide by the words around it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Gap = Literal["none", "page", "paragraph", "either"]

_DOUBLE_SPACED_SHARE = 0.6
_HYPHEN, _SLASH = re.compile(r"[^\W_]-+$"), re.compile(r"[^\W_]/$")
_JOINS = re.compile(r"[^\W_]")
_SUSPENDED = re.compile(r"(?:and|or|to|through|nor|but|versus)\b")
_PAGE_NUMBER = re.compile(r"\s*page\s+\d+\s+of\s+\d+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words: its number in the file, counted from 1, and the gap before it."""

    number: int
    text: str
    gap: Gap


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of *text* that have words."""
    printed = [(number, "" if _PAGE_NUMBER.fullmatch(line) else line) for number, line in enumerate(text.split("\n"), start=1)]
    words = [index for index, (_, line) in enumerate(printed) if line.strip()]
    gaps = [[line for _, line in printed[before + 1 : here]] for before, here in zip([-1, *words], words, strict=False)]
    marked = any(line and "\f" not in line for gap in gaps for line in gap)
    usual = 1 if sum(map(bool, gaps)) > _DOUBLE_SPACED_SHARE * len(gaps) else 0
    return tuple(
        Line(printed[here][0], " ".join(printed[here][1].split()), _gap(gap, marked=marked, usual=usual))
        for here, gap in zip(words, gaps, strict=True)
    )


def _gap(between: Sequence[str], *, marked: bool, usual: int) -> Gap:
    if not between:
        return "none"
    if marked:
        return "paragraph" if any(line and "\f" not in line for line in between) else "page"
    return "page" if len(between) <= usual else "either"


def joined(lines: Iterable[Line]) -> str:
    """Join *lines* into one text; a word split at a hyphen or slash is joined without a space."""
    pieces: list[str] = []
    for line in lines:
        if pieces and not _goes_on(pieces[-1], line.text):
            pieces.append(" ")
        pieces.append(line.text)
    return "".join(pieces)


def _goes_on(before: str, after: str) -> bool:
    """Return whether the last word of *before* continues in *after*."""
    hyphened = _HYPHEN.search(before) and not _SUSPENDED.match(after)
    return bool(_JOINS.match(after) and (hyphened or _SLASH.search(before)))
