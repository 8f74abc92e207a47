"""Heads and feet of pages, which are part of no field."""

import pytest

from services.letters.parse.text.lines import lines_of
from services.letters.parse.text.running import without_running_lines

NUMBER = "CM99-0000001"
TITLE = frozenset({"Invented Review Organization", "Independent Medical Review Final Determination"})


def left(text: str) -> list[str]:
    """Return the lines of *text* that are no heads and feet."""
    return [line.text for line in without_running_lines(lines_of(text), NUMBER, TITLE)]


@pytest.mark.parametrize(
    "foot",
    [
        f"Case Number: {NUMBER}   Page 1 of 2",
        f"Final Determination Letter for IMR Case Number {NUMBER} 3",
        f"Case Number: {NUMBER}\n\nPage 1 of 2\n\nInvented Review Organization\n\n{NUMBER}",
        f"Page 1 of 2\n\fInvented Review Organization   {NUMBER}",
        f"Independent Medical Review - Case No. {NUMBER} - Page 4",
        "Page 2 of 5",
    ],
)
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_a_foot_and_a_head_are_no_text(foot: str, blank: str) -> None:
    """Whatever of the form's words, the case's number and the page's a line consists of."""
    assert ["The knee was", "examined."] == left(f"The knee was{blank}{foot}{blank}examined.")


@pytest.mark.parametrize(
    "line",
    [
        f"Prior determination in case number {NUMBER} was upheld.",
        f"- Letter about {NUMBER}",
        "Invented Review Organization",
        "Pain 8 of 10",
        "12",
        "Page 3 of the report names the review.",
    ],
)
def test_a_line_of_the_letter_stays(line: str) -> None:
    """A line with any other word is text; so is the organization's name alone within a page."""
    assert ["The knee was", line, "examined."] == left(f"The knee was\n{line}\nexamined.")


def test_a_line_at_the_end_of_most_pages_is_a_foot() -> None:
    """Whatever it says; its number may differ."""
    pages = [
        f"Invented head\nThe text of page {word}.\nPrinted by an invented program, sheet {number}\n"
        for number, word in enumerate("abc")
    ]

    assert [f"The text of page {word}." for word in "abc"] == left("\f".join(["", *pages]))


def test_sentences_that_recur_at_page_ends_stay() -> None:
    """Many items end in the same sentence; a sentence is no foot."""
    page = "As the surgery is not medically necessary, the service\nis not medically necessary.\n"
    text = "\f".join(f"{page}Case Number: {NUMBER} Page {number}\n" for number in range(1, 4))

    assert page.splitlines() * 3 == left(text)


def test_the_gap_behind_a_foot_can_mean_either() -> None:
    """In a text without any gaps it is none, so that it starts no paragraph."""
    foot = f"Case Number: {NUMBER} Page 1 of 2"
    gaps = [
        [line.gap for line in without_running_lines(lines_of(text), NUMBER, TITLE)]
        for text in (f"a\n{foot}\nb\nc", f"a\n\nx\n{foot}\nb")
    ]

    assert [["none", "none", "none"], ["none", "either", "either"]] == gaps
