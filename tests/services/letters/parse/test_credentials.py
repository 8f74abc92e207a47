"""The reviewers' credentials, and the organization's full name."""

import pytest

from services.letters.composition.layout import load_layout
from services.letters.parse.credentials import organization, reviewers
from services.letters.parse.determination import LAYOUT
from services.letters.parse.errors import LetterMalformed, LetterNotRead, LetterTruncated
from services.letters.parse.sections import Section
from services.letters.parse.text.lines import lines_of

FORM = load_layout(LAYOUT)
PANEL = (
    "Reviewer 1, State(s) of Licensure: Iowa, Ohio Reviewer 1, Certification(s)/Specialty: Pain\n"
    "Reviewer 2, State(s) of Licensure: Utah\nReviewer\n2, Certification(s)/Specialty: Neurology, Sports"
)


def section(text: str) -> Section:
    """A section whose first line is its heading."""
    heading, *lines = lines_of(text)
    return Section(heading, tuple(lines))


@pytest.mark.parametrize(
    ("text", "licensure", "specialties"),
    [
        ("State(s) of Licensure: Iowa\nCertification(s)/Specialty: Pain", ("Iowa",), ("Pain",)),
        ("State(s) of Licensure: Iowa,Ohio, New\nYork\nCertification(s)/Specialty: Pain", ("Iowa", "Ohio", "New York"), ("Pain",)),
        ("State(s) of Licensure: Iowa Certification(s)/Specialty: Pain,\nSports, ", ("Iowa",), ("Pain", "Sports")),
    ],
)
def test_credentials(text: str, licensure: tuple[str, ...], specialties: tuple[str, ...]) -> None:
    """Values may follow one another on a line, wrap, and lack the space after a comma."""
    (read,) = reviewers(section(f"Heading\n{text}"), FORM)

    assert (licensure, specialties) == (read.licensure, read.specialties)


def test_credentials_are_kept_as_printed() -> None:
    """Beside the lists, the text of each value stays as the letter has it."""
    (read,) = reviewers(section("Heading\nState(s) of Licensure: Iowa,Ohio\nCertification(s)/Specialty: Pain"), FORM)

    assert ("Iowa,Ohio", "Pain") == (read.licensure_text, read.specialties_text)


def test_the_credentials_of_a_panel() -> None:
    """Each member's values are read, in the order of the numbers; labels may wrap."""
    read = reviewers(section(f"Heading\n{PANEL}"), FORM)

    assert [("Iowa", "Ohio"), ("Utah",)] == [each.licensure for each in read]
    assert [("Pain",), ("Neurology", "Sports")] == [each.specialties for each in read]


@pytest.mark.parametrize(
    ("text", "error", "line", "problem"),
    [
        ("Heading\nCertification(s)/Specialty: Pain", LetterTruncated, 2, "no State(s) of Licensure"),
        ("Heading\nState(s) of Licensure: Iowa", LetterTruncated, 2, "no Certification(s)/Specialty"),
        ("Heading\nState(s) of Licensure:\nCertification(s)/Specialty: Pain", LetterMalformed, 1, "State(s) of Licensure"),
        ("Heading\nState(s) of Licensure: Iowa\nCertification(s)/Specialty: ,", LetterMalformed, 1, "Certification(s)/Specialty"),
        ("Heading\n" + PANEL.partition("Reviewer\n")[0], LetterTruncated, 3, "no Certification(s)/Specialty"),
        (f"Heading\n{PANEL.replace('Reviewer 2', 'Reviewer 3')}", LetterMalformed, 1, "reviewer 3 stand where 2 is expected"),
    ],
)
def test_missing_credentials_are_named(text: str, error: type[LetterNotRead], line: int, problem: str) -> None:
    """A missing label is reported at the section's last line, a missing value at its heading."""
    with pytest.raises(error) as raised:
        reviewers(section(text), FORM)

    assert line == raised.value.line
    assert problem in raised.value.problem


@pytest.mark.parametrize(
    ("short", "text", "full"),
    [
        ("MAXIMUS", "MAXIMUS Federal Services sent the file.", "MAXIMUS Federal Services"),
        ("MAXIMUS", "The file went to MAXIMUS\nFederal Services, Inc. It was read.", "MAXIMUS Federal Services, Inc."),
        ("Example", "Example & Sons LLC has reviewed it.", "Example"),
        ("Example", "An Exampled review by Example Review Organization.", "Example Review Organization"),
        ("Example", "The file was read.", "Example"),
        ("Ex. (A)", "The file was read by Ex. (A) Reviews.", "Ex. (A) Reviews"),
    ],
)
def test_the_organizations_full_name(short: str, text: str, full: str) -> None:
    """The full name is the short name and the capitalised words after it, with the legal form."""
    assert full == organization(short, section(f"Heading\n{text}"))
