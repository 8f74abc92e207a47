"""Rule: an item is about the body part and side of its request throughout."""

import re
from collections.abc import Iterator

from services.letters.letter import Letter, LetterItem
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding
from services.letters.prose.sentences import sentence_at
from terms.mentions import REGIONS, chapters_in, regions_in

RULE = "body-part"

_SIDE = r"(?P<{name}>left (?:and|or) right|right (?:and|or) left|left|right|bilateral|both)(?:[- ]sided)?"
_FEW_WORDS = r"(?:[ -](?!(?:and|or|because|when|the|of|with|left|right|bilateral|both)\b)[A-Za-z]+){0,2}?"

_SIDED = {
    region: (
        re.compile(rf"\b{_SIDE.format(name='before')}{_FEW_WORDS}[ -]{words.pattern}", re.IGNORECASE),
        re.compile(rf"{words.pattern}[, -]+{_SIDE.format(name='after')}\b", re.IGNORECASE),
    )
    for region, words in REGIONS.items()
}
_ANY_SIDE = re.compile(r"left|right|bilateral|both", re.IGNORECASE)


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Compare each item's heading, rationale, closing and cited chapter with its request."""
    for index, item in enumerate(letter.items):
        yield from _side_of_the_case(item, facts, f"/items/{index}/request")
        yield from _other_sides(item, index)
        yield from _other_region(item, index)
        yield from _other_chapter(item, f"/items/{index}/reviewer_guideline")


def _side_of_the_case(item: LetterItem, facts: CaseFacts, place: str) -> Iterator[Finding]:
    known = facts.item(item.number).body_side
    said = {_one(side) for sides in sides_in(item.request).values() for side in sides}
    if known is not None and said and _one(known) not in said:
        yield Finding(RULE, "error", place, f"The side in the application is {known}, but the heading has another.", item.request)


def _other_sides(item: LetterItem, index: int) -> Iterator[Finding]:
    """Find a region of the request on the other side.

    A rationale may mention the other side, provided it also mentions the requested one.
    """
    asked = sides_in(item.request)
    for name in ("rationale", "closing"):
        text = getattr(item, name)
        told = sides_in(text)
        for region, sides in asked.items():
            others = told.get(region, {})
            if sides and others and not {"both", *sides} & others.keys() and "both" not in sides:
                said = f"The request is for the {'/'.join(sorted(sides))} {region}, but this text says {'/'.join(sorted(others))}."
                yield Finding(RULE, "error", f"/items/{index}/{name}", said, sentence_at(text, min(others.values())))


def _other_region(item: LetterItem, index: int) -> Iterator[Finding]:
    """Find a rationale or closing that mentions other regions only."""
    asked = regions_in(item.request)
    for name in ("rationale", "closing"):
        text = getattr(item, name)
        told = regions_in(text)
        if asked and told and not asked & told:
            said = f"The request is about the {_listed(asked)}, but this text mentions only the {_listed(told)}."
            first = min(found.start() for region in told if (found := REGIONS[region].search(text)))
            yield Finding(
                RULE, "error" if name == "closing" else "warning", f"/items/{index}/{name}", said, sentence_at(text, first)
            )


def _other_chapter(item: LetterItem, place: str) -> Iterator[Finding]:
    """Find a cited chapter that is about other parts of the body."""
    asked, chapters = regions_in(item.request), chapters_in(item.reviewer_guideline)
    if asked and chapters and not any(asked & regions for regions in chapters.values()):
        said = f"The request is about the {_listed(asked)}, but the cited chapter is {' and '.join(sorted(chapters))}."
        yield Finding(RULE, "warning", place, said, item.reviewer_guideline)


def sides_in(text: str) -> dict[str, dict[str, int]]:
    """Return the regions that *text* mentions with a side, and the position of each side.

    A side is "left", "right" or "both".
    """
    found: dict[str, dict[str, int]] = {}
    for region, patterns in _SIDED.items() if _ANY_SIDE.search(text) else ():
        for pattern in patterns:
            for match in pattern.finditer(text):
                side = next(side for side in match.groupdict().values() if side)
                found.setdefault(region, {}).setdefault(_one(side), match.start())
    return found


def _one(side: str) -> str:
    return {"left": "left", "right": "right"}.get(side.lower(), "both")


def _listed(regions: frozenset[str]) -> str:
    return " and ".join(sorted(regions))
