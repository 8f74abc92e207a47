"""The body regions, sides and levels of the spine that a request names."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from terms.request.phrases import Mention
from terms.request.tokens import Token
from terms.request.words import NAMES

Side = Literal["left", "right", "both"]

_SIDES: Mapping[str, Side] = {
    "left": "left",
    "lt": "left",
    "right": "right",
    "rt": "right",
    "both": "both",
    "bilateral": "both",
    "bilaterally": "both",
    "bilat": "both",
    "bil": "both",
    "b/l": "both",
    "l/r": "both",
    "r/l": "both",
}
_LETTERS: Mapping[str, Side] = {"l": "left", "r": "right", "b": "both"}
BACK = "back"
"""A region that is one of two: the lower or the upper back."""
_BACKS = frozenset(("low-back", "upper-back"))
_LAST_LEVEL = {"c": 8, "t": 12, "l": 6, "s": 5}
_ORDER = "ctls"
_CERVICAL_BORDER = frozenset(("neck", "upper-back"))
"""The regions of C7-T1, which is reached from the neck."""
_SPINE = {"c": "neck", "t": "upper-back", "l": "low-back", "s": "low-back"}


@dataclass(frozen=True, slots=True)
class BodySites:
    """The *regions* and *side* of a request; *side* is None where they differ.

    *levels* is the number of levels between vertebrae, None unless each is written as one;
    *several* is whether more than one region, side or level is named.
    """

    regions: tuple[str, ...]
    side: Side | None
    levels: int | None
    several: bool
    sides_differ: bool
    placed: frozenset[int]


def body_sites_in(tokens: Sequence[Token], regions: Sequence[Mention[str]], treatments: Sequence[Mention[Any]] = ()) -> BodySites:
    """Return the places in *tokens*, with the names of *regions* and *treatments* in them."""
    named = list(dict.fromkeys(mention.meaning for mention in regions))
    level_tokens = [place for place, token in enumerate(tokens) if token.kind == NAMES["LEVEL"]]
    levels = [_level(tokens[place].key) for place in level_tokens]
    for spans in (level.regions for level in levels):
        if not spans & set(named):
            named += sorted(spans if spans != _CERVICAL_BORDER else {"neck"})
    taken = {place for mention in regions for place in range(mention.start, mention.end)}
    backs = _backs(tokens, taken | {place for each in treatments for place in range(each.start, each.end)})
    if backs and not _BACKS & {*named}:
        named.append(BACK)
    taken |= backs
    sited = {*level_tokens, *(each.start for each in treatments)}
    sides = {place: side for place, token in enumerate(tokens) if (side := _side(place, tokens, taken, sited)) is not None}
    side, differ = _one_side(set(sides.values()), named)
    return BodySites(
        regions=tuple(named),
        side=side,
        levels=_count(levels),
        several=len(named) > 1 or len(sides) > 1 or side == "both" or len(levels) > 1 or (bool(levels) and _count(levels) != 1),
        sides_differ=differ,
        placed=frozenset((*taken, *level_tokens, *sides)),
    )


def _backs(tokens: Sequence[Token], taken: set[int]) -> set[int]:
    """Return where "back" stands by itself, and not in "back to work"."""
    found = (place for place, token in enumerate(tokens) if token.key == BACK and place not in taken)
    return {place for place in found if place + 1 == len(tokens) or tokens[place + 1].kind != NAMES["TO"]}


def side_of(tokens: Sequence[Token], regions: Iterable[Mention[str]]) -> Side | None:
    """Return the side that *tokens* name; left and right together are both."""
    taken = {place for mention in regions for place in range(mention.start, mention.end)}
    found = {side for place in range(len(tokens)) if (side := _side(place, tokens, taken)) is not None}
    return _one_side(found, ())[0]


def _one_side(found: set[Side], regions: Sequence[str]) -> tuple[Side | None, bool]:
    if len(found) == 1:
        return next(iter(found)), False
    if {"left", "right"} <= found and len(regions) <= 1:
        return "both", False
    return None, bool(found)


def _side(place: int, tokens: Sequence[Token], taken: set[int], sited: Collection[int] = ()) -> Side | None:
    """Return the side that a token says; a letter counts in brackets or by a region.

    L and R count before what is *sited* too: a level of the spine, or a treatment.
    """
    key = tokens[place].key
    if key not in _LETTERS:
        return _SIDES.get(key)
    if place in taken:
        return None
    before, after = (tokens[each].key if 0 <= each < len(tokens) else "" for each in (place - 1, place + 1))
    region = place - 2 if before == "," else place - 1
    beside = place + 1 in taken or (region in taken and after in {"", ",", ")", ";"}) or (key != "b" and place + 1 in sited)
    between = {before, after} & {"and", "&"} and {
        tokens[each].key for each in (place - 2, place + 2) if 0 <= each < len(tokens)
    } & {*_LETTERS}
    return _LETTERS[key] if beside or between or (before in "([" and after in ")]" and before and after) else None


@dataclass(frozen=True, slots=True)
class _Level:
    """The regions of a level such as "L4-5", and how many it is, if written in pairs."""

    regions: frozenset[str]
    pairs: frozenset[tuple[int, int]] | None


def _level(text: str) -> _Level:
    """Return the meaning of "L4-5", "L5-S1" or "C5"; a span of several levels has no number."""
    letter, vertebrae = "", []
    for found, number in re.findall(r"([ctls]?)(\d+)", text):
        letter = found or letter
        vertebrae.append((letter, int(number)))
    regions = frozenset(_SPINE[each] for each, _ in vertebrae)
    if any(not 1 <= number <= _LAST_LEVEL[each] for each, number in vertebrae):
        return _Level(regions, None)
    places = [_height(each, number) for each, number in vertebrae]
    pairs = frozenset(pairwise(places))
    adjacent = pairs and all(_follows(one, other) for one, other in pairs)
    return _Level(regions, pairs if adjacent else None)


def _height(letter: str, number: int) -> int:
    return _ORDER.index(letter) * 100 + number


def _follows(one: int, other: int) -> bool:
    """Return whether two vertebrae are neighbours, as L4 and L5, L5 and S1, C7 and T1."""
    border = {(_height("c", 7), _height("t", 1)), (_height("t", 12), _height("l", 1)), (_height("l", 5), _height("s", 1))}
    return other == one + 1 or (one, other) in border


def _count(levels: Sequence[_Level]) -> int | None:
    if not levels or any(level.pairs is None for level in levels):
        return None
    return len({pair for level in levels for pair in level.pairs or ()})
