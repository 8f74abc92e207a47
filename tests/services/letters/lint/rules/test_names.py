"""The rule on names that must not appear."""

import pytest

from services.letters.lint.facts import CaseFacts
from tests.services.letters.lint.mutations import found_by, with_header, with_sentence

FACTS = CaseFacts(reviewer_names=("Dr. Robín Example-Reviewer",), redacted_names=("Pat Q. Employee", "Example Widgets, Inc."))


@pytest.mark.parametrize(
    "sentence",
    [
        "I, Robin Example-Reviewer, have decided.",
        "Decided by Dr. Reviewer today.",
        "Decided by ROBÍN EXAMPLE REVIEWER.",
        "Signed: Reviewer, Robin.",
        "See robin  example-reviewer's note.",
        "Robin A. Reviewer signed it.",
    ],
)
@pytest.mark.parametrize("place", ["summary", "rationale"])
def test_the_reviewers_name_is_found(place: str, sentence: str) -> None:
    """The name is found in any spelling and any text."""
    assert 1 == len(found_by("names", with_sentence(place, sentence), FACTS))


@pytest.mark.parametrize(
    "sentence",
    ["The reviewer is Dr. Robin Example.", "Reviewed by: Robin Example, M.D.", "The expert reviewer, Robin Example, DO, decided."],
)
def test_a_reviewer_who_is_introduced_is_found(sentence: str) -> None:
    """A letter that introduces its reviewer by name is found, even if the name is unknown."""
    assert 1 == len(found_by("names", with_sentence("rationale", sentence)))


@pytest.mark.parametrize(
    "sentence",
    [
        "Pat Q. Employee was seen.",
        "Ms. Employee was seen.",
        "Employee, Pat",
        "pat employee was seen",
        "She works at Example Widgets Inc. since 2012.",
    ],
)
def test_names_of_the_case_are_found_in_the_public_copy_only(sentence: str) -> None:
    """The letter to the parties may name people; the public copy may not."""
    letter = with_sentence("summary", sentence)

    assert [] == found_by("names", letter, FACTS)
    assert 1 == len(found_by("names", letter.model_copy(update={"copy_for": "public"}), FACTS))
    assert 1 == len(found_by("names", letter, CaseFacts(redacted_names=FACTS.redacted_names, public_copy=True)))


@pytest.mark.parametrize(
    "sentence",
    ["The expert reviewer considered the file.", "Dr. Other wrote the note.", "The employee was seen.", "For example, it rained."],
)
def test_words_that_names_are_made_of_are_no_names(sentence: str) -> None:
    """Lower-case words, other people's names, and words of the form are no findings."""
    letter = with_sentence("summary", sentence).model_copy(update={"copy_for": "public"})

    assert [] == found_by("names", letter, FACTS)


def test_every_text_is_searched() -> None:
    """Recipients are searched too."""
    assert ["/recipients/0"] == [
        finding.place for finding in found_by("names", with_header(recipients=("Dr. Robin Example-Reviewer",)), FACTS)
    ]
