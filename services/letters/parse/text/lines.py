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
_HYPHEN, _SLASH = re.compile(r"[^\W_]-+$"), re.compile(r"[^\W_](?:/|://)$")
_JOINS = re.compile(r"[^\W_]")
_SUSPENDED = re.compile(r"(?:and|or|to|through|nor|but|versus)\b")
_LIGATURES = dict(
    zip(map(ord, "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u2060\ufeff"), None)
_BREAK = "\u200b"
"""A place where a long word may break; at the end of a line, the word goes on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words: its number in the file, counted from 1, and the gap before it.

    *starts_page* is true behind a form feed, which PDF readers write between pages.
    """

    number: int
    text: str
    gap: Gap
    starts_page: bool = False


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of *text* that have words; ligatures stand as their letters."""
    printed = text.translate(_LIGATURES | _INVISIBLE).split("\n")
    words = [index for index, line in enumerate(printed) if line.strip()]
    gaps = [printed[before + 1 : here] for before, here in zip([-1, *words], words, strict=False)]
    marked = any(line and "\f" not in line for gap in gaps for line in gap)
    usual = 1 if sum(map(bool, gaps)) > _DOUBLE_SPACED_SHARE * len(gaps) else 0
    lines = []
    for here, gap in zip(words, gaps, strict=True):
        top = "\f" in printed[here]
        before: Gap = "either" if top and not gap and not marked else _gap(gap, marked=marked, usual=usual)
        lines.append(Line(here + 1, " ".join(printed[here].split()), before, top or any("\f" in line for line in gap)))
    return tuple(lines)


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
    return "".join(pieces).replace(_BREAK, "")


def _goes_on(before: str, after: str) -> bool:
    """Return whether the last word of *before* continues in *after*."""
    if before.endswith(_BREAK):
        return True
    hyphened = _HYPHEN.search(before) and not _SUSPENDED.match(after)
    return bool(_JOINS.match(after) and (hyphened or _SLASH.search(before)))
