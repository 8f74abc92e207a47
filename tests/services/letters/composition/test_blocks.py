"""The blocks of a letter."""

from dataclasses import replace
from typing import get_args

import pytest

from services.letters.composition.blocks import (
    Address,
    Block,
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
from services.letters.composition.compose import compose
from services.letters.composition.layout import load_layout
from services.letters.printing.html import html
from services.letters.printing.pdf import Attachment, pdf
from services.letters.printing.text import text
from tests.services.letters.sample import LAYOUT, LETTER

FORM = load_layout(LAYOUT)

BLOCKS = [
    FactTable(((Fact("Label", "Anything"),),)),
    FactLines("Lead", (Fact("Label", "Anything"),)),
    Heading("Anything"),
    ItemHeading("Anything", "Upheld"),
    Prose(("Anything",), leads=True),
    Labelled("Label", ("Anything", "more")),
    Listing(("Anything",)),
    Results((("Anything", "Upheld"), ("More", "Overturned"))),
    Address(("Anything", "more")),
    SignedBy("Anything", "Example Review Organization"),
]


def test_the_examples_are_all_kinds() -> None:
    """The examples below cover every kind of block."""
    assert set(get_args(Block)) == {type(block) for block in BLOCKS}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.kind)
def test_every_renderer_renders_every_kind(block: Block) -> None:
    """Text, HTML and PDF each print a block of any kind, alone in a letter."""
    title = () if isinstance(block, Heading) else (Heading("First"),)  # PDF/UA: the first heading is of the first level
    composed = replace(compose(LETTER, FORM), blocks=(*title, block))

    assert "Anything" in text(composed)
    assert "Anything" in html(composed, "")
    assert pdf(composed, FORM, Attachment("data.json", b"{}")).startswith(b"%PDF-")
