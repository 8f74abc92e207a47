"""The rules of a jurisdiction."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.files import UnknownJurisdiction
from services.decision.assessment.config import rules_of
from services.decision.domain.guidelines.evidence_search import REQUEST_DAY, Question, search_evidence
from services.decision.domain.guidelines.guideline import Phase
from services.decision.domain.wording import day
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


@pytest.mark.parametrize("phase", ["acute", "subacute"])
@pytest.mark.parametrize("requested_on", [date(2009, 7, 17), date(2015, 6, 1), date(2016, 12, 1), date(2017, 11, 30)])
def test_a_recent_injury_is_not_judged_by_criteria_of_chronic_pain(requested_on: date, phase: Phase) -> None:
    """No treatment is tested by analogy in the first three months, in any body region."""
    rules = rules_of("ca-workers-comp")
    regions = (None, *sorted({region for each in rules.library.guidelines for region in each.body_regions}))
    by_analogy = {
        treatment
        for treatment in rules.library.by_treatment
        for region in regions
        if (found := rules.search(treatment, Question(requested_on, region, phase)).found) is not None and found.by_analogy
    }

    assert set() == by_analogy


@pytest.mark.parametrize("phase", [None, "acute", "subacute", "chronic"])
@pytest.mark.parametrize("requested_on", [date(2017, 12, 1), date(2018, 6, 1), date(2026, 4, 1)])
def test_since_december_2017_no_other_guideline_answers_before_the_mtus(requested_on: date, phase: Phase | None) -> None:
    """Adopted editions that are not held are to be consulted; no lower rank is asked."""
    rules = rules_of("ca-workers-comp")
    others = {
        treatment
        for treatment in rules.library.by_treatment
        for region in (None, "low-back", "hip", "head")
        if (answer := rules.search(treatment, Question(requested_on, region, phase)).ranks)[0].answer not in {"speaks", "not-held"}
        or answer[0].rank != "mtus"
    }

    assert set() == others


@given(st.data())
def test_a_kept_search_is_that_of_the_day(data: st.DataObject) -> None:
    """Its answers and reasons are those of a search on the day, with the day filled in."""
    rules = rules_of("ca-workers-comp")
    treatment = data.draw(st.sampled_from(sorted(rules.library.by_treatment)))
    region = data.draw(st.sampled_from([None, *rules.library.requests.regions]))
    phase = data.draw(st.sampled_from([None, "acute", "subacute", "chronic"]))
    requested_on = data.draw(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
    question = Question(requested_on, region, phase)
    found = search_evidence(rules.library.by_treatment[treatment], rules.ranks_on(requested_on), question)
    kept = rules.search(treatment, question)

    def told(reason: str) -> str:
        return reason.replace(REQUEST_DAY, day(requested_on))

    assert [(each.rank, each.answer, each.reason) for each in found.ranks] == [
        (each.rank, each.answer, told(each.reason)) for each in kept.ranks
    ]
    assert list(found.considered) == [replace(each, reason=told(each.reason)) for each in kept.considered]


def test_one_search_serves_all_days_of_an_edition() -> None:
    """A question about a treatment is kept once for the days between two changes."""
    rules = rules_of("ca-workers-comp")
    first, last, after = (
        rules.search("massage", Question(each, "low-back", "chronic"))
        for each in (date(2014, 3, 20), date(2015, 3, 20), date(2018, 3, 20))
    )

    assert first is last
    assert last is not after
