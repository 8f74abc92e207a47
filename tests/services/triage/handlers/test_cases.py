"""The messages from triage to its pools."""

import pytest

from jurisdictions.files import UnknownJurisdiction, load_jurisdiction
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import CaseConsolidated, ItemsJoined
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.triage import (
    EnrolReviewer,
    FindAnotherReviewer,
    FindReviewer,
    FindReviewerAnew,
    ItemNeed,
    RecheckCase,
    ReleaseReviewer,
)
from schemas.wire.codec import read
from services.triage.domain.names import digests
from services.triage.handlers.cases import (
    Cases,
    on_appeal,
    on_case_ready_for_review,
    on_case_remanded,
    on_case_returned,
    on_determination_signed,
    on_items_joined,
    on_panel_convened,
    on_review_converted,
    on_reviewer_recorded,
)
from services.triage.state import CaseState
from tests.examples import CASE_NUMBER, ROOT, case_ready
from tests.services.triage.messages import AT, POOL, convened, determined, given_back, qualifications, recorded, with_everybody


def ready(cases: Cases, message: CaseReadyForReview | None = None) -> list[FindReviewer]:
    """A case is ready."""
    return on_case_ready_for_review(message or case_ready(), AT, cases=cases, jurisdiction_of=load_jurisdiction)


def test_a_reviewer_joins_the_pool_without_a_name() -> None:
    """Only digests go on, of name and number."""
    (message,) = on_reviewer_recorded(recorded(npi="0000000001"), AT, rules=load_jurisdiction(POOL))

    assert message == EnrolReviewer(
        pool=POOL,
        reviewer_id="reviewer-1",
        identity_digests=digests("Avery Inventedreviewer", "0000000001"),
        qualifications=qualifications(),
    )
    assert "Invented" not in message.model_dump_json()
    assert "0000000001" not in message.model_dump_json()


def test_a_ready_case_looks_for_a_reviewer() -> None:
    """For every item, in the pool of its jurisdiction, on the day."""
    (message,) = ready({})

    assert (POOL, CASE_NUMBER, "standard") == (message.pool, message.case_number, message.priority)
    assert (
        ItemNeed(treatment="manual-therapy", body_region="low-back"),
        ItemNeed(treatment="massage", body_region="low-back"),
    ) == message.items
    assert message.on.isoformat() == "2015-04-17"
    assert case_ready().determination_due_at == message.determination_due_at


def test_a_case_is_marked_while_it_is_appealed() -> None:
    """A case that never came to triage gets no mark."""
    cases: Cases = {}
    appealed = read(CaseAppealed, 1, (ROOT / "schemas/examples/imr.intake.case-appealed/1.json").read_bytes())
    affirmed = read(CaseAffirmed, 1, (ROOT / "schemas/examples/imr.intake.case-affirmed/1.json").read_bytes())
    on_appeal(appealed, AT, cases=cases)
    assert {} == cases

    ready(cases)
    on_appeal(appealed.model_copy(update={"case_number": CASE_NUMBER}), AT, cases=cases)
    assert cases[CASE_NUMBER].appealed
    on_appeal(affirmed.model_copy(update={"case_number": CASE_NUMBER, "pending": ("employer",)}), AT, cases=cases)
    assert cases[CASE_NUMBER].appealed
    on_appeal(affirmed.model_copy(update={"case_number": CASE_NUMBER}), AT, cases=cases)
    assert not cases[CASE_NUMBER].appealed


REMANDED = read(CaseRemanded, 1, (ROOT / "schemas/examples/imr.intake.case-remanded/1.json").read_bytes()).model_copy(
    update={"case_number": CASE_NUMBER, "determination_version": 1, "reviewers": ("reviewer-1",)}
)


def test_a_remanded_case_looks_for_another_reviewer_once() -> None:
    """A determination that was set aside, which comes late, does not end the new review."""
    cases: Cases = {}
    ready(cases)
    on_case_remanded(REMANDED, AT, cases=cases)
    assert [] == on_determination_signed(determined(), AT, cases=cases)

    (search,) = ready(cases)
    assert isinstance(search, FindReviewerAnew)
    assert (("reviewer-1",), REMANDED.ordered_on) == (search.earlier_reviewers, search.remanded_on)
    on_case_remanded(REMANDED, AT, cases=cases)
    assert [] == ready(cases)
    anew = determined().model_copy(update={"determination_version": 2})
    assert [ReleaseReviewer] == [type(each) for each in on_determination_signed(anew, AT, cases=cases)]


def test_a_case_is_sent_once() -> None:
    """A repeated event sends nothing."""
    cases: Cases = {}
    ready(cases)

    assert [] == ready(cases)


def test_everybody_with_a_stake_is_a_party() -> None:
    """LC 139.5(c): each with their role."""
    filed = with_everybody()
    (message,) = ready({}, case_ready(**dict(filed)))

    assert {
        ("employee", filed.employee.name),
        ("employer", filed.employer),
        ("claims-administrator", filed.claims_administrator.organization),
        ("adjuster", filed.claims_administrator.adjuster),
        ("insurer", filed.claims_administrator.insurer),
        ("ur-organization", filed.utilization_review.organization),
        ("ur-physician", filed.utilization_review.physician),
        ("requesting-physician", filed.requesting_physician.name),
        ("practice", filed.requesting_physician.organization),
        ("attorney", "Lee Fictionalattorney"),
        ("firm", "Fictional Law"),
        ("facility", "Example Hospital"),
        ("manufacturer", "Example Devices"),
    } == {(party.role, party.name) for party in message.parties}
    assert ["0000000009"] == [party.npi for party in message.parties if party.npi]


def test_a_determination_releases_the_reviewer() -> None:
    """Once, in the pool the case was sent to."""
    cases: Cases = {}
    ready(cases)

    assert [ReleaseReviewer(pool=POOL, case_number=CASE_NUMBER)] == on_determination_signed(determined(), AT, cases=cases)
    assert [] == on_determination_signed(determined(), AT, cases=cases)


def test_a_determination_may_come_first() -> None:
    """Topics are read in any order: a determined case needs no reviewer."""
    cases: Cases = {}

    assert [] == on_determination_signed(determined(), AT, cases=cases)
    assert [] == ready(cases)
    assert {CASE_NUMBER: CaseState(pool=None, determined=True)} == cases


def test_an_unknown_jurisdiction_is_named() -> None:
    """Whose reviewers would do is not guessed."""
    with pytest.raises(UnknownJurisdiction):
        ready({}, case_ready(jurisdiction="atlantis"))


def test_a_returned_case_looks_for_somebody_else() -> None:
    """Unless it only lacks information, or is determined or unknown."""
    cases: Cases = {}

    assert [] == on_case_returned(given_back(), AT, cases=cases)
    ready(cases)
    assert [FindAnotherReviewer(pool=POOL, case_number=CASE_NUMBER, instead_of="reviewer-1")] == on_case_returned(
        given_back(), AT, cases=cases
    )
    assert [] == on_case_returned(given_back("information-missing"), AT, cases=cases)
    on_determination_signed(determined(), AT, cases=cases)
    assert [] == on_case_returned(given_back(), AT, cases=cases)


def test_a_panel_looks_for_the_reviewers_it_needs() -> None:
    """A panel looks for the reviewers it lacks; convened again, only for new seats."""
    cases: Cases = {}

    assert [] == on_panel_convened(convened(), AT, cases=cases)
    ready(cases)
    more = FindAnotherReviewer(pool=POOL, case_number=CASE_NUMBER, instead_of=None)
    assert [more, more] == on_panel_convened(convened(3), AT, cases=cases)
    assert [] == on_panel_convened(convened(3), AT, cases=cases)
    assert [more] == on_panel_convened(convened(4), AT, cases=cases)


def test_a_converted_review_is_more_or_less_urgent_in_its_pool() -> None:
    """Unless it was never sent there, or is determined."""
    cases: Cases = {}
    example = (ROOT / "schemas/examples/imr.intake.review-converted/1.json").read_bytes()
    converted = read(ReviewConverted, 1, example).model_copy(update={"case_number": CASE_NUMBER})

    assert [] == on_review_converted(converted, AT, cases=cases)
    ready(cases)
    (adjusted,) = on_review_converted(converted, AT, cases=cases)
    assert (POOL, False, "expedited") == (adjusted.pool, adjusted.on_hold, adjusted.priority)
    assert converted.determination_due_at == adjusted.determination_due_at
    on_determination_signed(determined(), AT, cases=cases)
    assert [] == on_review_converted(converted, AT, cases=cases)


def test_the_reviewers_of_a_case_are_checked_again_when_items_join() -> None:
    """By all items, and the parties of both decisions.

    Before the review their file comes as one.
    """
    cases: Cases = {}
    example = (ROOT / "schemas/examples/imr.intake.items-joined/1.json").read_bytes()
    joined = read(ItemsJoined, 1, example)
    assert [] == on_items_joined(joined, AT, cases=cases, jurisdiction_of=load_jurisdiction)
    ready(cases)
    (dispute,) = joined.application.joined
    review = dispute.utilization_review.model_copy(update={"organization": "Example Second Review"})
    application = joined.application.model_copy(update={"joined": (dispute.model_copy(update={"utilization_review": review}),)})
    message = joined.model_copy(update={"application": application})
    (recheck,) = on_items_joined(message, AT, cases=cases, jurisdiction_of=load_jurisdiction)

    assert isinstance(recheck, RecheckCase)
    assert ("ur-organization", "Example Second Review") in {(party.role, party.name) for party in recheck.parties}
    assert (POOL, joined.determination_due_at) == (recheck.pool, recheck.determination_due_at)
    on_determination_signed(determined(), AT, cases=cases)
    assert [] == on_items_joined(message, AT, cases=cases, jurisdiction_of=load_jurisdiction)


def test_a_consolidated_case_frees_its_seat_once() -> None:
    """It is never determined itself."""
    cases: Cases = {}
    example = (ROOT / "schemas/examples/imr.intake.case-consolidated/1.json").read_bytes()
    ended = read(CaseConsolidated, 1, example).model_copy(update={"case_number": CASE_NUMBER})
    ready(cases)

    assert [ReleaseReviewer(pool=POOL, case_number=CASE_NUMBER)] == on_determination_signed(ended, AT, cases=cases)
    assert [] == on_determination_signed(ended, AT, cases=cases)
