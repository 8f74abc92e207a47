"""Assessing the items of a case by the library."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.application import Fact, Item, Quantity, Source
from schemas.decision import Assessment
from services.decision.assess import assess
from services.decision.rules import rules_of
from tests.examples import application

RULES = rules_of("ca-workers-comp")
INJURED_ON, REQUESTED_ON = date(2014, 3, 12), date(2015, 3, 20)


def facts(**values: Any) -> tuple[Fact, ...]:
    """Facts by name."""
    return tuple(Fact(name=name, value=value) for name, value in values.items())


def one(item: Item, requested_on: date = REQUESTED_ON, injured_on: date | None = INJURED_ON) -> Assessment:
    """The assessment of a case with one item."""
    return assess([item], requested_on=requested_on, injured_on=injured_on, rules=RULES)[0]


def chiropractic(number: int = 1, parent: int | None = None, **values: Any) -> Item:
    """A request for chiropractic care of the low back with facts."""
    return Item(number=number, request="Chiropractic, 6 visits", body_region="low-back", parent=parent, facts=facts(**values))


CHIROPRACTIC, MASSAGE = assess(application().items, requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)


def test_the_demonstrations_items_are_upheld() -> None:
    """Six visits of chiropractic care and six of massage after earlier ones without documented improvement: both denials stand."""
    assert ["upheld", "upheld"] == [CHIROPRACTIC.proposal, MASSAGE.proposal]
    assert CHIROPRACTIC.closing == "For these reasons, the request for Chiropractic, 6 visits is not medically necessary."
    assert MASSAGE.closing.endswith("Massage Therapy to the Lumbar Spine, 6 visits is not medically necessary.")


@pytest.mark.parametrize("part", ["6 visits over 2 weeks", "up to 18 visits over 6 to 8 weeks", "do not document objective"])
def test_chiropractic_rationale(part: str) -> None:
    """The reasons name the guideline's numbers and the missing improvement."""
    assert part in CHIROPRACTIC.rationale


@pytest.mark.parametrize(
    "part", ["4-6 visits", "such as exercise", "improvement with the massage given so far is not documented", "home"]
)
def test_massage_rationale(part: str) -> None:
    """The reasons name the visits, the adjunct and the missing improvement."""
    assert part in MASSAGE.rationale


def test_citations() -> None:
    """Each assessment cites edition, section and pages; a claims administrator who cited nothing is said to."""
    assert CHIROPRACTIC.reviewer_guideline == (
        "MTUS Chronic Pain Treatment Guidelines (2009), Manual therapy & manipulation, pages 58-60."
    )
    assert MASSAGE.reviewer_guideline == "MTUS Chronic Pain Treatment Guidelines (2009), Massage therapy, page 60."
    assert CHIROPRACTIC.claims_administrator_guideline == "The claims administrator cited no medical evidence for its decision."


def test_not_met_and_undocumented_are_told_apart() -> None:
    """Beyond the visits is not met; improvement and exercise are silence."""
    assert len(MASSAGE.not_met) == 1
    assert len(MASSAGE.undocumented) == 2


def test_the_trace_shows_the_walk() -> None:
    """Every guideline on the treatment is there with its reason; only the one that applies has criteria."""
    applied = [trace for trace in CHIROPRACTIC.trace if trace.applies]

    assert ["mtus-2009-manual-therapy-low-back"] == [trace.guideline for trace in applied]
    assert {"mtus-2009-manual-therapy-general", "odg-manual-therapy-low-back"} <= {trace.guideline for trace in CHIROPRACTIC.trace}
    assert not [trace for trace in CHIROPRACTIC.trace if trace.criteria and not trace.applies]


def test_the_trace_shows_facts_and_sources() -> None:
    """A criterion shows the facts it read with their documents, and those it missed."""
    improvement = next(result for trace in MASSAGE.trace for result in trace.criteria if result.id == "improvement")

    assert improvement.facts == (Fact(name="previous_treatment", value=True, source=Source(document="progress-note", page=1)),)
    assert ("functional_improvement",) == improvement.missing


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"previous_treatment": False}, "overturned"),
        ({"previous_visits": 0}, "overturned"),
        ({"previous_visits": 12, "functional_improvement": True, "maintenance_care": False}, "overturned"),
        ({"previous_visits": 13, "functional_improvement": True, "maintenance_care": False}, "upheld"),
        ({"previous_visits": 12, "functional_improvement": True, "maintenance_care": True}, "upheld"),
        ({"previous_visits": 12, "functional_improvement": True}, "upheld"),
        ({"previous_visits": 6, "functional_improvement": False, "maintenance_care": False}, "upheld"),
        ({}, "upheld"),
    ],
)
def test_chiropractic_by_its_facts(values: dict[str, Any], expected: str) -> None:
    """A first trial, or up to 18 visits that help, are approved; one visit more, maintenance or silence is not."""
    assert expected == one(chiropractic(**values)).proposal


@pytest.mark.parametrize(
    ("requested_on", "expected"),
    [
        (date(2009, 7, 17), None),
        (date(2009, 7, 18), "mtus-2009-physical-medicine"),
        (date(2016, 7, 28), "mtus-2009-physical-medicine"),
        (date(2016, 7, 29), "mtus-2016-physical-medicine"),
        (date(2017, 11, 30), "mtus-2016-physical-medicine"),
        (date(2017, 12, 1), None),
    ],
)
def test_the_edition_follows_the_request(requested_on: date, expected: str | None) -> None:
    """The day of the request chooses the edition."""
    assessment = one(Item(number=1, request="Physical therapy, 8 visits"), requested_on, date(2008, 1, 1))

    assert ([expected] if expected else []) == [trace.guideline for trace in assessment.trace if trace.applies]


def test_two_editions_answer_differently() -> None:
    """Twenty-six visits for complex regional pain syndrome are within the 2016 edition and beyond that of 2009."""
    item = Item(
        number=1,
        request="Physical therapy",
        facts=facts(visits_requested=26, previous_treatment=False, diagnosis_group="crps"),
    )

    assert one(item, date(2016, 7, 28)).proposal == "upheld"
    assert one(item, date(2016, 7, 29)).proposal == "overturned"


@pytest.mark.parametrize(
    ("injured_on", "expected"),
    [
        (date(2014, 12, 20), "mtus-2009-manual-therapy-low-back"),
        (date(2014, 12, 21), "odg-manual-therapy-low-back"),
        (date(2015, 3, 19), "odg-manual-therapy-low-back"),
        (None, "mtus-2009-manual-therapy-low-back"),
    ],
)
def test_a_chapter_on_chronic_pain_needs_chronic_pain(injured_on: date | None, expected: str) -> None:
    """Less than three months after the injury the next rank speaks."""
    assert [expected] == [trace.guideline for trace in one(chiropractic(), injured_on=injured_on).trace if trace.applies]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("low-back", "mtus-2009-manual-therapy-low-back"),
        ("neck", "mtus-2009-manual-therapy-general"),
        (None, "mtus-2009-manual-therapy-general"),
        ("knee", "mtus-2009-manual-therapy-limbs"),
    ],
)
def test_the_guideline_on_the_body_region(region: str | None, expected: str) -> None:
    """The low back, the limbs and everything else have their own guidelines on manual therapy."""
    item = Item(number=1, request="Chiropractic, 6 visits", body_region=region)

    assert [expected] == [trace.guideline for trace in one(item).trace if trace.applies]


def test_manual_therapy_of_the_knee_is_not_recommended() -> None:
    """What is not recommended is upheld whatever is documented, and says so."""
    assessment = one(Item(number=1, request="Chiropractic of the knee", facts=facts(functional_improvement=True)))

    assert assessment.proposal == "upheld"
    assert "not recommended" in assessment.not_met[0]


@pytest.mark.parametrize("request_text", ["Right shoulder arthroscopy", "Chiropractic with massage", "x"])
def test_nothing_is_proposed_where_no_guideline_speaks(request_text: str) -> None:
    """A treatment the library does not know is left to the reviewer."""
    assessment = one(Item(number=1, request=request_text))

    assert (assessment.proposal, assessment.basis, assessment.trace) == (None, "no-guideline", ())
    assert "awaits the reviewer's decision" in assessment.closing


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("functional_improvement", "yes", "true or false"),
        ("previous_visits", -1, "between 0 and 2000"),
        ("previous_visits", True, "whole number"),
        ("functional_gain", True, "not in the vocabulary"),
    ],
)
def test_a_wrong_fact_is_named_and_not_used(name: str, value: Any, problem: str) -> None:
    """It is told among what is not documented, and the proposal is that of silence."""
    assessment = one(chiropractic(**{name: value}))

    assert any(problem in text for text in assessment.undocumented)
    assert assessment.proposal == one(chiropractic()).proposal


def test_conflicting_facts_stay_in_the_trace() -> None:
    """Both documents' values are shown at the criterion, which misses the fact."""
    values = tuple(
        Fact(name="functional_improvement", value=value, source=Source(document=document))
        for value, document in ((True, "a"), (False, "b"))
    )
    item = chiropractic().model_copy(update={"facts": (*facts(previous_visits=6, maintenance_care=False), *values)})
    result = next(result for trace in one(item).trace for result in trace.criteria if result.id == "trial-or-improvement")

    assert set(values) <= set(result.facts)
    assert ("functional_improvement",) == result.missing
    assert result.value == "undocumented"


def test_the_claims_administrators_own_citation_is_kept() -> None:
    """What the claims administrator cited is shown as cited."""
    item = chiropractic().model_copy(update={"claims_administrator_guideline": "Example Guideline."})

    assert one(item).claims_administrator_guideline == "Example Guideline."


def test_a_denied_parent_denies_what_goes_with_it() -> None:
    """One sentence, no citation, no test, in whatever order the items come."""
    items = [chiropractic(2, parent=1, previous_treatment=False), chiropractic(1, previous_treatment=True)]
    fallen, parent = assess(items, requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)

    assert (parent.item, parent.basis) == (1, "guideline")
    assert (fallen.item, fallen.proposal, fallen.basis, fallen.trace) == (2, "upheld", "parent-denied", ())
    assert fallen.reviewer_guideline == "None cited."
    assert fallen.rationale.count(".") == 1


@pytest.mark.parametrize("parent", [chiropractic(1, previous_treatment=False), Item(number=1, request="Surgery")])
@pytest.mark.parametrize(("values", "expected"), [({"previous_treatment": False}, "overturned"), ({}, "upheld")])
def test_an_approved_or_open_parent_lets_each_be_tested(parent: Item, values: dict[str, Any], expected: str) -> None:
    """Approval does not cascade: what goes with it stands or falls on its own facts."""
    tested = assess([parent, chiropractic(2, parent=1, **values)], requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)[1]

    assert (expected, "guideline") == (tested.proposal, tested.basis)


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300).filter(str.strip),
    st.lists(
        st.builds(
            Fact,
            name=st.sampled_from(["visits_requested", "previous_treatment", "previous_visits", "functional_improvement", "other"]),
            value=st.booleans() | st.integers(-5, 3_000) | st.floats() | st.sampled_from(["yes", "{visits_requested}"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["1", "6", "500", "9999999"]),
)
def test_any_item_is_assessed(request_text: str, given_facts: list[Fact], visits: str) -> None:
    """Whatever is requested and documented, there is an assessment whose closing says what is proposed."""
    item = Item(
        number=1,
        request=request_text,
        treatment="massage",
        quantity=Quantity(in_dispute=visits, unit="visits"),
        facts=tuple(given_facts),
    )
    assessment = one(item)

    assert assessment.closing.endswith(
        "is medically necessary." if assessment.proposal == "overturned" else "is not medically necessary."
    )
