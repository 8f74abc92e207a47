"""Cut a request into tokens: numbers, words, levels of the spine, dates, codes and marks.

Each has a key, by which it is compared, and a class of the grammar. Numbers in words are numbers,
"twelve (12)" is one number, and a number that can be read in two ways has none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from terms.request.words import CLASS_OF, NAMES, NUMBER_WORDS, ONCE, SHORT_PERIODS

_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u00d7\u2715*", "x"),
        **dict.fromkeys("\u2013\u2014\u2010\u2011\u2212", "-"),
        **dict.fromkeys("\u2019`", "'"),
        "\u2044": "/",
        "\n": ";",
    }
)
_WITH = re.compile(r"(?<![\w/])w/(?=[\s\d])")
_LETTERS = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
    (?P<date>\d{{1,2}}[/-]\d{{1,2}}[/-](?:\d{{4}}|\d{{2}})(?![\d/-])|\d{{1,2}}/(?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d))
    |(?P<level>(?<![^\W_])[ctls]\d{{1,2}}(?:(?:[-/]|\s?-\s?(?=[ctls]\d))[ctls]?\d{{1,2}})*(?![^\W_]))
    |(?P<code>(?<![^\W_])[a-z]\d{{4}}(?![^\W_])|(?<![\d.,])9[0-9]{{4}}(?![\d.,]))
    |(?P<number>\d+(?:[.,]\d+)*|(?<![\d.])\.\d+)
    |(?P<short>(?<!{_LETTERS})(?:{_LETTERS}\.){{2,}}(?:{_LETTERS}(?!{_LETTERS}))?|(?<!{_LETTERS}){_LETTERS}/{_LETTERS}(?!{_LETTERS}))
    |(?P<word>{_LETTERS}+(?:'{_LETTERS}+)*)
    |(?P<silent>['".:_-])
    |(?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\.\d{1,6}")
_BREAKS = frozenset(",;()[]{}|")
_MARK_CLASSES = {"/": NAMES["SLASH"], "%": NAMES["PERCENT"], "#": NAMES["COUNT"], "&": NAMES["FILLER"], "+": NAMES["FILLER"]}
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_SHORTEST_PLURAL = 4
_PERIODS = frozenset((NAMES["DAY"], NAMES["WEEK"], NAMES["MONTH"]))
_GLUED_TIMES = frozenset("x" + word for word, kind in CLASS_OF.items() if kind in _PERIODS)
_ABBREVIATIONS = {
    "bue": ("bilateral", "upper", "extremity"),
    "lue": ("left", "upper", "extremity"),
    "rue": ("right", "upper", "extremity"),
    "ble": ("bilateral", "lower", "extremity"),
    "lle": ("left", "lower", "extremity"),
    "rle": ("right", "lower", "extremity"),
    "tiw": ("three", "times", "weekly"),
    "inj": ("injection",),
    **dict.fromkeys(("shldr", "shlder", "shld"), ("shoulder",)),
}
"""Short forms that say several words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a request: *key* to compare by, *kind* in the grammar, *start* and *end*."""

    key: str
    kind: str
    start: int
    end: int
    value: Decimal | None = None


def tokenise(text: str) -> list[Token]:
    """Return the tokens of *text* in order, without white space and silent marks."""
    return _numbers_in_brackets(_numbers_in_words(list(_cut(lowered(text)))))


def lowered(text: str) -> str:
    """Return *text* in small letters with plain marks, and as long as before."""
    small = text.lower()
    return (small if len(small) == len(text) else text).translate(_MARKS)


def key_of(word: str) -> str:
    """Return *word* without apostrophes and the ending of a plural."""
    plain = word.replace("'", "") if "'" in word else word
    if len(plain) < _SHORTEST_PLURAL or plain[-1] != "s" or plain.endswith(("ss", "us", "is")):
        return plain
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    stem = plain[:-2] if plain.endswith(("ches", "shes", "xes")) else plain[:-1]
    return plain if stem in NUMBER_WORDS else stem


def _cut(text: str) -> Iterator[Token]:
    """Yield the tokens of *text*; a hyphen counts only between two numbers."""
    previous: Token | None = None
    for found in _TOKEN.finditer(_WITH.sub("& ", text)):
        kind, piece, start, end = found.lastgroup, found[0], found.start(), found.end()
        if kind == "silent":
            if piece == "-" and _is_between_numbers(text, start):
                previous = Token("-", NAMES["HYPHEN"], start, end)
                yield previous
            continue
        if kind == "number" and _has_a_minus(text, start) and (previous is None or previous.kind != NAMES["HYPHEN"]):
            kind = "unsure"
        for previous in _tokens(kind or "mark", piece, start, end, previous):  # noqa: B020 - the last one is the previous of the next
            yield previous


def _has_a_minus(text: str, place: int) -> bool:
    """Return whether the number at *place* is written as a negative one."""
    return text[place - 1 : place] == "-" and (place == 1 or not text[place - 2].isalnum())


def _is_between_numbers(text: str, place: int) -> bool:
    before, after = text[:place].rstrip(), text[place + 1 :].lstrip()
    return before[-1:].isdigit() and after[:1].isdigit()


def _tokens(kind: str, piece: str, start: int, end: int, previous: Token | None) -> Iterator[Token]:
    if kind == "word":
        yield from _words(piece, start, end, previous)
    elif kind == "number":
        value = _value(piece)
        yield Token(piece, NAMES["UNSURE"] if value is None else NAMES["NUMBER"], start, end, value)
    elif kind == "mark":
        unknown = NAMES["BREAK"] if piece in _BREAKS else NAMES["UNKNOWN"]
        yield Token("and" if piece in "&+" else piece, _MARK_CLASSES.get(piece, unknown), start, end)
    elif kind == "short":
        yield from _words(piece.replace(".", ""), start, end, previous)
    else:
        yield Token(piece, NAMES[kind.upper()], start, end)


def _words(piece: str, start: int, end: int, previous: Token | None) -> Iterator[Token]:
    """Yield the tokens of a word: one, or those that its short form says."""
    after_a_number = previous is not None and previous.end == start and previous.value is not None
    if after_a_number and piece in _ORDINALS:
        yield Token(piece, NAMES["UNKNOWN"], start, end)
    elif after_a_number and key_of(piece) in _GLUED_TIMES:
        yield Token("x", NAMES["TIMES"], start, start + 1)
        yield Token(key_of(piece[1:]), CLASS_OF[key_of(piece[1:])], start + 1, end)
    elif piece in SHORT_PERIODS and previous is not None and (previous.value is not None or previous.key == "/"):
        yield Token(piece, SHORT_PERIODS[piece], start, end)
    else:
        for word in _ABBREVIATIONS.get(piece, (piece,)):
            yield _word(word, start, end)


def _word(word: str, start: int, end: int) -> Token:
    if word in NUMBER_WORDS:
        return Token(word, NAMES["NUMBER"], start, end, Decimal(NUMBER_WORDS[word]))
    if word in ONCE:
        return Token(word, NAMES["ONCE"], start, end, Decimal(ONCE[word]))
    key = key_of(word)
    return Token(key, CLASS_OF.get(key) or CLASS_OF.get(word) or NAMES["UNKNOWN"], start, end)


def _value(number: str) -> Decimal | None:
    """Return the value of *number*; None if it can be read in two ways, such as "2,5"."""
    return Decimal(number.replace(",", "")) if _NUMBER.fullmatch(number) else None


def _numbers_in_words(tokens: list[Token]) -> list[Token]:
    """Put "twenty four" and "one hundred twenty" together; a number before an ordinal is none."""
    result: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        last = result[-1] if result else None
        if (
            token.key == "and"
            and last is not None
            and last.key == "hundred"
            and following is not None
            and following.key in NUMBER_WORDS
        ):
            continue
        if last is None or last.value is None or last.kind != NAMES["NUMBER"]:
            result.append(token)
        elif token.key in _ORDINALS and token.start == last.end:
            result[-1] = Token(last.key + token.key, NAMES["UNKNOWN"], last.start, token.end)
        elif token.key == "hundred" and last.value < 10:  # noqa: PLR2004 - the digits
            result[-1] = Token(token.key, NAMES["NUMBER"], last.start, token.end, last.value * 100)
        elif token.key in NUMBER_WORDS and token.value is not None and _continues(last, token.value):
            result[-1] = Token(token.key, NAMES["NUMBER"], last.start, token.end, last.value + token.value)
        else:
            result.append(token)
    return result


def _continues(last: Token, value: Decimal) -> bool:
    """Return whether *value* goes on with a number in words, as four with twenty."""
    number = last.value or Decimal(0)
    if last.key == "hundred":
        return value < 100  # noqa: PLR2004 - a hundred
    return last.key in NUMBER_WORDS and number >= 20 and number % 10 == 0 and 0 < value < 10  # noqa: PLR2004 - tens and ones


def _numbers_in_brackets(tokens: list[Token]) -> list[Token]:
    """Put "six (6)" together; "six (8)" is a number that nobody can read."""
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        four = tokens[place : place + 4]
        if [each.kind for each in four] == ["N", "c", "N", "c"] and four[1].key in "([" and four[3].key in ")]":
            same = four[0].value == four[2].value
            in_words = four[0].key in NUMBER_WORDS or four[2].key in NUMBER_WORDS or four[0].key == "hundred"
            if same or in_words:
                kind, value = (NAMES["NUMBER"], four[0].value) if same else (NAMES["UNSURE"], None)
                result.append(Token(four[0].key, kind, four[0].start, four[3].end, value))
                place += 4
                continue
        result.append(tokens[place])
        place += 1
    return result
