"""The rules of a jurisdiction."""

from dataclasses import replace
from datetime import date

import pytest

from jurisdictions.files import UnknownJurisdiction
from services.decision.assessment.config import rules_of
from services.decision.domain.guidelines.evidence_search import Question
from terms.law_words import LawWords


def test_rules_of_california() -> None:
    """California searches the MTUS first, and its library has guidelines."""
    rules = rules_of("ca-workers-comp")

    assert rules.ranks_on(date(2015, 4, 2))[0] == "mtus"
    assert rules.library.guidelines


def test_an_unknown_jurisdiction() -> None:
    """A jurisdiction without rules is refused."""
    with pytest.raises(UnknownJurisdiction):
        rules_of("atlantis")


def test_another_library_has_its_own_searches() -> None:
    """Rules with another library do not share cached searches."""
    rules = rules_of("ca-workers-comp")
    question = Question(date(2015, 3, 20), None, "chronic")
    found = rules.search("massage", question).found
    assert found is not None

    emptied = replace(rules, library=replace(rules.library, by_treatment={}))
    assert emptied.search("massage", question).found is None


def test_a_question_is_searched_once() -> None:
    """A repeated question uses the cached search; one with a rebuttal does not."""
    rules = rules_of("ca-workers-comp")
    question = Question(date(2015, 3, 20), "low-back", "chronic")

    assert rules.search("massage", question) is rules.search("massage", question)
    assert rules.search("massage", question, {"mtus": "A trial."}).ranks[0].answer == "rebutted"
    assert rules.search("massage", question).ranks[0].answer == "speaks"


def test_the_words_within_sentences_are_those_of_the_law() -> None:
    """Person, payer, who denied, and by which decision."""
    rules = rules_of("us-federal-external-review")

    expected = LawWords(
        "claimant", "plan or issuer", "the plan or issuer", "denial of the plan or issuer", "onset of the condition"
    )
    assert expected == rules.words_in_sentences(date(2026, 1, 30))
