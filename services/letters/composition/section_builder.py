"""The page a letter is composed on: the form's words and the sentences, filled with the facts of one letter."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from services.letters.composition.blocks import Block, Heading, Labelled, Prose
from services.letters.composition.words import Words

_DIRECTION_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that make a reader see other characters in another order (UAX 9); nobody's name needs them, a forger does."""

_PLACE = re.compile(r"\{(\w+)\}")

EVERYWHERE = ("review_organization",)
"""Places that every sentence and label may have."""

Content_contra = TypeVar("Content_contra", contravariant=True)


@dataclass(frozen=True)
class Page:
    """Words and sentences of one edition of a layout, for one letter of *organization*, which labels name in short."""

    words: Words
    statements: Mapping[str, str]
    organization: str
    organization_in_short: str

    def heading(self, name: str) -> Heading:
        """A heading of the form."""
        return Heading(self.words.headings[name])

    def label(self, name: str) -> str:
        """A label of the form."""
        return fill(self.words.labels[name], {"review_organization": self.organization_in_short})

    def labelled(self, name: str, text: str, *, leads: bool = True) -> Labelled:
        """What somebody wrote, behind a label of the form."""
        return Labelled(self.label(name), lines(text), leads=leads)

    def say(self, name: str, *, leads: bool = False, **places: str | None) -> Prose:
        """A sentence with its places filled; there are no paragraphs where a place is unknown."""
        known = {place: value for place, value in places.items() if value is not None}
        if len(known) < len(places):
            return Prose(())
        return Prose(lines(fill(self.statements[name], {"review_organization": self.organization, **known})), leads=leads)

    def dated(self, day: date | None) -> str | None:
        """A day as the form writes it."""
        return self.words.dated(day) if day else None


@dataclass(frozen=True)
class Section(Generic[Content_contra]):
    """A part of a letter: its blocks, empty where there is nothing to say, and the words and sentences it is made of.

    *statements* maps each sentence to the places it may have beside those of every sentence.
    """

    blocks: Callable[[Page, Content_contra], list[Block]]
    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    statements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def fill(sentence: str, places: Mapping[str, str]) -> str:
    """*sentence* with its places filled in one go: what is filled in is data, braces in it stand for nothing."""
    return _PLACE.sub(lambda place: places[place[1]], sentence)


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs of *text*, at least one: its lines, without those that are empty, with single spaces."""
    visible = text.translate(_DIRECTION_CONTROLS)
    spaced = (re.sub(r"[ \t]+", " ", line).strip() for line in visible.splitlines())
    return tuple(line for line in spaced if line) or ("",)


def one_line(text: str) -> str:
    """*text* on one line, so that it cannot pass for the line after it."""
    return " ".join(lines(text))
