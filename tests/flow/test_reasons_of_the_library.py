"""The reasons of an assessment for every guideline of the library, under any facts."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.messages.application import Fact, Item
from schemas.messages.assessment import Assessment
from services.decision.assessment.assess import assess
from services.decision.assessment.config import rules_of
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Guideline

RULES = rules_of("ca-workers-comp")
LIBRARY = RULES.library
HELD = [each for each in LIBRARY.guidelines if each.held]
TO_CONSULT = [each for each in LIBRARY.guidelines if not each.held]
UNFINISHED = re.compile(r"[{}_]|\.\.|,\.|;\.|:\.|\?\.|!\.|  | [.,;]|\bNone\b|\bTrue\b|\bFalse\b|\bnan\b")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
INJURED_DAYS = {"acute": 5, "subacute": 60, "chronic": 400}


def value_of(definition: FactDefinition) -> st.SearchStrategy[FactValue]:
    """Any value a fact may have; of numbers also the small ones, where the limits lie."""
    if definition.kind == "bool":
        return st.booleans()
    if definition.choices is not None:
        return st.sampled_from(sorted(definition.choices))
    low, high = int(definition.minimum or 0), int(definition.maximum or 0)
    whole = st.integers(low, min(high, 31)) | st.integers(low, high)
    return whole if definition.kind == "int" else whole.map(float)


def facts_of(guideline: Guideline) -> st.SearchStrategy[dict[str, FactValue]]:
    """Any facts that the guideline reads, each documented or not."""
    names = {name for criterion in guideline.criteria for name in criterion.facts}
    return st.fixed_dictionaries({}, optional={name: value_of(LIBRARY.vocabulary[name]) for name in sorted(names)})


def assessed(guideline: Guideline, facts: dict[str, FactValue]) -> Assessment:
    """An item to which *guideline* speaks, as no other does, with *facts*."""
    requested_on = guideline.in_force.until or max(guideline.in_force.since, date(2026, 1, 5))
    phase = min(guideline.phases, default="chronic")
    treatment = min(guideline.treatments)
    rules = replace(RULES, library=replace(LIBRARY, by_treatment={treatment: (guideline,)}))
    item = Item(
        number=1,
        request="The treatment, quantity 30",
        treatment=treatment,
        body_region=min(guideline.body_regions, default=None),
        facts=tuple(Fact(name=name, value=value) for name, value in facts.items()),
    )
    injured_on = requested_on - timedelta(days=INJURED_DAYS[phase])
    return assess([item], requested_on=requested_on, injured_on=injured_on, rules=rules)[0]


@pytest.mark.parametrize("guideline", HELD, ids=lambda each: each.id)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_reasons_are_whole_and_agree_with_the_outcome(guideline: Guideline, data: st.DataObject) -> None:
    """Reasons have whole sentences, a fixed order and the proposal at the end.

    Met criteria come before criteria not met, and those before undocumented ones.
    """
    assessment = assessed(guideline, data.draw(facts_of(guideline)))
    text = assessment.rationale
    tested = next((trace for trace in assessment.trace if trace.applies), None)

    assert not UNFINISHED.search(text), UNFINISHED.search(text)
    assert text[0].isupper()
    assert text.endswith(".")
    assert tested is not None
    assert tested.citation == assessment.reviewer_guideline
    assert assessment.closing.endswith(
        "is medically necessary." if assessment.proposal == "overturned" else "is not medically necessary."
    )
    required = [result.value for result in (*assessment.requirements, *tested.criteria) if result.required]
    assert (assessment.proposal == "overturned") == (set(required) == {"met"})
    assert not assessment.not_met or assessment.proposal == "upheld"
    against, silent = (
        [text.index(told) for told in sentences if told in text] for sentences in (assessment.not_met, assessment.undocumented)
    )
    assert not against or not silent or max(against) < min(silent)


@pytest.mark.parametrize("guideline", HELD, ids=lambda each: each.id)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_the_limits_told_are_the_guidelines(guideline: Guideline, data: st.DataObject) -> None:
    """Every number in a criterion's sentence is a number of the guideline or of the facts.

    A number of the guideline may be given in days or in weeks.
    """
    facts = data.draw(facts_of(guideline))
    assessment = assessed(guideline, facts)
    tested = next(trace for trace in assessment.trace if trace.applies)
    named = next(each for each in LIBRARY.guidelines if each.id == tested.guideline)
    known = set(NUMBER.findall(named.recommendation + named.citation))
    for result in tested.criteria:
        told = {f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value) for fact in result.facts}
        limits = set(NUMBER.findall(result.expression))
        weeks = {str(int(days) // 7) for days in limits if days.isdigit() and int(days) % 7 == 0}
        names = {fact.name for fact in result.facts} | set(result.missing)
        spans = {number for name in names for number in NUMBER.findall(LIBRARY.vocabulary[name].meaning)}
        allowed = known | told | limits | weeks | spans

        assert set(NUMBER.findall(result.sentence)) <= allowed, (result.id, result.sentence)


@pytest.mark.parametrize("guideline", TO_CONSULT, ids=lambda each: each.id)
def test_a_guideline_that_is_not_held_is_named_and_proposes_nothing(guideline: Guideline) -> None:
    """The search ends with it, and the reasons say what to consult."""
    assessment = assessed(guideline, {"quantity_stated": True})
    answers = {step.rank: step.answer for step in assessment.walk}

    assert assessment.proposal is None
    assert answers[guideline.rank] == "not-held"
    assert guideline.citation in assessment.rationale
    assert not UNFINISHED.search(assessment.rationale)
    assert list(answers.values())[-1] == "not-reached"
