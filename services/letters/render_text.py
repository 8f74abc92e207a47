"""A letter as plain text: the form's headings and labels exactly, wrapped at 92 columns. Like the form it has no title."""

import textwrap

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

COLUMNS = 92
_FACT_COLUMN = 44


def text(letter: ComposedLetter) -> str:
    """*letter* as text; a draft's mark is the first line."""
    body = "".join(_lines_of(block) + _space_after(block) for block in letter.blocks).rstrip("\n")
    return f"{letter.mark}\n\n{body}\n" if letter.mark else f"{body}\n"


def _lines_of(block: Block) -> str:  # noqa: PLR0911, one for each kind of block
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
            return "\n".join(_wrapped(f"- {entry}", indent="  ") for entry in entries)


def _space_after(block: Block) -> str:
    return "\n" if isinstance(block, Heading) else "\n\n"


def _fact(fact: Fact) -> str:
    return f"{fact.label}: {fact.value}"


def _wrapped(paragraph: str, indent: str = "") -> str:
    """*paragraph* in lines of at most 92 columns; a longer word stays whole, a hyphen never ends a line that the writer did not end."""
    wrapped = textwrap.wrap(paragraph, COLUMNS, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent)
    return "\n".join(wrapped)
