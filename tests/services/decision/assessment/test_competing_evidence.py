"""Evidence that parties cite beside the guideline, before and after the method of 2015."""

from datetime import date
from typing import Any, Literal

import pytest

from schemas.messages.application import Fact, Item, Recommendation
from schemas.messages.assessment import Assessment
from services.decision.assessment.assess import NO_CASE_FILE, assess
from services.decision.assessment.config import rules_of

RULES = rules_of("ca-workers-comp")
STRICT_ON, METHOD_ON = date(2015, 4, 19), date(2015, 4, 20)
"""The last day of the strict order, and the first of the method (8 CCR 9792.25.1)."""


def facts(**values: Any) -> tuple[Fact, ...]:
    """Facts by name."""
    return tuple(Fact(name=name, value=value) for name, value in values.items())


def one(item: Item, requested_on: date) -> Assessment:
    """Assess a case with one item, of an injury of a year before."""
    return assess([item], requested_on=requested_on, injured_on=date(2014, 3, 12), rules=RULES, case_file=NO_CASE_FILE)[0]


def cited(rank: str, *, recommends: bool, level: str) -> Recommendation:
    """A recommendation that applies, of good quality."""
    return Recommendation(
        cited_by="requesting-physician",
        citation=f"Example {rank}, {level}.",
        rank=rank,  # type: ignore[arg-type]
        recommends=recommends,
        applicable=True,
        bias="low",
        level=level,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("evidence", "applied", "answers"),
    [
        ((), "mtus-2009-massage", ["speaks", "not-reached"]),
        (
            (cited("study", recommends=True, level="1a"), cited("mtus", recommends=False, level="4")),
            "odg-massage",
            ["rebutted", "speaks"],
        ),
        (
            (cited("study", recommends=True, level="4"), cited("mtus", recommends=False, level="1a")),
            "mtus-2009-massage",
            ["speaks", "not-reached"],
        ),
        (
            (cited("study", recommends=True, level="1a"), cited("study", recommends=False, level="4")),
            "mtus-2009-massage",
            ["speaks", "not-reached"],
        ),
        ((cited("study", recommends=True, level="1a"),), "mtus-2009-massage", ["speaks", "not-reached"]),
    ],
)
def test_the_presumption_of_the_mtus_falls_only_to_better_evidence(
    evidence: tuple[Recommendation, ...], applied: str, answers: list[str]
) -> None:
    """Only a better rated study that contradicts the MTUS opens the next rank, with a reason."""
    item = Item(number=1, request="Massage, 6 visits", evidence=evidence, facts=facts(previous_treatment=True))
    assessment = one(item, METHOD_ON)

    assert [applied] == [trace.guideline for trace in assessment.trace if trace.applies]
    assert answers == [step.answer for step in assessment.walk[:2]]
    assert (assessment.comparison is None) == (len({each.recommends for each in evidence}) < 2)
    if assessment.comparison is not None:
        assert assessment.comparison.explanation in assessment.rationale


def test_evidence_that_agrees_with_the_mtus_rebuts_nothing() -> None:
    """Evidence that agrees with the MTUS does not rebut its presumption."""
    evidence = (cited("study", recommends=False, level="1a"), cited("mtus", recommends=True, level="4"))
    item = Item(number=1, request="Massage, 6 visits", evidence=evidence, facts=facts(previous_treatment=True))

    assert one(item, METHOD_ON).walk[0].answer == "speaks"


def test_evidence_against_the_guideline_that_decides_leaves_no_proposal() -> None:
    """A trial for a gym beats ODG against it where the MTUS is silent: the reviewer decides."""
    evidence = (cited("study", recommends=True, level="1b"), cited("acoem-odg", recommends=False, level="5"))
    item = Item(number=1, request="Gym membership", evidence=evidence, facts=facts())
    assessment = one(item, METHOD_ON)

    assert one(item.model_copy(update={"evidence": ()}), METHOD_ON).proposal == "upheld"
    assert assessment.proposal is None
    assert "the recommendation for the treatment stands" in assessment.rationale
    assert "not medically necessary" not in assessment.closing


def test_before_the_method_no_studies_are_compared() -> None:
    """Nothing is said to be rebutted by a test that came into force later."""
    evidence = (cited("study", recommends=True, level="1a"), cited("mtus", recommends=False, level="4"))
    item = Item(number=1, request="Massage, 6 visits", evidence=evidence, facts=facts(previous_treatment=True))
    assessment = one(item, STRICT_ON)

    assert assessment.comparison is None
    assert ["mtus-2009-massage"] == [trace.guideline for trace in assessment.trace if trace.applies]
    assert "level 1a" not in assessment.rationale
    assert one(item, METHOD_ON).comparison is not None


RANKS = ("mtus", "study", "acoem-odg", "other-guideline", "professional-standard", "expert-opinion", "accepted-practice")


@pytest.mark.parametrize(("rank", "proposal"), [(rank, None if rank in {"mtus", "study"} else "upheld") for rank in RANKS])
def test_before_the_method_a_higher_rank_stands_before_a_guideline(rank: Any, proposal: Literal["upheld"] | None) -> None:
    """ODG, of rank (C), denies a gym: a study for it, of rank (B), is not passed over."""
    item = Item(number=1, request="Gym membership", evidence=(cited(rank, recommends=True, level="4"),), facts=facts())
    assessment = one(item, STRICT_ON)

    assert proposal == assessment.proposal
    assert ("of a higher rank of evidence" in assessment.rationale) == (proposal is None)


def test_a_higher_rank_that_agrees_is_divided_or_does_not_apply_changes_nothing() -> None:
    """It has to apply to the patient and to be for the other outcome, alone."""
    against, supporting = cited("study", recommends=False, level="4"), cited("study", recommends=True, level="1a")
    elsewhere = supporting.model_copy(update={"applicable": False})
    for evidence in ((against,), (against, supporting), (elsewhere,)):
        item = Item(number=1, request="Gym membership", evidence=evidence, facts=facts())
        assert "upheld" == one(item, STRICT_ON).proposal


def test_the_order_of_ranks_is_the_law_s_of_the_day() -> None:
    """The ranks (A) to (F) hold until the method, which asks guidelines before studies."""
    item = Item(number=1, request="Gym membership", facts=facts())

    strict, method = ([step.rank for step in one(item, on).walk] for on in (STRICT_ON, METHOD_ON))
    assert [*RANKS, "likely-benefit"] == strict
    assert ["mtus", "acoem-odg", "other-guideline", "study"] == method


def test_the_evidence_that_is_weighed_is_cited() -> None:
    """Where no guideline is tested, both sides of the comparison are cited, and not nothing."""
    evidence = (cited("study", recommends=True, level="1b"), cited("study", recommends=False, level="5"))
    item = Item(number=1, request="An invented device", evidence=evidence, facts=facts())

    assert one(item.model_copy(update={"evidence": ()}), METHOD_ON).reviewer_guideline == "None cited."
    assert one(item, METHOD_ON).reviewer_guideline == "; ".join(each.citation.removesuffix(".") for each in evidence) + "."
