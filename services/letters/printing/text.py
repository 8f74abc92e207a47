"""Render a letter as plain text, wrapped at 92 columns, with the form's exact labels.

The form of 2014 has no title there.
"""

import re
import textwrap

from services.letters.composition.blocks import (
    Address,
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
    Results,
    SignedBy,
)

COLUMNS = 92
_FACT_COLUMN = 44
_SIGNATURE = "_" * 32
_BEFORE_A_DASH, _NO_BREAK = re.compile(r"[ \t\n]+(?=-\s)"), "\0"


def text(letter: ComposedLetter) -> str:
    """Render *letter* as text; the first line of a draft is its mark."""
    body = "".join(_lines_of(block) + _space_after(block) for block in letter.blocks).rstrip("\n")
    title = f"{_wrapped(letter.title)}\n{_wrapped(letter.organization)}" if letter.titled_text else None
    return "\n\n".join(part for part in (letter.mark, title, f"{body}\n") if part)


def _lines_of(block: Block) -> str:  # noqa: C901, PLR0911, one for each kind of block
    match block:
        case Heading(heading):
            return heading
        case ItemHeading(request, outcome):
            return _wrapped(f"{request}: {outcome}")
        case Prose(paragraphs):
            return "\n\n".join(_wrapped(paragraph) for paragraph in paragraphs)
        case Labelled(label, paragraphs):
            return "\n\n".join(_wrapped(paragraph) for paragraph in (f"{label}: {paragraphs[0]}", *paragraphs[1:]))
        case FactLines(lead, facts):
            return "\n".join([f"{lead}:", *(_wrapped(_fact(fact)) for fact in facts)])
        case FactTable(rows):
            return "\n".join("".join(f"{_fact(fact):<{_FACT_COLUMN}}" for fact in row).rstrip() for row in rows)
        case Listing(entries):
            return "\n".join(_entry(entry) for entry in entries)
        case Results(results, numbers):
            numbered = zip(numbers, results, strict=True)
            return "\n".join(_wrapped(f"{number}. {request}: {outcome}", indent="   ") for number, (request, outcome) in numbered)
        case Address(address):
            return "\n".join(_wrapped(line) for line in address)
        case SignedBy(office, organization):
            return f"{_SIGNATURE}\n{_wrapped(office)}\n{_wrapped(organization)}"


def _space_after(block: Block) -> str:
    return "\n" if isinstance(block, Heading) else "\n\n"


def _fact(fact: Fact) -> str:
    return f"{fact.label}: {fact.value}"


def _entry(entry: str) -> str:
    """Wrap an entry of a list: its first line, and no other, begins with a dash and a word."""
    kept_together = f"-{_NO_BREAK}{_BEFORE_A_DASH.sub(_NO_BREAK, entry)}"
    return _wrapped(kept_together, indent="  ").replace(_NO_BREAK, " ")


def _wrapped(paragraph: str, indent: str = "") -> str:
    """Wrap *paragraph* at 92 columns.

    Long words stay whole and no hyphen is added or split at.
    """
    wrapped = textwrap.wrap(paragraph, COLUMNS, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent)
    return "\n".join(wrapped)
