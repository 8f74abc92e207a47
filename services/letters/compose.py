"""Composing a letter: its facts and the layout's words, as blocks in the layout's order."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from services.letters.blocks import (
    Block,
    ComposedLetter,
    Fact,
    FactLines,
    FactTable,
    Heading,
    ItemHeading,
    Labelled,
    Listing,
    Prose,
)
from services.letters.layout import Layout, Section, fill
from services.letters.letter import Letter, LetterItem, ReviewedDocument

_DIRECTION_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that make a reader see other characters in another order (UAX 9); nobody's name needs them, a forger does."""


def compose(letter: Letter, layout: Layout) -> ComposedLetter:
    """Lay *letter* out as its blocks."""
    composition = _Composition(letter, layout)
    header = composition.header()
    return ComposedLetter(
        language=layout.form.language,
        organization=one_line(letter.review_organization),
        title=layout.form.title,
        mark=layout.form.mark if letter.draft else None,
        case=next((row[0] for block in header for row in block.rows if row[0].value == letter.case_number), None),
        dated_on=letter.decided_on,
        blocks=tuple(block for section in layout.form.order for block in composition.sections[section]()),
    )


class _Composition:
    """The sections of one letter, each a list of blocks, empty where there is nothing to say."""

    def __init__(self, letter: Letter, layout: Layout) -> None:
        self.letter = letter
        self.form = layout.form
        self.statements = layout.statements
        self.sections: Mapping[Section, Callable[[], list[Block]]] = {
            "header": lambda: [*self.header()],
            "how_made": self.how_made,
            "credentials": self.credentials,
            "documents_reviewed": self.documents_reviewed,
            "clinical_summary": self.clinical_summary,
            "items": self.items,
            "recipients": self.recipients,
        }

    def header(self) -> list[FactTable]:
        """The facts of the header that are known."""
        rows = [[Fact(label, self._printed(name)) for name, label in row.items()] for row in self.form.header]
        known = tuple(tuple(fact for fact in row if fact.value) for row in rows)
        return [FactTable(tuple(row for row in known if row))] if any(known) else []

    def how_made(self) -> list[Block]:
        """How the determination was made."""
        return [Heading(self.form.headings.how_made), Prose((self._say(self.statements.how_made),))]

    def credentials(self) -> list[Block]:
        """The reviewer's credentials, never the name (LC 4610.6(f))."""
        labels, reviewer = self.form.labels, self.letter.reviewer
        licensure = Fact(labels.licensure, one_line(reviewer.licensure_text))
        specialties = Fact(labels.specialties, one_line(reviewer.specialties_text))
        return [FactLines(labels.credentials, (licensure, specialties))]

    def documents_reviewed(self) -> list[Block]:
        """The documents, by title and dates (8 CCR 9792.10.6(d))."""
        if not self.letter.documents_reviewed:
            return []
        entries = tuple(self._document(document) for document in self.letter.documents_reviewed)
        intro = Prose((self._say(self.statements.documents_intro),), leads=True)
        return [Heading(self.form.headings.documents_reviewed), intro, Listing(entries)]

    def clinical_summary(self) -> list[Block]:
        """The clinical case summary."""
        intro = Prose((self._say(self.statements.summary_intro),), leads=True)
        return [Heading(self.form.headings.clinical_summary), intro, Prose(lines(self.letter.clinical_summary))]

    def items(self) -> list[Block]:
        """The decision on each item."""
        intro = Prose((self._say(self.statements.items_intro),), leads=True)
        return [Heading(self.form.headings.items), intro, *(block for item in self.letter.items for block in self._item(item))]

    def recipients(self) -> list[Block]:
        """Who gets a copy."""
        if not self.letter.recipients:
            return []
        return [Heading(self.form.headings.recipients), Listing(tuple(one_line(name) for name in self.letter.recipients))]

    def _item(self, item: LetterItem) -> list[Block]:
        labels = self.form.labels
        return [
            ItemHeading(one_line(item.request), self.form.outcomes[item.outcome]),
            Labelled(self._say(labels.claims_administrator_guideline), lines(item.claims_administrator_guideline), leads=True),
            Labelled(self._own_label(), lines(item.reviewer_guideline), leads=True),
            Labelled(self._say(labels.rationale), lines(f"{item.rationale} {item.closing}")),
        ]

    def _document(self, document: ReviewedDocument) -> str:
        dates = [self._date(day) for day in dict.fromkeys((document.from_on, document.to_on)) if day]
        return ", ".join([one_line(document.title), " to ".join(dates)] if dates else [one_line(document.title)])

    def _printed(self, name: str) -> str:
        value = getattr(self.letter, name)
        return self._date(value) if isinstance(value, date) else one_line(value or "")

    def _date(self, day: date) -> str:
        return day.strftime(self.form.date_format)

    def _own_label(self) -> str:
        """The label of the reviewer's guideline, which may name the organisation in short."""
        name = self.letter.review_organization_short or self.letter.review_organization
        return fill(self.form.labels.reviewer_guideline, one_line(name))

    def _say(self, sentence: str) -> str:
        return fill(sentence, one_line(self.letter.review_organization))


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs of *text*, at least one: its lines, without those that are empty, with single spaces."""
    visible = text.translate(_DIRECTION_CONTROLS)
    spaced = (re.sub(r"[ \t]+", " ", line).strip() for line in visible.splitlines())
    return tuple(line for line in spaced if line) or ("",)


def one_line(text: str) -> str:
    """*text* on one line, so that it cannot pass for the line after it."""
    return " ".join(lines(text))
