"""Reading whole letters: printed letters read back, and faulty ones name their fault."""

import json

import pytest
from hypothesis import given, settings

from services.letters.letter import Letter, NotDecidedItem
from services.letters.parse.determination import letter_of, read_as_far_as_possible, read_letter
from services.letters.parse.errors import LetterMalformed, LetterNotRead, LetterTruncated, NotALetter, OtherLayout
from services.letters.parse.text.encoding import text_of
from services.letters.printing.render import render
from tests.services.letters.letters_made import letters
from tests.services.letters.sample import BARE, DRAFT, LETTER, MASSAGE, PANEL

TEXT = render(LETTER, "text").decode()


def without_white_space(letter: Letter) -> object:
    """Return the fields of *letter* with all white space removed from the texts."""

    def squeezed(value: object) -> object:
        match value:
            case str():
                return "".join(value.split())
            case list():
                return [squeezed(each) for each in value]
            case dict():
                return {name: squeezed(each) for name, each in value.items()}
            case _:
                return value

    return squeezed(json.loads(letter.model_dump_json()))


@given(letters())
@settings(deadline=None, max_examples=60)
def test_any_letter_reads_back(letter: Letter) -> None:
    """A printed letter reads back into the same fields, apart from white space.

    Printing and reading it a second time changes nothing.
    """
    read = read_letter(text_of(render(letter, "text")))

    assert without_white_space(letter) == without_white_space(read)
    assert without_white_space(read) == without_white_space(read_letter(text_of(render(read, "text"))))


@pytest.mark.parametrize("letter", [LETTER, BARE, DRAFT, PANEL], ids=["sample", "without a header", "draft", "panel"])
def test_the_samples_read_back(letter: Letter) -> None:
    """Header, draft mark, credentials, documents and items are read.

    A document of a single day is printed with that day once, so it has no second date.
    """
    documents = tuple(
        document.model_copy(update={"to_on": None}) if document.to_on == document.from_on else document
        for document in letter.documents_reviewed
    )
    expected = letter.model_copy(update={"documents_reviewed": documents})

    assert without_white_space(expected) == without_white_space(read_letter(render(letter, "text").decode()))


FIRST_DECIDED = TEXT[: TEXT.index(MASSAGE.request, TEXT.index("IMR ISSUES"))].count("\n")
"""The lines before the second heading; they alone are a whole letter of one item."""


@pytest.mark.parametrize(
    "line",
    [
        line
        for line in range(3, TEXT[: TEXT.index("is medically necessary")].count("\n"))
        if line not in {FIRST_DECIDED, FIRST_DECIDED - 1}
    ],
)
def test_a_truncated_letter_never_passes_for_a_whole_one(line: int) -> None:
    """A letter cut off before its last decision raises an error at or before the cut.

    The fields before the cut are kept. Only a cut between two items leaves a whole letter.
    """
    read = read_as_far_as_possible("\n".join(TEXT.split("\n")[:line]))

    assert isinstance(read.stopped, LetterNotRead)
    assert 1 <= read.stopped.line <= line
    assert read.fields["layout"] == LETTER.layout
    assert set(read.fields.get("items", ())) <= set(read_letter(TEXT).items)


def test_items_before_the_cut_are_kept() -> None:
    """The result has the items that were decided before the cut, and no others."""
    read = read_as_far_as_possible(TEXT[: TEXT.rindex("Decision rationale")])

    assert isinstance(read.stopped, LetterTruncated)
    assert [1] == [item.number for item in read.fields["items"]]
    assert LETTER.case_number == read.fields["case_number"]


@pytest.mark.parametrize(
    ("old", "new", "error", "problem"),
    [
        ("CLINICAL CASE SUMMARY", "SUMMARY", LetterMalformed, "'CLINICAL CASE SUMMARY' is missing"),
        (
            "HOW THE IMR FINAL DETERMINATION WAS MADE",
            "HOW",
            LetterMalformed,
            "'HOW THE IMR FINAL DETERMINATION WAS MADE' is missing",
        ),
        ("visits: Upheld", "visits: Modified", LetterMalformed, "does not end in Upheld or Overturned"),
        ("visits: Overturned", "visits", LetterMalformed, "does not end in Upheld or Overturned"),
        ("Example Review Organization guideline:", "Guideline", LetterMalformed, "item 1: the reviewer's guideline is missing"),
        ("Decision rationale:", "Reasons:", LetterMalformed, "item 1: the rationale is missing"),
        ("11/12/2025", "13/12/2025", LetterMalformed, "Date of Injury: expected a date"),
        ("Priority: Standard", "Priority: Urgent", LetterMalformed, "Priority: expected Standard or Expedited"),
        ("State(s) of Licensure: California, Oregon", "State(s) of Licensure:", LetterMalformed, "the value is missing"),
        ("State(s) of Licensure:", "Licensed in", LetterTruncated, "no State(s) of Licensure"),
    ],
)
def test_a_departure_from_the_form_is_named(old: str, new: str, error: type[LetterNotRead], problem: str) -> None:
    """The error has its own type, describes the fault, and names a line of the text."""
    with pytest.raises(error) as raised:
        read_letter(TEXT.replace(old, new, 1))

    assert problem in raised.value.problem
    assert 1 <= raised.value.line <= TEXT.count("\n")


def test_the_line_of_an_error_is_the_line_of_the_fault() -> None:
    """The line number points to the heading that has no outcome."""
    text = TEXT.replace("visits: Overturned", "visits: Modified")

    with pytest.raises(LetterMalformed) as raised:
        read_letter(text)

    assert "visits: Modified" in text.split("\n")[raised.value.line - 1]


@pytest.mark.parametrize(
    "title",
    ["NOTICE OF INDEPENDENT MEDICAL REVIEW DETERMINATION", "IMR DECISION(S) AND RATIONALE(S)", "Medical Professional Reviewer:"],
)
def test_letters_of_other_layouts_are_called_that(title: str) -> None:
    """A determination in another layout is reported as such, not as an unknown text."""
    with pytest.raises(OtherLayout) as raised:
        read_letter(f"Example Review Organization\n\n{title}\n\nItem 1 is not medically necessary.\n")

    assert 3 == raised.value.line


@pytest.mark.parametrize(
    "text", ["", "Dear Sir or Madam,\n\nthank you for your letter.\n", "a,b,c\n1,2,3\n", '{"case_number": "CM26-4170023"}']
)
def test_other_texts_are_no_letters(text: str) -> None:
    """A text without the form's headings is not a letter."""
    with pytest.raises(NotALetter):
        read_letter(text)


def test_two_letters_in_one_file_are_not_one() -> None:
    """The second letter does not become part of the first letter's rationale."""
    with pytest.raises(LetterMalformed) as raised:
        read_letter(TEXT + TEXT)

    assert "must contain one letter only" in raised.value.problem
    assert raised.value.line > TEXT.count("\n")


def test_a_field_beyond_all_measure_is_named() -> None:
    """A text longer than its field allows is an error that names the field."""
    read = read_as_far_as_possible(TEXT.replace("This 46-year-old", "and so on " * 3_000 + "This 46-year-old"))

    assert isinstance(read.stopped, LetterMalformed)
    assert "clinical_summary" in read.stopped.problem


def test_the_organizations_two_names() -> None:
    """The label has the short name; the paragraph on how the letter was made has the full one."""
    letter = LETTER.model_copy(update={"review_organization_short": "Example"})
    read = letter_of(read_as_far_as_possible(render(letter, "text").decode()))

    assert ("Example Review Organization", "Example") == (read.review_organization, read.review_organization_short)
    assert read_letter(TEXT).review_organization_short is None


def test_a_letter_that_names_items_without_a_decision_reads_back() -> None:
    """They stand before the first item, and are no part of its heading."""
    named = NotDecidedItem(number=9, request="A walker", reason="The treatment was authorised.")
    letter = LETTER.model_copy(update={"not_decided": (named,)})

    read = read_letter(render(letter, "text").decode())

    assert [(item.request, item.outcome) for item in LETTER.items] == [(item.request, item.outcome) for item in read.items]
