"""Render a letter as one HTML file without scripts.

All data is escaped, and its writing direction isolated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

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

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{window_title}</title>
<style>
{style}{page_style}</style>
</head>
<body>
{mark}<main>
<header>
<p class="organization">{organization}</p>
<h1>{title}</h1>
</header>
{blocks}
</main>
</body>
</html>
"""

_MARKED_PAGE = """\
@page {{ @top-center {{ content: "{mark}"; color: #8c1d18; font-weight: 700; }} }}
"""
"""Puts a draft's mark on every printed page; browsers without margin boxes print it once."""


_LARGE = """\
html { font-size: 150%; }
main { max-width: 60rem; }
.organization, .mark { font-size: 1rem; }
@media print { body { font-size: 18pt; } h2, h3, th, .organization, .mark { font-size: 18pt; } }
"""
"""Large print: 24 pixels on a screen, 18 points on paper, and nothing smaller."""


def html(letter: ComposedLetter, style: str, *, large_print: bool = False) -> str:
    """Render *letter* as a page styled by *style*, the layout's own."""
    number = letter.case.value if letter.case else None
    voice = _Voice(letter.written_language if letter.written_language != letter.language else None)
    marked = _MARKED_PAGE.format(mark=escape(letter.mark)) if letter.mark else ""
    return _PAGE.format(
        language=escape(letter.language),
        window_title=escape(" - ".join(part for part in (letter.mark, letter.title, number) if part)),
        style=style,
        page_style=(_LARGE if large_print else "") + marked,
        mark=f'<aside><p class="mark">{escape(letter.mark)}</p></aside>\n' if letter.mark else "",
        organization=_data(letter.organization),
        title=escape(letter.title),
        blocks="\n".join(voice.element(block) for block in letter.blocks),
    )


@dataclass(frozen=True)
class _Voice:
    """Sets blocks whose written text is in *language*; None where all is in one language."""

    language: str | None

    def element(self, block: Block) -> str:  # noqa: C901, PLR0911, one for each kind of block
        """Render a block."""
        match block:
            case Heading(heading):
                return f"<h2>{escape(heading)}</h2>"
            case ItemHeading(request, outcome):
                return f'<h3>{self.written(request)}: <span class="outcome">{escape(outcome)}</span></h3>'
            case Prose(paragraphs, leads, written):
                opening = '<p class="lead">' if leads else self.opening(written=written)
                return "\n".join(f"{opening}{escape(paragraph)}</p>" for paragraph in paragraphs)
            case Labelled(label, paragraphs, _, written):
                first = self.written(paragraphs[0]) if written else _data(paragraphs[0])
                rest = (f"{self.opening(written=written)}{escape(paragraph)}</p>" for paragraph in paragraphs[1:])
                return "\n".join([f"<p>{_label(label)} {first}</p>", *rest])
            case FactLines(lead, facts):
                lines = (f'<p class="fact">{_label(fact.label)} {self.written(fact.value)}</p>' for fact in facts)
                return "\n".join([f'<p class="lead">{escape(lead)}:</p>', *lines])
            case FactTable(rows):
                return _table(fact for row in rows for fact in row)
            case Listing(entries):
                return "\n".join(["<ul>", *(f"<li>{self.written(entry)}</li>" for entry in entries), "</ul>"])
            case Results(results, numbers):
                decided = (
                    f'<li value="{number}">{self.written(request)}: <strong>{escape(outcome)}</strong></li>'
                    for number, (request, outcome) in zip(numbers, results, strict=True)
                )
                return "\n".join(["<ol>", *decided, "</ol>"])
            case Address(lines):
                return f"<address>{'<br>'.join(map(_data, lines))}</address>"
            case SignedBy(office, organization):
                return f'<p class="signed"><strong>{escape(office)}</strong><br>{_data(organization)}</p>'

    def written(self, value: str) -> str:
        """Return text that a person wrote, escaped, with its language where that differs."""
        return f'<bdi lang="{escape(self.language)}">{escape(value)}</bdi>' if self.language else _data(value)

    def opening(self, *, written: bool) -> str:
        """Return the tag that opens a paragraph."""
        return f'<p dir="auto" lang="{escape(self.language)}">' if written and self.language else '<p dir="auto">'


def _table(facts: Iterable[Fact]) -> str:
    cells = (f'<tr><th scope="row">{escape(fact.label)}</th><td>{_data(fact.value)}</td></tr>' for fact in facts)
    return "\n".join(["<table>", "<tbody>", *cells, "</tbody>", "</table>"])


def _label(label: str) -> str:
    return f"<strong>{escape(label)}:</strong>"


def _data(value: str) -> str:
    return f"<bdi>{escape(value)}</bdi>"
