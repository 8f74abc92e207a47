"""Remove names from a text in any spelling.

Capitals, possessives, accents, line ends, pieces.

It rather removes a word too many than leaves a name: a worker called Back loses "back" in the
public copy.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.letters.copies.known_names import KnownName, Role
from terms.names import ORGANIZATION_WORD

_SHARED_BY_MANY = frozenset(
    {"dr", "mr", "mrs", "ms", "miss", "prof", "jr", "sr", "ii", "iii", "iv", "esq"}
    | {"md", "do", "dc", "dds", "dmd", "dpm", "od", "np", "pa", "rn", "lac", "phd", "psyd"}
)
"""Titles, suffixes and degrees: written with a name, they are none."""

_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "las", "le", "st", "van", "von", "y"}
)
"""Small words inside names; alone they are ordinary words."""

_COMPANY_FORMS = frozenset(
    {"co", "company", "corp", "corporation", "inc", "incorporated", "llc", "llp", "lp", "ltd", "pc", "plc", "the"}
)

_UNSPACED_FROM = "\u0e00"
"""From Thai on, scripts put no space between words, so a name may stand beside any letter."""

_GLUED_MIN = 4
"""A part this long is known behind an initial too: `pexample` in an address."""

_LETTER = r"[^\W\d_]"
_POSSESSIVE = "(?:['\u2018\u2019`\u00b4]?s)?"
_APART = re.compile(r"[\W\d_]{0,4}")
_LINE_END_IN_WORD = re.compile(r"(?<=\w)[-\u2010\u00ad][ \t]*\r?\n\s*(?=\w)")
"""A hyphen that may be the name's own or the line's: both readings are searched."""

Span = tuple[int, int, Role]


@dataclass(frozen=True)
class _Folded:
    """A text folded for searching, with each character's place in the original."""

    text: str
    places: Sequence[int]

    @cached_property
    def words(self) -> Sequence[re.Match[str]]:
        """The words, which are runs of letters."""
        return list(re.finditer(rf"{_LETTER}+", self.text))

    def span(self, start: int, end: int, role: Role) -> Span:
        """Return the part of the original from *start* to *end*."""
        return self.places[start], self.places[end - 1] + 1, role


def redact(text: str, names: Iterable[KnownName]) -> str:
    """Replace each of *names*, and each part of a person's name, by its role in brackets."""
    joined = _LINE_END_IN_WORD.sub(lambda divided: "\u200b" * len(divided[0]), text)
    readings = [_fold(each) for each in dict.fromkeys((text, joined))]
    found = {span for known in names for folded in readings for span in _spans(folded, known)}
    spans = sorted(found, key=lambda span: (span[0], -span[1], span[2]))
    redacted, end = [], 0
    for start, stop, role in spans:
        if start >= end:
            redacted += [text[end:start], f"[{role}]"]
        end = max(end, stop)
    return "".join([*redacted, text[end:]])


def _fold(text: str) -> _Folded:
    """Return the text in lower case, without accents and invisible characters."""
    if text.isascii():  # has neither, and most letters are
        return _Folded(text.lower(), range(len(text)))
    folded = [
        (character, place)
        for place, original in enumerate(text)
        for character in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", original).casefold())
        if unicodedata.category(character) not in {"Mn", "Cf"}
    ]
    return _Folded("".join(character for character, _ in folded), tuple(place for _, place in folded))


def _spans(folded: _Folded, known: KnownName) -> Iterator[Span]:
    """Yield the places of *known*: the whole name in any spacing and, of a person, every part."""
    written = re.findall(r"[^\W_]+", _fold(known.name).text)
    own = [word for word in written if word not in _SHARED_BY_MANY] or written
    sequences = [own] if known.person else list(_company_names(written))
    if known.person:
        yield from _parts(folded, own, known.role)
        sequences += [[part] for part in own if part >= _UNSPACED_FROM and len(part) > 1]
    for words in sequences:
        if all(word in folded.text for word in words):  # costs nothing beside a search, and most names are not in most texts
            for found in _sequence(words).finditer(folded.text):
                yield folded.span(*found.span(), known.role)


def _company_names(words: list[str]) -> Iterator[list[str]]:
    """Yield the name, and its bare form unless only a generic word remains."""
    yield words
    bare = [word for word in words if word not in _COMPANY_FORMS]
    if len(bare) > 1 or (bare and not ORGANIZATION_WORD.fullmatch(bare[0])):
        yield bare


def _sequence(words: list[str]) -> re.Pattern[str]:
    """Return a pattern of *words* in a row, with any spaces and signs between them."""
    row = r"[\W_]{0,4}".join(map(re.escape, words))
    if not words or words[0] >= _UNSPACED_FROM:
        return re.compile(row or r"(?!)")
    return re.compile(rf"(?<!{_LETTER}){row}(?={_POSSESSIVE}(?!{_LETTER}))")


def _parts(folded: _Folded, own: list[str], role: Role) -> Iterator[Span]:
    """Yield runs of parts of a person's name, with their particles and initials."""
    initials = {word[0] for word in own}
    telling = [word for word in own if word not in _PARTICLES and len(word) > 1 and word < _UNSPACED_FROM]
    telling = [word for word in telling if word in folded.text]
    words = folded.words if telling else ()

    def near(place: int) -> bool:
        """Return whether only a few characters separate the words before and at *place*."""
        return 0 < place < len(words) and bool(_APART.fullmatch(folded.text, words[place - 1].end(), words[place].start()))

    def tells(place: int) -> bool:
        return place < len(words) and any(_tells(words[place][0], part, initials) for part in telling)

    place = 0
    while place < len(words):
        if not tells(place):
            place += 1
            continue
        first = place - 1 if near(place) and words[place - 1][0] in initials else place
        while (near(place + 1) and tells(place + 1)) or (
            near(place + 1) and near(place + 2) and words[place + 1][0] in initials.union(own) and tells(place + 2)
        ):
            place += 1 if tells(place + 1) else 2
        if near(place + 1) and words[place + 1][0] in initials and folded.text.startswith(".", words[place + 1].end()):
            place += 1
        yield folded.span(words[first].start(), _end_of_name(words[place], telling), role)
        place += 1


def _tells(word: str, part: str, initials: set[str]) -> bool:
    """Return whether *word* is *part* of a name.

    As is, plural, possessive or behind an initial.
    """
    glued = len(part) >= _GLUED_MIN and word[1:] == part and word[0] in initials
    return word in {part, f"{part}s"} or glued


def _end_of_name(word: re.Match[str], telling: list[str]) -> int:
    """Return the end of *word* without a possessive's s that is no part of the name."""
    return word.end() - 1 if word[0].removesuffix("s") in telling and word[0] not in telling else word.end()
