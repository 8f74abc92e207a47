"""The search for the guideline that applies."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.evidence_search import EvidenceSearch, Question, reason_silent, search_evidence
from services.decision.domain.guidelines.guideline import Guideline
from tests.services.decision.guidelines import guideline

ORDER = ("mtus", "acoem-odg", "other-guideline", "study")
QUESTION = Question(date(2015, 3, 20), "low-back", "chronic")
MTUS = guideline(id="mtus")
ODG = guideline(id="odg", rank="acoem-odg")
STUDY = guideline(id="study", rank="study")


def applied(walked: EvidenceSearch) -> list[str]:
    """The guidelines that apply."""
    return [considered.guideline.id for considered in walked.considered if considered.applies]


@pytest.mark.parametrize("guidelines", list(permutations([MTUS, ODG, STUDY])))
def test_the_highest_rank_speaks(guidelines: tuple[Guideline, ...]) -> None:
    """In any order of the library, the MTUS precedes ODG, and ODG a study."""
    walked = search_evidence(guidelines, ORDER, QUESTION)

    assert ["mtus"] == applied(walked)
    assert ["mtus", "odg", "study"] == [considered.guideline.id for considered in walked.considered]
    assert "higher rank" in walked.considered[1].reason


@pytest.mark.parametrize(
    "silent",
    [
        guideline(id="mtus", in_force=Period(date(2016, 7, 29))),
        guideline(id="mtus", body_regions=frozenset({"knee"})),
        guideline(id="mtus", phases=frozenset({"acute"})),
    ],
)
def test_the_next_rank_speaks_where_the_higher_is_silent(silent: Guideline) -> None:
    """If the MTUS covers another edition, region or phase, ODG is searched."""
    assert ["odg"] == applied(search_evidence([silent, ODG], ORDER, QUESTION))


def test_a_guideline_on_the_region_goes_before_one_on_any() -> None:
    """Within a rank, the guideline that names the region applies, and the trace says why."""
    walked = search_evidence([guideline(id="any"), guideline(id="low-back", body_regions=frozenset({"low-back"}))], ORDER, QUESTION)

    assert ["low-back"] == applied(walked)
    assert "more closely" in walked.considered[1].reason


def test_a_rank_without_a_place_is_never_reached() -> None:
    """A rank outside the jurisdiction's evidence order never applies."""
    walked = search_evidence([STUDY], ("mtus",), QUESTION)

    assert [] == applied(walked)
    assert "no place" in walked.considered[0].reason


def test_nothing_speaks() -> None:
    """Without a guideline on the treatment, none applies."""
    walked = search_evidence([], ORDER, QUESTION)

    assert (walked.considered, walked.found) == ((), None)
    assert ["silent"] * 4 == [asked.answer for asked in walked.ranks]


@pytest.mark.parametrize(
    ("changes", "question", "part"),
    [
        ({}, QUESTION, None),
        ({}, Question(date(2016, 7, 28), None, None), None),
        ({}, Question(date(2016, 7, 29), None, None), "July 18, 2009 to July 28, 2016; this one is of July 29, 2016"),
        ({}, Question(date(2009, 7, 17), None, None), "July 17, 2009"),
        ({"in_force": Period(date(2016, 1, 1))}, QUESTION, "requests from January 1, 2016; this"),
        ({"body_regions": frozenset({"low-back", "knee"})}, QUESTION, None),
        ({"body_regions": frozenset({"knee", "elbow"})}, QUESTION, "the elbow and knee, this request about the low back"),
        ({"body_regions": frozenset({"knee"})}, Question(date(2015, 3, 20), None, None), "is not given"),
        ({"phases": frozenset({"chronic"})}, QUESTION, None),
        ({"phases": frozenset({"chronic"})}, Question(date(2015, 3, 20), None, "subacute"), "was subacute"),
        ({"phases": frozenset({"chronic"})}, Question(date(2015, 3, 20), None, None), None),
    ],
)
def test_reason_silent(changes: dict[str, Any], question: Question, part: str | None) -> None:
    """Edition, region and phase are tested in turn; an unknown phase excludes nothing."""
    reason = reason_silent(guideline(**changes), question)

    assert reason is None if part is None else part in (reason or "")


def test_an_untested_phase_is_said() -> None:
    """If the date of injury is unknown, the reason says that the phase was not tested."""
    assert "not tested" in search_evidence([MTUS], ORDER, Question(date(2015, 3, 20), None, None)).considered[0].reason


@pytest.mark.parametrize(
    ("guidelines", "rebutted", "expected"),
    [
        ([MTUS, ODG, STUDY], {}, ["speaks", "not-reached", "not-reached", "not-reached"]),
        ([ODG, STUDY], {}, ["silent", "speaks", "not-reached", "not-reached"]),
        ([MTUS, ODG], {"mtus": "A trial."}, ["rebutted", "speaks", "not-reached", "not-reached"]),
        ([MTUS, STUDY], {"mtus": "A trial."}, ["rebutted", "silent", "silent", "speaks"]),
        ([MTUS], {"mtus": "A trial."}, ["rebutted", "silent", "silent", "silent"]),
        ([], {}, ["silent"] * 4),
    ],
)
def test_every_rank_is_recorded(guidelines: list[Guideline], rebutted: dict[str, str], expected: list[str]) -> None:
    """Every rank has an answer, including empty and rebutted ones."""
    walked = search_evidence(guidelines, ORDER, QUESTION, rebutted)

    assert expected == [asked.answer for asked in walked.ranks]
    assert list(ORDER) == [asked.rank for asked in walked.ranks]
    assert not rebutted or walked.ranks[0].reason == "A trial."


def test_a_rebutted_guideline_does_not_apply() -> None:
    """A rebutted guideline stays in the trace, with the reason."""
    walked = search_evidence([MTUS, ODG], ORDER, QUESTION, {"mtus": "A trial."})

    assert ["odg"] == applied(walked)
    assert "rebutted: A trial." in walked.considered[0].reason


CHRONIC = guideline(id="chronic", phases=frozenset({"chronic"}))
ACUTE_QUESTION = Question(date(2015, 3, 20), "low-back", "acute")


def test_a_chapter_on_another_phase_does_not_apply_but_is_the_nearest() -> None:
    """A guideline for another phase is used by analogy if none applies; its rank stays silent."""
    walked = search_evidence([CHRONIC], ORDER, ACUTE_QUESTION)

    assert [] == applied(walked)
    assert walked.found is not None
    assert walked.found.by_analogy
    assert "by analogy" in walked.found.reason
    assert walked.ranks[0].answer == "silent"


@pytest.mark.parametrize(
    "others",
    [
        [ODG],
        [guideline(id="later", phases=frozenset({"chronic"}), in_force=Period(date(2016, 7, 29)))],
    ],
)
def test_no_analogy_where_another_speaks_or_the_edition_is_another(others: list[Guideline]) -> None:
    """Analogy is the last resort and never crosses editions."""
    walked = search_evidence(others, ORDER, ACUTE_QUESTION)

    assert not [each for each in walked.considered if each.by_analogy]


def test_no_analogy_with_what_is_rebutted() -> None:
    """A rank with a rebutted presumption is not used by analogy either."""
    assert search_evidence([CHRONIC], ORDER, ACUTE_QUESTION, {"mtus": "A trial."}).found is None


def test_a_guideline_that_is_not_held_ends_the_search() -> None:
    """Its rank answers so, nothing is tested, and lower ranks are not reached."""
    walked = search_evidence([guideline(id="mtus", held=False), ODG], ORDER, QUESTION)

    assert walked.found is None
    assert walked.consult is not None
    assert ["mtus"] == applied(walked)
    assert ["not-held", "not-reached", "not-reached", "not-reached"] == [each.answer for each in walked.ranks]


@pytest.mark.parametrize("regions", [frozenset[str](), frozenset({"low-back"})])
def test_within_a_rank_one_that_is_held_goes_first(regions: frozenset[str]) -> None:
    """A guideline that can be tested precedes one that cannot, even one on the region."""
    walked = search_evidence([guideline(id="cited", held=False, body_regions=regions), MTUS], ORDER, QUESTION)

    assert ["mtus"] == applied(walked)
    assert walked.consult is None


def test_one_that_is_not_held_is_no_analogy() -> None:
    """A guideline on another phase stands in only if it can be tested."""
    walked = search_evidence([guideline(id="cited", held=False, phases=frozenset({"acute"}))], ORDER, QUESTION)

    assert (None, None) == (walked.found, walked.consult)
