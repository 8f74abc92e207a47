"""A letter's lines and what stands between them: nothing, the space of one page's end, the space between paragraphs.

Texts made from PDFs print a page's end as empty lines, and the space between paragraphs as a line of blanks. Some are double-spaced. Where
the blanks were stripped, or never were, an empty line may be either, and the readers of the sections decide by the words around it.
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
    """A line with words: its number in the file (from 1), and the gap before it."""

    number: int
    text: str
    gap: Gap


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of *text* that have words."""
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
    """The words of *lines* as one text: a word that goes on after a hyphen or slash at the line's end goes on without a space."""
    pieces: list[str] = []
    for line in lines:
        if pieces and not _goes_on(pieces[-1], line.text):
            pieces.append(" ")
        pieces.append(line.text)
    return "".join(pieces)


def _goes_on(before: str, after: str) -> bool:
    """Whether the word at the end of *before* goes on in *after*."""
    hyphened = _HYPHEN.search(before) and not _SUSPENDED.match(after)
    return bool(_JOINS.match(after) and (hyphened or _SLASH.search(before)))
