"""The page a letter is composed on, and the sections that several kinds of letters share.

It fills the form's words and sentences with the facts of one letter.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.letters.composition.blocks import (
    Address,
    Block,
    Fact,
    FactLines,
    FactTable,
    Heading,
    Labelled,
    Listing,
    Prose,
    SignedBy,
)
from services.letters.letter import Reviewer
from services.letters.notices import Addressee

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Words(BaseModel):
    """The words in `form/<language>.yaml` of a layout and of its base.

    *date_format* has the places {dd}, {mm}, {d}, {month} and {yyyy}. *header* names the facts of
    the header, *copies* the recipients.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: Word
    mark: Word
    attachment: Word
    page: Word
    date_format: Word
    months: Annotated[list[Word], Field(min_length=12, max_length=12)]
    to: Word
    header: dict[str, Word]
    headings: dict[str, Word]
    labels: dict[str, Word]
    outcomes: dict[Literal["upheld", "overturned"], Word]
    priorities: dict[str, Word]
    copies: dict[str, Word]

    def dated(self, day: date) -> str:
        """Return *day* as the form writes it."""
        return self.date_format.format(
            dd=f"{day.day:02}", mm=f"{day.month:02}", d=day.day, month=self.months[day.month - 1], yyyy=f"{day.year:04}"
        )

    def span(self, *days: date | None) -> str:
        """Return the span from one day to another, a single day, or an empty text."""
        return f" {self.to} ".join(self.dated(day) for day in dict.fromkeys(days) if day)


_DIRECTION_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that reorder the text around them (UAX 9); no name needs them, a forger does."""

_PLACE = re.compile(r"\{(\w+)\}(\.(?!\.))?")
"""A place to fill, with the full stop of the sentence where that follows."""

EVERYWHERE = ("review_organization",)
"""BodySites that every sentence and label may have."""


class FieldMissing(ValueError):
    """A section prints a *field* that the letter does not have."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


Content_contra = TypeVar("Content_contra", contravariant=True)


@dataclass(frozen=True)
class Page:
    """Words and sentences of one edition of a layout, for a letter of *organization*.

    Labels use its short name.
    """

    words: Words
    statements: Mapping[str, str]
    organization: str
    organization_in_short: str

    def heading(self, name: str) -> Heading:
        """Return a heading of the form."""
        return Heading(self.words.headings[name])

    def label(self, name: str) -> str:
        """Return a label of the form."""
        return fill(self.words.labels[name], {"review_organization": self.organization_in_short})

    def labelled(self, name: str, text: str, *, leads: bool = True) -> Labelled:
        """Return text that a person wrote, behind a label of the form."""
        return Labelled(self.label(name), lines(text), leads=leads)

    def say(self, name: str, *, leads: bool = False, **places: str | None) -> Prose:
        """Return the paragraphs of a sentence with its places filled, none if a place is unknown."""
        known = {place: value for place, value in places.items() if value is not None}
        if len(known) < len(places):
            return Prose(())
        return Prose(lines(fill(self.statements[name], {"review_organization": self.organization, **known})), leads=leads)

    def says(self, name: str) -> bool:
        """Return whether the layout has the sentence *name*."""
        return name in self.statements

    def dated(self, day: date | None) -> str | None:
        """Return *day* as the form writes it."""
        return self.words.dated(day) if day else None


@dataclass(frozen=True)
class Section(Generic[Content_contra]):
    """A part of a letter: its blocks, which may be none, and the words and sentences they use.

    *statements* maps each sentence to the places it may have beside those of every sentence. A
    layout may have any sentence of *families*: one for each code, behind a beginning such as
    `mend_`.
    """

    blocks: Callable[[Page, Content_contra], list[Block]]
    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    statements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    families: tuple[str, ...] = ()


def fill(sentence: str, places: Mapping[str, str]) -> str:
    """Fill the places of *sentence* at once; braces in the values are data.

    A value such as "Example, Inc." that ends in a full stop ends the sentence too.
    """
    return _PLACE.sub(lambda place: _before_a_stop(places[place[1]]) if place[2] else places[place[1]], sentence)


def _before_a_stop(value: str) -> str:
    return value if value.endswith(".") else f"{value}."


def lines(text: str) -> tuple[str, ...]:
    """Return the paragraphs of *text*, at least one: its non-empty lines with single spaces."""
    visible = text.translate(_DIRECTION_CONTROLS)
    spaced = (re.sub(r"[ \t]+", " ", line).strip() for line in visible.splitlines())
    return tuple(line for line in spaced if line) or ("",)


def one_line(text: str) -> str:
    """Return *text* on one line, so that it cannot pass for the line after it."""
    return " ".join(lines(text))


Rows = Sequence[Sequence[str]]


def header(page: Page, content: Any, rows: Rows) -> list[Block]:
    """Return the known facts of the header, in the rows of the form."""
    known = tuple(tuple(fact for fact in (_fact(page, content, name) for name in row) if fact.value) for row in rows)
    return [FactTable(tuple(row for row in known if row))] if any(known) else []


def credentials(page: Page, reviewers: Sequence[Reviewer]) -> list[Block]:
    """Return the credentials of each reviewer, never the name (LC 4610.6(f)).

    Those of a panel have the numbers by which its reasons name its reviewers.
    """
    if len(reviewers) == 1:
        return [FactLines(page.label("credentials"), _qualified(page, reviewers[0], ""))]
    numbered = ((f"{page.label('panel_reviewer')} {number}, ", each) for number, each in enumerate(reviewers, start=1))
    facts = tuple(fact for number, each in numbered for fact in _qualified(page, each, number))
    return [FactLines(page.label("panel_credentials"), facts)]


def _qualified(page: Page, reviewer: Reviewer, number: str) -> tuple[Fact, Fact]:
    return (
        Fact(f"{number}{page.label('licensure')}", one_line(reviewer.licensure_text)),
        Fact(f"{number}{page.label('specialties')}", one_line(reviewer.specialties_text)),
    )


def address(addressee: Addressee | None) -> list[Block]:
    """Return the block of the addressee."""
    if addressee is None:
        return []
    organization = (addressee.organization,) if addressee.organization else ()
    return [Address(tuple(one_line(line) for line in (addressee.name, *organization, *addressee.address)))]


def signature(page: Page) -> list[Block]:
    """Return the block of the office that signs for the organization.

    The reviewer is not named.
    """
    return [SignedBy(page.label("signed_by"), page.organization)]


def listed(page: Page, heading: str, entries: Iterable[str]) -> list[Block]:
    """Return a heading with a list under it, or nothing if the list is empty."""
    printed = tuple(one_line(entry) for entry in entries)
    return [page.heading(heading), Listing(printed)] if printed else []


def _fact(page: Page, content: Any, name: str) -> Fact:
    """Return a fact of the header by its field; of a cumulative injury, both its days."""
    value = getattr(content, name)
    if name == "injured_on":
        return Fact(page.words.header[name], page.words.span(getattr(content, "injured_from_on", None), value))
    if isinstance(value, date):
        return Fact(_label_of_day(page, content, name), page.words.dated(value))
    printed = page.words.priorities.get(value, value) if name == "priority" else value
    return Fact(page.words.header[name], one_line(printed or ""))


def _label_of_day(page: Page, content: Any, name: str) -> str:
    """Return the label of a day; that of sending follows the way in which the copy goes."""
    way = getattr(getattr(content, "addressee", None), "way", None)
    labels = page.words.header
    return labels.get(f"{name}_{way}", labels[name]) if way else labels[name]
