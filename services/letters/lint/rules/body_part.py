"""Body part and side are those of the request wherever an item is about them."""

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
    """Each item's side and region in its reasons and closing, the case's side in its heading, and the chapter it was decided by."""
    for index, item in enumerate(letter.items):
        yield from _side_of_the_case(item, facts, f"/items/{index}/request")
        yield from _other_sides(item, index)
        yield from _other_region(item, index)
        yield from _other_chapter(item, f"/items/{index}/reviewer_guideline")


def _side_of_the_case(item: LetterItem, facts: CaseFacts, place: str) -> Iterator[Finding]:
    known = facts.item(item.number).body_side
    said = {_one(side) for sides in sides_in(item.request).values() for side in sides}
    if known is not None and said and _one(known) not in said:
        yield Finding(RULE, "error", place, f"The case's side is {known}; the heading has another.", item.request)


def _other_sides(item: LetterItem, index: int) -> Iterator[Finding]:
    """A region of the request on the other side: in the closing at once, in the reasons where its own side is never told."""
    asked = sides_in(item.request)
    for name in ("rationale", "closing"):
        text = getattr(item, name)
        told = sides_in(text)
        for region, sides in asked.items():
            others = told.get(region, {})
            if sides and others and not {"both", *sides} & others.keys() and "both" not in sides:
                said = f"The request is for the {'/'.join(sorted(sides))} {region}; here it is the {'/'.join(sorted(others))}."
                yield Finding(RULE, "error", f"/items/{index}/{name}", said, sentence_at(text, min(others.values())))


def _other_region(item: LetterItem, index: int) -> Iterator[Finding]:
    """A closing about a region that the request does not name, and reasons about others only."""
    asked = regions_in(item.request)
    for name in ("rationale", "closing"):
        text = getattr(item, name)
        told = regions_in(text)
        if asked and told and not asked & told:
            said = f"The request is about the {_listed(asked)}; here only the {_listed(told)} is mentioned."
            first = min(found.start() for region in told if (found := REGIONS[region].search(text)))
            yield Finding(
                RULE, "error" if name == "closing" else "warning", f"/items/{index}/{name}", said, sentence_at(text, first)
            )


def _other_chapter(item: LetterItem, place: str) -> Iterator[Finding]:
    """The chapters that were relied on are about other parts of the body."""
    asked, chapters = regions_in(item.request), chapters_in(item.reviewer_guideline)
    if asked and chapters and not any(asked & regions for regions in chapters.values()):
        said = f"The request is about the {_listed(asked)}; the guideline is the chapter {' and '.join(sorted(chapters))}."
        yield Finding(RULE, "warning", place, said, item.reviewer_guideline)


def sides_in(text: str) -> dict[str, dict[str, int]]:
    """The regions that *text* mentions with a side: "left", "right" or "both", each with where it is first told."""
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
