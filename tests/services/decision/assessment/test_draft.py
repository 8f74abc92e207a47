"""Drafts made from a case file."""

from datetime import date

from schemas.form.joined import JoinedDispute
from schemas.messages.application import FACTS_MAX, Document, Fact, Source
from services.decision.assessment.draft import assessed_case, case_assessed, case_file_of, for_another_reviewer
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import CONFIG

CASE = assessed_case(CASE_NUMBER, ("R-1",), 1, application(), CONFIG)


def test_a_draft_has_a_name_of_its_own() -> None:
    """The id of a draft depends on case, version and reviewer, and on nothing else."""
    again = assessed_case(CASE_NUMBER, ("R-1",), 1, application(), CONFIG)
    other = for_another_reviewer(CASE_NUMBER, CASE, "R-2", beside=False)

    assert CASE == again
    assert (other.version, list(other.drafts), other.assessments) == (2, ["R-2"], CASE.assessments)
    assert other.drafts["R-2"] != CASE.drafts["R-1"]


def test_papers_are_named_in_the_reasons() -> None:
    """A paper is named by its title, with its date if that is one day."""
    names = case_file_of(application()).paper_names

    assert "Request for authorization, March 20, 2015" == names["rfa"]
    assert "Progress notes" == names["progress-note"]


def test_who_sits_beside_others_leaves_them_their_drafts() -> None:
    """A new reviewer of a panel leaves the other reviewers their drafts."""
    both = for_another_reviewer(CASE_NUMBER, CASE, "R-2", beside=True)

    assert both.drafts["R-1"] == CASE.drafts["R-1"]
    assert ["R-1", "R-2"] == list(both.drafts)


def test_the_event_carries_the_draft() -> None:
    """The event has the summary, the date of the request and the assessments."""
    event = case_assessed(CASE_NUMBER, CASE, "R-1")

    assert (event.assessment_id, event.requested_on, event.draft_version) == (CASE.drafts["R-1"], date(2015, 3, 20), 1)
    assert event.assessments == CASE.assessments
    assert event.clinical_summary.startswith("This 43-year-old man was injured at work on March 12, 2014.")


def test_joined_items_are_assessed_by_the_day_of_their_own_request() -> None:
    """An edition that was in force for one request may not be for the other (8 CCR 9792.21)."""
    own = application()
    later = own.utilization_review.model_copy(update={"requested_on": date(2018, 3, 1), "decided_on": date(2018, 3, 5)})
    moved = tuple(each.model_copy(update={"number": each.number + 2}) for each in own.items)
    dispute = JoinedDispute(case_number="CM15-1330002", received_on=date(2018, 3, 9), utilization_review=later, items={3: 1, 4: 2})
    both = own.model_copy(update={"items": (*own.items, *moved), "joined": (dispute,)})
    alone = application(utilization_review=later)
    found = assessed_case(CASE_NUMBER, ("R-1",), 1, both, CONFIG).assessments

    assert [1, 2, 3, 4] == [each.item for each in found]
    assert CASE.assessments == found[:2]
    expected = assessed_case(CASE_NUMBER, ("R-1",), 1, alone, CONFIG).assessments
    assert [each.reviewer_guideline for each in expected] == [each.reviewer_guideline for each in found[2:]]
    assert CASE.assessments[0].reviewer_guideline != found[2].reviewer_guideline


def test_the_most_facts_of_a_case_are_assessed() -> None:
    """Two hundred values of one fact, of papers with the longest names, fit into the message."""
    papers = tuple(Document(id=f"{'n' * 95}{number}", kind="medical-record", title=f"{'T' * 295}{number}") for number in range(50))
    facts = tuple(
        Fact(name="previous_visits", value=number, source=Source(document=papers[number % 50].id)) for number in range(FACTS_MAX)
    )
    known = application()
    items = (known.items[0].model_copy(update={"facts": facts}), *known.items[1:])
    case = assessed_case(CASE_NUMBER, ("R-1",), 1, application(documents=(*known.documents, *papers), items=items), CONFIG)

    (unused,) = case.assessments[0].unused_facts
    assert "and 190 more" in unused.reason
    assert FACTS_MAX == len(unused.given)
