"""Assessments of the items of a case by the library."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.messages.application import Fact, Item, Quantity, Source
from schemas.messages.assessment import Assessment
from services.decision.assessment.assess import NO_CASE_FILE, CaseFile, assess
from services.decision.assessment.config import rules_of
from services.decision.domain.guidelines.guideline import Phase
from tests.examples import application

RULES = rules_of("ca-workers-comp")
INJURED_ON, REQUESTED_ON = date(2014, 3, 12), date(2015, 3, 20)


def facts(**values: Any) -> tuple[Fact, ...]:
    """Facts by name."""
    return tuple(Fact(name=name, value=value) for name, value in values.items())


def one(
    item: Item, requested_on: date = REQUESTED_ON, injured_on: date | None = INJURED_ON, case_file: CaseFile = NO_CASE_FILE
) -> Assessment:
    """Assess a case with one item."""
    return assess([item], requested_on=requested_on, injured_on=injured_on, rules=RULES, case_file=case_file)[0]


def chiropractic(number: int = 1, parent: int | None = None, **values: Any) -> Item:
    """A request for chiropractic care of the low back with facts."""
    return Item(number=number, request="Chiropractic, 6 visits", body_region="low-back", parent=parent, facts=facts(**values))


CHIROPRACTIC, MASSAGE = assess(application().items, requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)


def test_the_demonstrations_items_are_upheld() -> None:
    """Without documented improvement, further chiropractic and massage visits are upheld."""
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
    """Assessments cite edition, section and pages; evidence that is not named is not denied."""
    assert CHIROPRACTIC.reviewer_guideline == (
        "MTUS Chronic Pain Treatment Guidelines (2009), Manual therapy & manipulation, pages 58-60."
    )
    assert MASSAGE.reviewer_guideline == "MTUS Chronic Pain Treatment Guidelines (2009), Massage therapy, page 60."
    assert CHIROPRACTIC.claims_administrator_guideline == (
        "The application names no medical evidence that the claims administrator cited."
    )


def test_not_met_and_undocumented_are_told_apart() -> None:
    """Too many visits are not met; missing improvement and exercise are undocumented."""
    assert len(MASSAGE.not_met) == 1
    assert len(MASSAGE.undocumented) == 2


def test_the_trace_shows_the_search() -> None:
    """The trace has every guideline on the treatment; only the one that applies has criteria."""
    applied = [trace for trace in CHIROPRACTIC.trace if trace.applies]

    assert ["mtus-2009-manual-therapy-low-back"] == [trace.guideline for trace in applied]
    assert {"mtus-2009-manual-therapy-general", "odg-manual-therapy-low-back"} <= {trace.guideline for trace in CHIROPRACTIC.trace}
    assert not [trace for trace in CHIROPRACTIC.trace if trace.criteria and not trace.applies]


def test_the_trace_shows_facts_and_sources() -> None:
    """A criterion shows the facts that it read, with their documents, and the missing ones."""
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
    """A first trial and up to 18 helpful visits are approved, but no more, and no maintenance."""
    assert expected == one(chiropractic(**values)).proposal


@pytest.mark.parametrize(
    ("requested_on", "expected"),
    [
        (date(2009, 7, 17), None),
        (date(2009, 7, 18), "mtus-2009-physical-medicine"),
        (date(2016, 7, 28), "mtus-2009-physical-medicine"),
        (date(2016, 7, 29), "mtus-2016-physical-medicine"),
        (date(2017, 11, 30), "mtus-2016-physical-medicine"),
        (date(2017, 12, 1), "acoem-2017-physical-methods"),
    ],
)
def test_the_edition_follows_the_request(requested_on: date, expected: str | None) -> None:
    """The day of the request chooses the edition."""
    assessment = one(Item(number=1, request="Physical therapy, 8 visits"), requested_on, date(2008, 1, 1))

    assert ([expected] if expected else []) == [trace.guideline for trace in assessment.trace if trace.applies]


def test_two_editions_answer_differently() -> None:
    """26 visits for complex regional pain syndrome fit the 2016 edition, not that of 2009."""
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
        (date(2014, 12, 21), "acoem-2004-subacute-care"),
        (date(2015, 3, 19), "acoem-2004-initial-care"),
        (None, "mtus-2009-manual-therapy-low-back"),
    ],
)
def test_a_chapter_on_chronic_pain_needs_chronic_pain(injured_on: date | None, expected: str) -> None:
    """A chapter on acute or subacute care is to be consulted in the first three months."""
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
    """A treatment that is not recommended is upheld with any documentation."""
    assessment = one(Item(number=1, request="Chiropractic of the knee", facts=facts(functional_improvement=True)))

    assert assessment.proposal == "upheld"
    assert "not recommended" in assessment.not_met[0]


@pytest.mark.parametrize("request_text", ["Right hip arthroscopy", "Chiropractic with massage", "x"])
def test_nothing_is_proposed_where_no_guideline_speaks(request_text: str) -> None:
    """An item whose treatment the library does not know is left to the reviewer."""
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
    """A faulty fact is named as undocumented and does not influence the proposal."""
    assessment = one(chiropractic(**{name: value}))

    assert any(problem in text for text in assessment.undocumented)
    assert assessment.proposal == one(chiropractic()).proposal


def test_conflicting_facts_stay_in_the_trace() -> None:
    """The criterion shows the values of both documents and counts the fact as missing."""
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
    """The claims administrator's citation is shown unchanged."""
    item = chiropractic().model_copy(update={"claims_administrator_guideline": "Example Guideline."})

    assert one(item).claims_administrator_guideline == "Example Guideline."


def test_a_denied_parent_denies_what_goes_with_it() -> None:
    """A denied parent denies its ancillary item in one sentence, in any order of the items."""
    items = [chiropractic(2, parent=1, previous_treatment=False), chiropractic(1, previous_treatment=True)]
    fallen, parent = assess(items, requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)

    assert (parent.item, parent.basis) == (1, "guideline")
    assert (fallen.item, fallen.proposal, fallen.basis, fallen.trace) == (2, "upheld", "parent-denied", ())
    assert fallen.reviewer_guideline == "None cited."
    assert fallen.rationale.count(".") == 1


@pytest.mark.parametrize(("values", "expected"), [({"previous_treatment": False}, "overturned"), ({}, "upheld")])
def test_an_approved_parent_lets_each_be_tested(values: dict[str, Any], expected: str) -> None:
    """An ancillary item of an approved parent is assessed on its own facts."""
    parent = chiropractic(1, previous_treatment=False)
    tested = assess([parent, chiropractic(2, parent=1, **values)], requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)[1]

    assert (expected, "guideline") == (tested.proposal, tested.basis)


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300).filter(str.strip),
    st.lists(
        st.builds(
            Fact,
            name=st.sampled_from(["visits_requested", "previous_treatment", "previous_visits", "functional_improvement", "other"]),
            value=st.booleans()
            | st.integers(-5, 3_000)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.sampled_from(["yes", "{visits_requested}"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["1", "6", "500", "9999999"]),
)
def test_any_item_is_assessed(request_text: str, given_facts: list[Fact], visits: str) -> None:
    """Every request gets an assessment whose closing states the proposal, if there is one.

    A text that names another treatment than the field leaves none.
    """
    item = Item(
        number=1,
        request=request_text,
        treatment="massage",
        quantity=Quantity(in_dispute=visits, unit="visits"),
        facts=tuple(given_facts),
    )
    assessment = one(item)

    stated = {
        "overturned": "is medically necessary.",
        "upheld": "is not medically necessary.",
        None: "awaits the reviewer's decision.",
    }
    assert assessment.closing.endswith(stated[assessment.proposal])


@pytest.mark.parametrize(
    ("quantity", "before", "scope", "expected"),
    [
        (Quantity(requested="12", authorised="6", in_dispute="6", unit="visits"), 6, "remainder", "overturned"),
        (Quantity(requested="12", authorised="6", unit="visits"), 6, "remainder", "overturned"),
        (Quantity(requested="12", authorised="6", unit="visits"), 7, "remainder", "upheld"),
        (Quantity(requested="12", authorised="6", unit="visits", authorised_as="an evaluation"), 6, "whole", "overturned"),
        (Quantity(requested="12", authorised="6", unit="visits", authorised_as="an evaluation"), 7, "whole", "upheld"),
        (Quantity(requested="12", unit="visits"), 6, "whole", "overturned"),
    ],
)
def test_what_is_under_review_is_measured_with_what_came_before(quantity: Quantity, before: int, scope: str, expected: str) -> None:
    """Of 12 visits with 6 authorised, 6 are disputed, and the 6 count towards the limit of 18."""
    item = chiropractic(previous_visits=before, functional_improvement=True, maintenance_care=False)
    assessment = one(item.model_copy(update={"request": "Chiropractic, 12 visits", "quantity": quantity}))

    assert assessment.under_review is not None
    assert (scope, expected) == (assessment.under_review.scope, assessment.proposal)


def test_authorised_visits_count_as_visits_so_far() -> None:
    """The reasons count the authorised visits beside earlier ones, and do not call them given."""
    quantity = Quantity(requested="12", authorised="6", unit="visits")
    assessment = one(chiropractic(previous_visits=4).model_copy(update={"quantity": quantity}))

    assert assessment.under_review is not None
    assert (assessment.under_review.used_before, assessment.under_review.amount) == (10, "6")
    assert "approved 6 visits of the 12 requested; the remaining 6 are in dispute" in assessment.rationale
    assert "With 4 visits so far" in assessment.rationale


def test_quantities_that_do_not_add_up_are_not_used() -> None:
    """The disputed number is undocumented, and the reasons say why."""
    quantity = Quantity(requested="12", authorised="6", in_dispute="7", unit="visits")
    assessment = one(chiropractic(previous_treatment=False).model_copy(update={"quantity": quantity}))

    assert assessment.under_review is not None
    assert assessment.under_review.amount is None
    assert "the number was not used" in assessment.rationale
    assert assessment.proposal == "upheld"


@pytest.mark.parametrize("authorised", ["6", "8"])
def test_an_item_that_is_authorised_is_not_under_review(authorised: str) -> None:
    """Of an authorised request one sentence says so: no proposal, no criteria, no unused fact."""
    item = chiropractic(previous_treatment=False).model_copy(
        update={"quantity": Quantity(requested="6", authorised=authorised, unit="visits")}
    )
    assessment = one(item)

    assert assessment.proposal is None
    assert assessment.rationale == "Utilization review approved all that was requested, so it is not under review."
    assert assessment.closing.endswith("is not under review.")
    assert ((), (), (), ()) == (assessment.trace, assessment.requirements, assessment.undocumented, assessment.unused_facts)


@pytest.mark.parametrize(
    ("request_text", "basis", "value"),
    [
        ("Lidocaine cream (no quantity)", "guideline", "not met"),
        ("Lidocaine cream, three months", "guideline", "undocumented"),
        ("Lidocaine cream #1", "guideline", "met"),
    ],
)
def test_a_missing_quantity_speaks_against_a_drug(request_text: str, basis: str, value: str) -> None:
    """A missing quantity is a requirement of its own, beside the guideline's criteria."""
    assessment = one(Item(number=1, request=request_text))
    quantity = next(each for each in assessment.requirements if each.id == "quantity-stated")

    assert value == quantity.value
    assert value == "met" or quantity.sentence in assessment.rationale


UR = CaseFile(ur_documents=frozenset({"ur"}))


def test_nobody_decides_on_the_utilization_review_alone() -> None:
    """Facts known only from utilization review are undocumented, and the reasons say so."""
    told = tuple(fact.model_copy(update={"source": Source(document="ur")}) for fact in facts(previous_treatment=False))
    assessment = one(chiropractic().model_copy(update={"facts": told}), case_file=UR)

    assert assessment.proposal == "upheld"
    assert "nobody decides on that alone" in assessment.rationale
    assert ["previous_treatment"] == [unused.name for unused in assessment.unused_facts]
    assert told == assessment.unused_facts[0].given


def test_a_record_beside_the_utilization_review_counts() -> None:
    """A fact in a medical record counts, and a contradicting utilization review is shown."""
    told = (
        Fact(name="previous_treatment", value=True, source=Source(document="ur")),
        Fact(name="previous_treatment", value=False, source=Source(document="note")),
    )
    assessment = one(chiropractic().model_copy(update={"facts": told}), case_file=UR)

    assert assessment.proposal == "overturned"
    assert "nobody decides" not in assessment.rationale
    assert "the utilization review decision says that treatment of this kind was given before" in assessment.unused_facts[0].reason


def test_the_denial_of_an_opioid_warns_against_stopping_abruptly() -> None:
    """The reasons for an opioid's denial end with a caution; other denials have none."""
    assert one(Item(number=1, request="Norco 10/325 #90")).rationale.endswith("weaning.")
    assert "abruptly" not in one(Item(number=1, request="Massage, 6 visits")).rationale


def test_the_reasons_begin_with_the_condition() -> None:
    """Phase, region and the diagnosis of that region come before the guideline."""
    text = one(chiropractic(), case_file=CaseFile(["low back pain", "a sprain of the ankle"])).rationale

    assert text.startswith(
        "The condition of the low back (low back pain) was chronic when the treatment was requested, 12 months after"
    )
    assert "MTUS supports manual therapy" in text


def test_a_chronic_chapter_is_used_by_analogy_where_nothing_else_speaks() -> None:
    """A guideline by analogy does not apply, is marked, and the reasons say so."""
    chronic = tuple(each for each in RULES.library.by_treatment["h-wave"] if "chronic" in each.phases)
    rules = replace(RULES, library=replace(RULES.library, by_treatment={"h-wave": chronic}))
    item = Item(number=1, request="H-Wave unit, 30 day rental")
    (assessment,) = assess([item], requested_on=REQUESTED_ON, injured_on=date(2015, 3, 1), rules=rules)

    assert [] == [trace.guideline for trace in assessment.trace if trace.applies]
    assert assessment.basis == "by-analogy"
    assert "by analogy" in assessment.rationale
    assert assessment.phase == "acute"


EDITIONS = [
    (date(2007, 6, 14), []),
    (date(2007, 6, 15), ["acoem-2004"]),
    (date(2009, 7, 17), ["acoem-2004"]),
    (date(2009, 7, 18), ["acoem-2004", "mtus-2009"]),
    (date(2016, 7, 28), ["acoem-2004", "mtus-2009"]),
    (date(2016, 7, 29), ["acoem-2004", "mtus-2016"]),
    (date(2017, 11, 30), ["acoem-2004", "mtus-2016"]),
    (date(2017, 12, 1), []),
]


@pytest.mark.parametrize(("requested_on", "expected"), EDITIONS)
def test_the_editions_on_both_sides_of_every_boundary(requested_on: date, expected: list[str]) -> None:
    """Each edition covers its first to its last day: ACOEM 2004, chronic pain 2009 and 2016."""
    imaging = one(Item(number=1, request="MRI of the lumbar spine"), requested_on, date(2006, 1, 1))
    therapy = one(Item(number=1, request="Physical therapy, 8 visits"), requested_on, date(2006, 1, 1))
    found = [trace.guideline[:10] for each in (imaging, therapy) for trace in each.trace if trace.applies and trace.rank == "mtus"]

    assert expected == [
        each
        for each in dict.fromkeys("-".join(name.split("-")[:2]) for name in found)
        if each in {"acoem-2004", "mtus-2009", "mtus-2016"}
    ]


@pytest.mark.parametrize(
    ("months", "before", "stands"),
    [
        (0, {"previous_treatment": False}, "meets the requirements"),
        (7, {"previous_visits": 2, "functional_improvement": True}, "does not meet every requirement"),
    ],
)
def test_an_item_waits_with_its_open_parent(months: int, before: dict[str, Any], stands: str) -> None:
    """An item whose surgery has no proposal has none, and tells how it would stand."""
    surgery = Item(number=1, request="Left knee arthroscopy")
    therapy = Item(
        number=2,
        request="Post-op physical therapy, 6 visits, left knee",
        parent=1,
        facts=facts(surgery_kind="meniscectomy", months_since_surgery=months, **before),
    )
    first, waiting = assess([surgery, therapy], requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)

    assert (None, None) == (first.proposal, waiting.proposal)
    assert "awaits the reviewer's decision" in waiting.rationale
    assert stands in waiting.rationale
    assert "was approved or has been done" not in " ".join((waiting.rationale, *waiting.undocumented))


@pytest.mark.parametrize(
    ("request_text", "proposal"),
    [
        ("L4-5 transforaminal ESI under fluoroscopy", "overturned"),
        ("L4-5 transforaminal ESI under fluoroscopy, series of 3", "upheld"),
        ("L4-5 transforaminal ESI under fluoroscopy x 3", "upheld"),
        ("L4-5 transforaminal ESI under fluoroscopy, possible series of 3", None),
    ],
)
def test_a_series_in_the_request_is_not_approved(request_text: str, proposal: str | None) -> None:
    """The request tells of a series; where that is not certain, nothing is proposed."""
    shown = facts(
        radiculopathy_on_examination=True,
        radiculopathy_confirmed=True,
        conservative_treatment_failed=True,
        previous_procedure=False,
    )

    assert proposal == one(Item(number=1, request=request_text, facts=shown)).proposal


@pytest.mark.parametrize(
    ("request_", "region", "phase", "expected"),
    [
        ("Norco 5/325 #20", None, "acute", "acoem-2004-opioids-early"),
        ("Naproxen 500 mg #28", None, "acute", "acoem-2004-initial-care"),
        ("PT 2x3 right ankle", None, "acute", "acoem-2004-initial-care"),
        ("Cyclobenzaprine 7.5 mg #18", None, "subacute", "acoem-2004-subacute-care"),
        ("TENS unit, neck", None, "subacute", "acoem-2004-neck-tens"),
        ("TENS unit, low back", None, "acute", "acoem-2004-low-back-physical-methods"),
        ("Electrical stimulation 2x4 at the clinic, neck", None, "chronic", "odg-passive-modalities"),
        ("Follow-up exam by the chiropractor, neck", None, "chronic", "acoem-2004-consultation"),
        ("EKG, two", None, "chronic", "odg-other-tests"),
        ("Ibuprofen 10% 90 grams, 1 tube", "neck", "chronic", "mtus-2009-topical-nsaid-spine-hip-shoulder"),
        ("X-ray rt wrist", None, "chronic", "acoem-2004-x-ray"),
        ("X-ray of the elbow", None, "chronic", "acoem-2007-elbow-imaging"),
        ("MRI of the thoracic spine", None, "chronic", "acoem-2004-neck-mri"),
        ("MRI of the left foot", None, "chronic", "acoem-2004-ankle-foot-mri"),
        ("Post-op physical therapy, 12 visits", None, "chronic", "mtus-2009-postoperative-therapy-other"),
        ("Post-op Norco 5/325 #40", None, "chronic", "acoem-2004-opioids-after-surgery"),
        ("ESWT for the low back", None, "chronic", "odg-shock-wave-spine"),
        ("Trigger point impedance imaging", None, "chronic", "odg-trigger-point-imaging"),
        ("Localized intense neurostimulation therapy", None, "chronic", "odg-hyperstimulation"),
    ],
)
def test_a_guideline_is_on_the_kind_of_treatment_asked_for(request_: str, region: str | None, phase: Phase, expected: str) -> None:
    """Place, device, phase and region choose the guideline that is tested or consulted."""
    injured_on = {"acute": date(2015, 3, 8), "subacute": date(2015, 1, 20), "chronic": date(2014, 1, 15)}[phase]
    assessment = one(Item(number=1, request=request_, body_region=region), injured_on=injured_on)

    assert [expected] == [trace.guideline for trace in assessment.trace if trace.applies]


@pytest.mark.parametrize(("improved", "expected"), [(True, "overturned"), (False, "upheld"), (None, "upheld")])
def test_more_acupuncture_needs_improvement_and_not_the_first_indication_again(*, improved: bool | None, expected: str) -> None:
    """Functional improvement alone extends a course of acupuncture."""
    known = {} if improved is None else {"functional_improvement": improved}
    item = Item(
        number=1, request="Acupuncture, neck, 6 more visits", facts=facts(previous_treatment=True, previous_visits=6, **known)
    )

    assert one(item).proposal == expected


@pytest.mark.parametrize(("dyspepsia", "expected"), [(True, "overturned"), (False, "upheld")])
def test_an_h2_blocker_is_for_dyspepsia_from_an_nsaid(*, dyspepsia: bool, expected: str) -> None:
    """The edition of 2016 supports it where an NSAID causes dyspepsia."""
    item = Item(number=1, request="Famotidine 20 mg #60", facts=facts(nsaid_dyspepsia=dyspepsia))

    assert one(item, requested_on=date(2016, 12, 1)).proposal == expected
