"""A letter as HTML."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.letters.composition.compose import compose
from services.letters.composition.layout import load_layout
from services.letters.letter import Letter
from services.letters.printing.html import html
from tests.services.letters.sample import BARE, DRAFT, LAYOUT, LETTER

FORM = load_layout(LAYOUT)
VOID = {"meta"}


class Page(HTMLParser):
    """A page as a browser parses it: its elements in order, their texts, and balance."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record an element."""
        self.elements.append((tag, dict(attrs)))
        self.text.setdefault(tag, []).append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element; a well-formed page closes the last one opened."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Add text to every open element."""
        for tag in set(self.open):
            self.text[tag][-1] += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every *tag*."""
        return [attributes for name, attributes in self.elements if name == tag]


def as_html(letter: Letter) -> str:
    """Return *letter* as HTML in the sample's layout."""
    return html(compose(letter, FORM), FORM.style)


def test_the_page_is_one_file_that_says_what_it_is() -> None:
    """It has a language, a title and nested headings, and no script or outside resource."""
    source = as_html(LETTER)
    page = Page(source)

    assert page.attributes("html") == [{"lang": "en"}]
    assert page.text["title"] == ["Independent Medical Review Final Determination - CM26-4170023"]
    assert [tag for tag, _ in page.elements if tag in {"h1", "h2", "h3"}] == ["h1", "h2", "h2", "h2", "h3", "h3", "h2"]
    assert len(page.attributes("main")) == 1
    assert {"script", "link", "img", "iframe", "form"}.isdisjoint(page.text)
    assert "http://" not in source
    assert "https://" not in source
    assert "@media print" in source
    assert "width=device-width" in source


def test_the_header_is_a_table_with_row_headers() -> None:
    """Each label is the header of its row."""
    page = Page(as_html(LETTER))

    assert page.attributes("th") == [{"scope": "row"}] * 7
    assert page.text["th"][:3] == ["Case Number", "Date Assigned", "Date of Injury"]
    assert page.text["td"][:3] == ["CM26-4170023", "04/03/2026", "11/12/2025"]


def test_an_item_heading_ends_in_the_outcome() -> None:
    """An item's heading ends in its outcome."""
    assert Page(as_html(LETTER)).text["h3"] == [
        "Chiropractic, 6 visits: Upheld",
        "Massage Therapy to the Lumbar Spine, 6 visits: Overturned",
    ]


def test_a_draft_says_so_before_all_else() -> None:
    """A draft is marked in the title, first on the page and on every printed page."""
    source = as_html(DRAFT)
    page = Page(source)

    assert page.text["title"][0].startswith("DRAFT - NOT A DETERMINATION")
    assert page.text["p"][0] == "DRAFT - NOT A DETERMINATION"
    assert '@top-center { content: "DRAFT - NOT A DETERMINATION"' in source
    assert "DRAFT" not in as_html(LETTER)
    assert "@top-center" not in as_html(LETTER)


def test_a_letter_without_a_header_has_no_table() -> None:
    """Without header facts there is no table."""
    assert "table" not in Page(as_html(BARE)).text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</title></style><img src=x onerror=alert(1)>",
        "{mark} {style} {0}",
        "&lt;b&gt; &amp; \" ' `",
        "--> <!-- ]]>",
    ],
)
def test_markup_in_data_is_text(hostile: str) -> None:
    """Markup in any field is shown as written and has no effect."""
    item = LETTER.items[0].model_copy(
        update={"request": hostile, "claims_administrator_guideline": hostile, "reviewer_guideline": hostile, "rationale": hostile}
    )
    letter = LETTER.model_copy(
        update={"review_organization": hostile, "clinical_summary": hostile, "items": (item,), "recipients": (hostile,)}
    )
    page = Page(as_html(letter))

    assert Page(as_html(letter.model_copy(update={"clinical_summary": "harmless"}))).elements == page.elements
    assert f"{hostile}: Upheld" == page.text["h3"][0]
    assert hostile == page.text["li"][-1]
    assert not page.open


@settings(deadline=None)
@given(summary=st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1).filter(str.strip))
def test_any_printable_text_makes_a_sound_page(summary: str) -> None:
    """With any text the page stays well formed and shows it, except for white space."""
    page = Page(as_html(LETTER.model_copy(update={"clinical_summary": summary})))

    assert "".join(summary.split()) in "".join(page.text["main"][0].split())
    assert not page.open
