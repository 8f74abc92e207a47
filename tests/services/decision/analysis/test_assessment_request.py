"""Assessing items from a plain file."""

import re
from typing import Any

import pytest

from reading.problems import NotReadable
from services.decision.analysis.assessment_request import NotAssessable, assess_file

FILE: dict[str, Any] = {
    "jurisdiction": "ca-workers-comp",
    "requested_on": "2015-03-20",
    "decided_on": "2015-05-18",
    "injured_on": "2014-03-12",
    "items": [
        {
            "id": "chiropractic",
            "request": "Chiropractic, 6 visits",
            "treatment": "manual-therapy",
            "body_region": "low back",
            "facts": {"previous_treatment": {"value": True, "source": {"document": "note", "page": 2}}, "maintenance_care": False},
        },
        {"id": "massage", "parent": "chiropractic", "request": "Massage Therapy to the Lumbar Spine, 6 visits"},
    ],
}


def item(**changes: Any) -> dict[str, Any]:
    """A file with one item."""
    return {"requested_on": "2015-03-20", "items": [{"request": "Chiropractic, 6 visits", **changes}]}


def test_a_whole_file() -> None:
    """Items are numbered in order; names with spaces, sources and parents are understood."""
    first, second = assess_file(FILE)

    assert (first.item, first.proposal, first.basis) == (1, "upheld", "guideline")
    assert (second.item, second.proposal, second.basis) == (2, "upheld", "parent-denied")
    assert any(fact.source and fact.source.page == 2 for trace in first.trace for result in trace.criteria for fact in result.facts)


def test_only_the_date_and_the_request_are_needed() -> None:
    """Everything else has a meaning when it is absent."""
    assert [assessment.proposal for assessment in assess_file(item())] == ["upheld"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"previous_visits": 0}, "overturned"),
        ({"previous_visits": {"value": 0}}, "overturned"),
        ({"previous_visits": [0, {"value": 0, "source": {"document": "note"}}]}, "overturned"),
        ({"previous_visits": [0, 6]}, "upheld"),
        ({"previous_visits": None}, "upheld"),
        ({"previous_visits": 0.0}, "overturned"),
        ({"previous_visits": 0.5}, "upheld"),
        ({"unheard_of": 1}, "upheld"),
    ],
)
def test_forms_of_facts(facts: dict[str, Any], expected: str) -> None:
    """A value alone, with its source, from several documents, or null."""
    assert expected == assess_file(item(facts=facts))[0].proposal


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"treatment": "Manual Therapy", "body_region": "Lumbar Spine"}, "mtus-2009-manual-therapy-low-back"),
        ({"treatment": "---"}, "mtus-2009-manual-therapy-general"),
        ({"body_region": "knee"}, "mtus-2009-manual-therapy-limbs"),
    ],
)
def test_names_are_taken_as_written(changes: dict[str, Any], expected: str) -> None:
    """Treatments and regions may be written as people write them."""
    assert [expected] == [trace.guideline for trace in assess_file(item(**changes))[0].trace if trace.applies]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (None, "is not an object"),
        ([], "is not an object"),
        ({}, "/requested_on: is missing; /items: is missing"),
        ({**item(), "requested_on": "soon"}, "requested_on"),
        ({**item(), "requested_on": "1815-03-20"}, "requested_on"),
        ({**item(), "items": []}, "items"),
        ({**item(), "item": []}, "item: is not a known field"),
        ({**item(), "jurisdiction": "atlantis"}, "jurisdiction: there is no jurisdiction 'atlantis'"),
        (item(request=""), "/items/0/request"),
        (item(request=7), "/items/0/request"),
        (item(facts={"a b": 1}), "/items/0/facts"),
        (item(facts={"a": {"val": 1}}), "/items/0/facts"),
        (item(parent="x"), "/items/0/parent: 'x' is not a main item"),
        (item(id="x", parent="x"), "/items/0/parent: 'x' is not a main item"),
        ({**FILE, "items": [FILE["items"][0], FILE["items"][0]]}, "/items/1/id: 'chiropractic' is the id of another item"),
        ({**FILE, "items": [*FILE["items"], {"request": "x", "parent": "massage"}]}, "/items/2/parent: 'massage'"),
        (item(body_region="moon"), "/items/0/body_region: is not one of the body regions, which are low-back, upper-back,"),
        (item(facts={"previous_visits": [*range(201)]}), "/items/0/facts: has more than 200 values"),
        (item(body_region="---"), "/items/0/body_region: is not one"),
        (item(body_region="neck and low back"), "/items/0/body_region: is not one"),
        (item(body_side="middle"), "/items/0/body_side: is not 'left', 'right' or 'both'"),
        (
            {**item(), "documents": [{"id": "note", "kind": "form"}] * 2},
            "/documents/1/id: 'note' is the id of another document too",
        ),
        ({**item(), "documents": [{"id": "note", "kind": "scroll"}]}, "/documents/0/kind: is not 'ur-decision'"),
    ],
)
def test_what_is_wrong_is_named(data: Any, part: str) -> None:
    """Bad input says where it is bad."""
    with pytest.raises(NotReadable) as error:
        assess_file(data)

    assert part in str(error.value)
    assert not re.search("pydantic|validat|Input should|type=", str(error.value))


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Whoever mends a file wants the list, each with its place."""
    data = {**item(body_region="moon", parent="x"), "injured_on": "2016-01-01", "decided_on": "2010-01-01"}
    with pytest.raises(NotAssessable) as error:
        assess_file(data)

    assert ["/injured_on", "/decided_on", "/items/0/parent", "/items/0/body_region"] == [
        each.pointer for each in error.value.problems
    ]


def test_papers_units_quantities_and_evidence() -> None:
    """A file may name the utilization review decision, a fact's unit and other evidence."""
    data = item(
        quantity={"requested": "12", "authorised": "6", "unit": "visits"},
        body_side="left",
        facts={
            "previous_treatment": {"value": False, "source": {"document": "denial"}},
            "weeks_requested": {"value": 4, "unit": "months"},
        },
        evidence=[{"cited_by": "employee", "citation": "Example study.", "rank": "study", "recommends": True}],
    )
    data |= {"documents": [{"id": "denial", "kind": "ur-decision"}], "diagnoses": ["back pain"], "treatments": ["rest"]}
    assessment = assess_file(data)[0]

    assert assessment.under_review is not None
    assert assessment.under_review.scope == "remainder"
    assert assessment.body_side == "left"
    assert {"previous_treatment", "weeks_requested"} == {unused.name for unused in assessment.unused_facts}
    assert "consisted of rest" not in assessment.rationale, "the clinical summary of a letter tells of care so far"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"injured_on": "2016-01-01"}, "/injured_on: the injury"),
        ({"injured_on": "1930-01-01"}, "/injured_on: the injury .* more than 80 years back"),
        ({"requested_on": "2199-01-01"}, "/requested_on: the year 2199"),
        ({"decided_on": "2010-01-01"}, "/decided_on: the decision"),
    ],
)
def test_impossible_days_are_refused(changes: dict[str, Any], part: str) -> None:
    """Days that cannot follow one another are named with their place."""
    with pytest.raises(NotAssessable, match=part):
        assess_file({**item(), **changes})


def test_a_fact_from_an_unknown_paper_is_refused() -> None:
    """A fact whose paper is not in the file is named with its place."""
    given = item(facts={"previous_visits": {"value": 0, "source": {"document": "ghost", "page": 9}}})
    papers = [{"id": "note", "kind": "medical-record"}]

    with pytest.raises(NotAssessable, match="/items/0/facts/previous_visits: the document 'ghost'"):
        assess_file({**given, "documents": papers})
