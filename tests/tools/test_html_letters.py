"""Letters as HTML in a browser: no finding of axe, and no request."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from services.letters.copies.for_recipient import copy_for
from services.letters.printing.render import Edition, render
from tests.services.letters.sample import DRAFT, LETTER, SAMPLES, editions_of
from tests.tools.test_pdf_standards import program

pytestmark = [pytest.mark.tools, pytest.mark.enable_socket]

EDITIONS = {"normal": Edition(), "large": Edition(large_print=True), "es": Edition("es")}
LETTERS = {
    **{
        f"{name}-{edition}": render(letter, "html", None, wanted)
        for name, letter in SAMPLES.items()
        for edition, wanted in EDITIONS.items()
        if wanted in editions_of(letter, EDITIONS.values())
    },
    "draft": render(DRAFT, "html"),
    "employer": render(copy_for("employer", LETTER), "html"),
    "public": render(copy_for("public", LETTER), "html"),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield the system's Chromium, without background requests."""
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=quiet)
        yield browser
        browser.close()


def opened(browser: Browser, folder: Path, content: bytes, width: int = 1200) -> Page:
    """A page that shows *content*, from a file, in a window of *width*; it may fetch nothing."""
    file = folder / "letter.html"
    file.write_bytes(content)
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)  # axe is put into the page
    page = context.new_page()
    page.goto(file.as_uri())
    return page


def against(page: Page) -> list[tuple[str, Any]]:
    """Return the findings of axe against *page*, each with its place."""
    found = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response
    return [(each["id"], each["nodes"][0]["html"]) for each in (*found["violations"], *found["incomplete"])]


@pytest.mark.parametrize("name", LETTERS)
def test_axe_finds_nothing(name: str, browser: Browser, tmp_path: Path) -> None:
    """Axe has no violation and no open question in any layout, language, size and copy."""
    page = opened(browser, tmp_path, LETTERS[name])

    assert [] == against(page)
    page.context.close()


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    """The check can fail: a letter without a language and with pale text is found."""
    spoiled = LETTERS["draft"].replace(b'<html lang="en">', b"<html>").replace(b"color: #444", b"color: #ccc")
    page = opened(browser, tmp_path, spoiled)

    assert {"html-has-lang", "color-contrast"} <= {rule for rule, _ in against(page)}
    page.context.close()


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("name", ["determination-2014-large", "external-review-notice-normal", "draft"])
def test_a_letter_fits_its_window(name: str, width: int, browser: Browser, tmp_path: Path) -> None:
    """No sideways scrolling, on a telephone and in large print too (WCAG 1.4.10)."""
    page = opened(browser, tmp_path, LETTERS[name], width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_large_print_is_large_on_a_screen(browser: Browser, tmp_path: Path) -> None:
    """Nothing is smaller than 24 pixels, which are 18 points."""
    page = opened(browser, tmp_path, LETTERS["determination-2014-large"])
    sizes = page.evaluate("[...document.querySelectorAll('main *')].map(each => parseFloat(getComputedStyle(each).fontSize))")

    assert min(sizes) >= 24
    page.context.close()
