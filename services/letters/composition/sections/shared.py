"""Sections that several kinds of letters have: the header, whose copy it is, credentials, signature, copies."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from services.letters.composition.blocks import Address, Block, Fact, FactLines, FactTable, Listing, SignedBy
from services.letters.composition.section_builder import Page, one_line
from services.letters.letter import Reviewer
from services.letters.notices import Addressee

Rows = Sequence[Sequence[str]]


def header(page: Page, content: Any, rows: Rows) -> list[Block]:
    """The facts of the header that are known, in the rows of the form."""
    known = tuple(tuple(fact for fact in (_fact(page, content, name) for name in row) if fact.value) for row in rows)
    return [FactTable(tuple(row for row in known if row))] if any(known) else []


def credentials(page: Page, reviewer: Reviewer) -> list[Block]:
    """The reviewer's credentials, never the name (LC 4610.6(f))."""
    licensure = Fact(page.label("licensure"), one_line(reviewer.licensure_text))
    specialties = Fact(page.label("specialties"), one_line(reviewer.specialties_text))
    return [FactLines(page.label("credentials"), (licensure, specialties))]


def address(addressee: Addressee | None) -> list[Block]:
    """Who it is sent to."""
    return [Address(tuple(one_line(line) for line in (addressee.name, *addressee.address)))] if addressee else []


def signature(page: Page) -> list[Block]:
    """The office that signs for the organisation; whoever reviewed signs elsewhere and is not named."""
    return [SignedBy(page.label("signed_by"), page.organization)]


def listed(page: Page, heading: str, entries: Iterable[str]) -> list[Block]:
    """A heading with a list under it, or nothing."""
    printed = tuple(one_line(entry) for entry in entries)
    return [page.heading(heading), Listing(printed)] if printed else []


def _fact(page: Page, content: Any, name: str) -> Fact:
    """A fact of the header by the name of its field."""
    value = getattr(content, name)
    if isinstance(value, date):
        return Fact(page.words.header[name], page.words.dated(value))
    printed = page.words.priorities.get(value, value) if name == "priority" else value
    return Fact(page.words.header[name], one_line(printed or ""))
