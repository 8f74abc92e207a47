"""Letters written and read back."""

import json

import pytest
from hypothesis import given, settings

from services.letters.letter import Letter
from services.letters.parse.determination import letter_of, read_as_far_as_possible, read_letter
from services.letters.parse.encoding import text_of
from services.letters.parse.errors import LetterMalformed, LetterNotRead, LetterTruncated, NotALetter, OtherLayout
from services.letters.printing.render import render
from tests.services.letters.letters_made import letters
from tests.services.letters.sample import BARE, DRAFT, LETTER, MASSAGE

TEXT = render(LETTER, "text").decode()


def without_white_space(letter: Letter) -> object:
    """Every field of *letter*, its texts without white space."""

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
    """Whatever is written in the form's layout reads back into the same fields, white space aside; and once more into the same."""
    read = read_letter(text_of(render(letter, "text")))

    assert without_white_space(letter) == without_white_space(read)
    assert without_white_space(read) == without_white_space(read_letter(text_of(render(read, "text"))))


@pytest.mark.parametrize("letter", [LETTER, BARE, DRAFT], ids=["sample", "without a header", "draft"])
def test_the_samples_read_back(letter: Letter) -> None:
    """Header, draft mark, credentials, documents and items. A document of one day is printed with that day once."""
    documents = tuple(
        document.model_copy(update={"to_on": None}) if document.to_on == document.from_on else document
        for document in letter.documents_reviewed
    )
    expected = letter.model_copy(update={"documents_reviewed": documents})

    assert without_white_space(expected) == without_white_space(read_letter(render(letter, "text").decode()))


FIRST_DECIDED = TEXT[: TEXT.index(MASSAGE.request, TEXT.index("IMR ISSUES"))].count("\n")
"""The lines up to the second heading; cut off there, the text is a whole letter of one item."""


@pytest.mark.parametrize(
    "line",
    [
        line
        for line in range(3, TEXT[: TEXT.index("is medically necessary")].count("\n"))
        if line not in {FIRST_DECIDED, FIRST_DECIDED - 1}
    ],
)
def test_a_truncated_letter_never_passes_for_a_whole_one(line: int) -> None:
    """Cut off anywhere else before its last decision, it is an error at or before the cut, and what was read until then is kept."""
    read = read_as_far_as_possible("\n".join(TEXT.split("\n")[:line]))

    assert isinstance(read.stopped, LetterNotRead)
    assert 1 <= read.stopped.line <= line
    assert read.fields["layout"] == LETTER.layout
    assert set(read.fields.get("items", ())) <= set(read_letter(TEXT).items)


def test_what_was_read_of_a_truncated_letter() -> None:
    """The items that were decided before the cut are there, and no more."""
    read = read_as_far_as_possible(TEXT[: TEXT.rindex("Decision rationale")])

    assert isinstance(read.stopped, LetterTruncated)
    assert [1] == [item.number for item in read.fields["items"]]
    assert LETTER.case_number == read.fields["case_number"]


@pytest.mark.parametrize(
    ("old", "new", "error", "problem"),
    [
        ("CLINICAL CASE SUMMARY", "SUMMARY", LetterMalformed, "clinical summary is missing"),
        ("HOW THE IMR FINAL DETERMINATION WAS MADE", "HOW", LetterMalformed, "how made is missing"),
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
def test_what_is_not_as_the_form_says_is_named(old: str, new: str, error: type[LetterNotRead], problem: str) -> None:
    """The error is named, says what is wrong and names a line of the text."""
    with pytest.raises(error) as raised:
        read_letter(TEXT.replace(old, new, 1))

    assert problem in raised.value.problem
    assert 1 <= raised.value.line <= TEXT.count("\n")


def test_the_line_of_an_error_is_the_line_of_the_fault() -> None:
    """The heading without an outcome is on the line that the error names."""
    text = TEXT.replace("visits: Overturned", "visits: Modified")

    with pytest.raises(LetterMalformed) as raised:
        read_letter(text)

    assert "visits: Modified" in text.split("\n")[raised.value.line - 1]


@pytest.mark.parametrize(
    "title",
    ["NOTICE OF INDEPENDENT MEDICAL REVIEW DETERMINATION", "IMR DECISION(S) AND RATIONALE(S)", "Medical Professional Reviewer:"],
)
def test_letters_of_other_layouts_are_called_that(title: str) -> None:
    """A determination that is not in the form's layout is no mystery: its layout is not read."""
    with pytest.raises(OtherLayout) as raised:
        read_letter(f"Example Review Organization\n\n{title}\n\nItem 1 is not medically necessary.\n")

    assert 3 == raised.value.line


@pytest.mark.parametrize(
    "text", ["", "Dear Sir or Madam,\n\nthank you for your letter.\n", "a,b,c\n1,2,3\n", '{"case_number": "CM26-4170023"}']
)
def test_other_texts_are_no_letters(text: str) -> None:
    """They have none of the form's headings."""
    with pytest.raises(NotALetter):
        read_letter(text)


def test_two_letters_in_one_file_are_not_one() -> None:
    """The second one's header would end up in the first one's reasons."""
    with pytest.raises(LetterMalformed) as raised:
        read_letter(TEXT + TEXT)

    assert "must contain one letter only" in raised.value.problem
    assert raised.value.line > TEXT.count("\n")


def test_a_field_beyond_all_measure_is_named() -> None:
    """A text longer than a field of a letter can be is an error, not a crash."""
    read = read_as_far_as_possible(TEXT.replace("This 46-year-old", "and so on " * 3_000 + "This 46-year-old"))

    assert isinstance(read.stopped, LetterMalformed)
    assert "clinical_summary" in read.stopped.problem


def test_the_organisations_two_names() -> None:
    """The short name is in the label, the full one where the letter tells how it was made."""
    letter = LETTER.model_copy(update={"review_organization_short": "Example"})
    read = letter_of(read_as_far_as_possible(render(letter, "text").decode()))

    assert ("Example Review Organization", "Example") == (read.review_organization, read.review_organization_short)
    assert read_letter(TEXT).review_organization_short is None
