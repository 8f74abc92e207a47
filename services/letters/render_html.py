"""A letter as one HTML file without scripts: every piece of data is escaped, and its writing direction kept to itself."""

from html import escape

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
"""Puts a draft's mark on every printed page, in browsers that know margin boxes; the others print it on the first."""


def html(letter: ComposedLetter, style: str) -> str:
    """*letter* as a page styled by *style*, the layout's own."""
    number = letter.case.value if letter.case else None
    return _PAGE.format(
        language=escape(letter.language),
        window_title=escape(" - ".join(part for part in (letter.mark, letter.title, number) if part)),
        style=style,
        page_style=_MARKED_PAGE.format(mark=escape(letter.mark)) if letter.mark else "",
        mark=f'<p class="mark">{escape(letter.mark)}</p>\n' if letter.mark else "",
        organization=_data(letter.organization),
        title=escape(letter.title),
        blocks="\n".join(_element(block) for block in letter.blocks),
    )


def _element(block: Block) -> str:  # noqa: PLR0911, one for each kind of block
    match block:
        case Heading(heading):
            return f"<h2>{escape(heading)}</h2>"
        case ItemHeading(request, outcome):
            return f'<h3>{_data(request)}: <span class="outcome">{escape(outcome)}</span></h3>'
        case Prose(paragraphs, leads):
            opening = '<p class="lead">' if leads else '<p dir="auto">'
            return "\n".join(f"{opening}{escape(paragraph)}</p>" for paragraph in paragraphs)
        case Labelled(label, paragraphs):
            first = f"<p>{_label(label)} {_data(paragraphs[0])}</p>"
            return "\n".join([first, *(f'<p dir="auto">{escape(paragraph)}</p>' for paragraph in paragraphs[1:])])
        case FactLines(lead, facts):
            return "\n".join([f'<p class="lead">{escape(lead)}:</p>', *(f'<p class="fact">{_fact(fact)}</p>' for fact in facts)])
        case FactTable(rows):
            cells = (
                f'<tr><th scope="row">{escape(fact.label)}</th><td>{_data(fact.value)}</td></tr>' for row in rows for fact in row
            )
            return "\n".join(["<table>", "<tbody>", *cells, "</tbody>", "</table>"])
        case Listing(entries):
            return "\n".join(["<ul>", *(f"<li>{_data(entry)}</li>" for entry in entries), "</ul>"])


def _fact(fact: Fact) -> str:
    return f"{_label(fact.label)} {_data(fact.value)}"


def _label(label: str) -> str:
    return f"<strong>{escape(label)}:</strong>"


def _data(value: str) -> str:
    return f"<bdi>{escape(value)}</bdi>"
