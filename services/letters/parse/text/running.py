"""The heads and feet of a letter's pages, which belong to none of its fields."""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from services.letters.parse.text.lines import Gap, Line

_PAGE = re.compile(r"\bpage\s+\d+(?:\s+of\s+\d+)?\b|(?<!\S)-?\s*\d{1,3}\s*-?$", re.IGNORECASE)
_FORM_WORDS = re.compile(
    r"\b(?:final|determination|letter|for|the|of|notice|imr|independent|medical|review|case|claim|file|number|no|page)\b\W*",
    re.IGNORECASE,
)
_EDGE = 3
"""A head or a foot has at most this many lines."""

_REPEATED_WORDS_MAX = 8


def without_running_lines(lines: Sequence[Line], number: str | None, title: AbstractSet[str]) -> tuple[Line, ...]:
    """Return *lines* without the heads and feet of pages.

    A head or foot is a line of the form's words, the case's *number* and the number of the page
    alone; a line of the letter's *title* beside one; or a line that stands at the same end of
    most pages. The line behind one is at a page end: the gap before it can mean either, unless the
    text has no gaps at all.
    """
    running = {index for index, line in enumerate(lines) if _names_page_or_case(line.text, number, title)}
    running = _with_titles(lines, running | _repeated(lines, running), title)
    kept = [(index - 1 in running, line) for index, line in enumerate(lines) if index not in running]
    has_gaps = any(line.gap != "none" for behind, line in kept[1:] if not behind and not line.starts_page)
    gap: Gap = "either" if has_gaps else "none"
    return tuple(replace(line, gap=gap) if behind else line for behind, line in kept)


def _names_page_or_case(text: str, number: str | None, title: AbstractSet[str]) -> bool:
    """Return whether *text* is the case's number or the page's, with words of the form only."""
    rest = text if number is None else text.replace(number, " ")
    names_case = rest != text
    without_page = _PAGE.sub(" ", rest) if names_case else re.sub(r"\bpage\s+\d+(?:\s+of\s+\d+)?\b", " ", rest, flags=re.IGNORECASE)
    if without_page == text:
        return False
    words = " ".join(without_page.split())
    return words in title or not _FORM_WORDS.sub("", words).strip(" .:|#-\u2013\u2014\u00b7")


def _repeated(lines: Sequence[Line], running: AbstractSet[int]) -> set[int]:
    """Return the lines that stand at the same end of most pages, but for their numbers."""
    tops = [index for index, line in enumerate(lines) if line.starts_page]
    found: set[int] = set()
    for edges, step in ((tops, 1), ([top - 1 for top in (*tops, len(lines))], -1)):
        places = [edge for edge in edges if 0 <= edge < len(lines)]
        for _ in range(_EDGE):
            texts = Counter(_without_digits(lines[index].text) for index in places)
            at_most = {text for text, count in texts.items() if count > 1 and count * 2 >= len(edges)}
            places = [
                index
                for index in places
                if index in running or (_without_digits(lines[index].text) in at_most and _may_repeat(lines[index].text))
            ]
            found |= set(places)
            places = [index + step for index in places if 0 <= index + step < len(lines)]
    return found


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _may_repeat(text: str) -> bool:
    """Return whether *text* can be a head or foot: short, and not the end of a sentence."""
    return len(text.split()) <= _REPEATED_WORDS_MAX and not text.endswith((".", ":", ","))


def _with_titles(lines: Sequence[Line], running: AbstractSet[int], title: AbstractSet[str]) -> set[int]:
    """Return *running* with the lines of the title before and after them."""
    found = set(running)
    for step in (1, -1):
        for index in sorted(found, reverse=step < 0):
            at = index + step
            while 0 <= at < len(lines) and lines[at].text in title:
                found.add(at)
                at += step
    return found
