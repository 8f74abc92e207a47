"""The events that follow a message, given the state of the case."""

from itertools import product
from typing import Any

import pytest

from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused, SignDetermination
from services.decision.assessment.config import DecisionConfig, config_of
from services.decision.assessment.draft import file_digest
from services.decision.handlers.assessing import on_case_ready_for_review, on_reviewer_assigned
from services.decision.handlers.signing import on_sign_determination
from services.decision.state import Cases
from tests.examples import CASE_NUMBER, application, case_ready
from tests.services.decision.decisions import AT, CONFIG, assigned, said, signature

AUTOMATIC = config_of("ca-workers-comp", auto_sign=True)


@pytest.fixture
def cases() -> Cases:
    """The tables of a partition without cases."""
    return Cases({}, {}, {})


def ready(cases: Cases, config: DecisionConfig = CONFIG, **changes: Any) -> list[Any]:
    """Handle the arrival of the case file."""
    return list(on_case_ready_for_review(case_ready(**changes), AT, cases=cases, config=config))


def assign(cases: Cases, reviewer_id: str = "R-1", config: DecisionConfig = CONFIG) -> list[Any]:
    """Handle the assignment of a reviewer."""
    return list(on_reviewer_assigned(assigned(reviewer_id), AT, cases=cases, config=config))


def sign(cases: Cases, message: SignDetermination) -> Any:
    """Handle a signature and return the one event that follows."""
    (event,) = on_sign_determination(message, AT, cases=cases, config=CONFIG)
    return event


def assessed(cases: Cases, **changes: Any) -> CaseAssessed:
    """Assess a case and return its draft."""
    ready(cases, **changes)
    (event,) = assign(cases)
    assert isinstance(event, CaseAssessed)
    return event


def test_a_file_alone_waits(cases: Cases) -> None:
    """A file without a reviewer is kept, and nothing is published."""
    assert [] == ready(cases)
    assert cases.waiting[CASE_NUMBER].application == application()


def test_a_reviewer_alone_waits(cases: Cases) -> None:
    """A reviewer without a file is kept, and nothing is published."""
    assert [] == assign(cases)
    assert cases.waiting[CASE_NUMBER].reviewer_id == "R-1"


def test_either_order_gives_the_same_draft(cases: Cases) -> None:
    """File and reviewer give the same event in either order, and the case stops waiting."""
    other = Cases({}, {}, {})
    assign(other)

    assert [assessed(cases)] == ready(other)
    assert cases == other
    assert {} == cases.waiting


def test_the_same_reviewer_again_changes_nothing(cases: Cases) -> None:
    """A repeated assignment makes no new draft."""
    assessed(cases)

    assert [] == assign(cases)


def test_another_reviewer_gets_a_draft_of_their_own(cases: Cases) -> None:
    """A reassigned case has a new draft, and its former reviewer can no longer sign."""
    before = assessed(cases)
    (after,) = assign(cases, "R-2")

    assert after.reviewer_id == "R-2"
    assert after.assessment_id != before.assessment_id
    assert sign(cases, signature()).code == "not-the-reviewer"


def test_a_file_that_comes_again_makes_a_new_draft(cases: Cases) -> None:
    """The earlier draft is outdated and cannot be signed by its id."""
    before = assessed(cases)
    (after,) = ready(cases, items=application().items[:1])

    assert len(after.assessments) == 1
    assert sign(cases, signature(assessment_id=before.assessment_id)).code == "outdated-assessment"
    assert isinstance(sign(cases, signature(assessment_id=after.assessment_id)), DeterminationSigned)


def test_signing_keeps_the_draft(cases: Cases) -> None:
    """A reviewer who keeps everything signs the proposals; only a mark of the case remains."""
    draft = assessed(cases)
    signed = sign(cases, signature())

    assert (signed.signature, signed.outcome, signed.determination_version) == ("reviewer", "uphold", 1)
    assert [each.rationale for each in draft.assessments] == [each.rationale for each in signed.decisions]
    assert draft.clinical_summary == signed.clinical_summary
    assert {} == cases.assessed
    assert cases.signed[CASE_NUMBER].assessment_id == draft.assessment_id


def test_the_reviewers_summary_goes_first(cases: Cases) -> None:
    """The reviewer's own summary replaces the drafted one."""
    assessed(cases)

    assert sign(cases, signature(clinical_summary="My own summary.")).clinical_summary == "My own summary."


def test_a_change_with_a_reason(cases: Cases) -> None:
    """A changed item with a reason makes the case a partial overturn."""
    assessed(cases)
    signed = sign(cases, signature(said(1, "overturned", "The records show a return to full duty.")))

    assert signed.outcome == "partial overturn"
    assert signed.decisions[0].rationale == "The records show a return to full duty."
    assert signed.decisions[0].closing.endswith("is medically necessary.")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (signature(reviewer_id="R-2"), "not-the-reviewer"),
        (signature(assessment_id="another"), "outdated-assessment"),
        (signature(keep_the_rest=False), "item-open"),
        (signature(said(1), keep_the_rest=False), "item-open"),
        (signature(said(3)), "unknown-item"),
        (signature(said(1), said(1)), "item-twice"),
        (signature(said(1, "overturned")), "reason-missing"),
    ],
)
def test_a_signature_that_cannot_stand(cases: Cases, message: SignDetermination, code: str) -> None:
    """A refused signature has a code, and the case can still be signed."""
    assessed(cases)
    refused = sign(cases, message)

    assert isinstance(refused, SignatureRefused)
    assert (code, message.reviewer_id) == (refused.code, refused.reviewer_id)
    assert isinstance(sign(cases, signature()), DeterminationSigned)


@pytest.mark.parametrize("known", ["nothing", "file", "reviewer"])
def test_nothing_to_sign_yet(cases: Cases, known: str) -> None:
    """A signature before the draft is refused."""
    if known == "file":
        ready(cases)
    if known == "reviewer":
        assign(cases)

    assert sign(cases, signature()).code == "not-assessed"


def test_a_draft_says_what_it_was_derived_from(cases: Cases) -> None:
    """A draft names its file, library, evidence order and program, which reproduce it."""
    basis = assessed(cases).basis

    assert basis is not None
    assert basis.library_digest == CONFIG.library_digest
    assert basis.evidence_order == CONFIG.rules_for("ca-workers-comp").ranks_on(application().utilization_review.requested_on)
    assert basis.file_digest == file_digest(application())
    assert basis.file_digest != file_digest(application(employer="Another Example Employer"))


@pytest.mark.parametrize("message", [signature(), signature(reviewer_id="R-2"), signature(said(1, "overturned", "A reason."))])
def test_a_signed_case_is_closed(cases: Cases, message: SignDetermination) -> None:
    """A signed case refuses signatures and ignores a new file or reviewer."""
    assessed(cases)
    sign(cases, signature())

    assert sign(cases, message).code == "already-signed"
    assert [] == [*ready(cases), *assign(cases, "R-2")]
    assert {} == {**cases.waiting, **cases.assessed}


def test_an_item_without_a_guideline_is_decided_by_name(cases: Cases) -> None:
    """Keeping the rest does not decide an item that the rules left open."""
    items = (application().items[0], application().items[1].model_copy(update={"request": "Leeches", "treatment": "leeches"}))
    assessed(cases, items=items)

    assert sign(cases, signature()).code == "item-open"
    assert sign(cases, signature(said(2, "upheld", "Leeches have no place here."))).outcome == "uphold"


@pytest.mark.parametrize("file_first", [True, False])
def test_auto_sign_signs_the_draft_at_once(cases: Cases, *, file_first: bool) -> None:
    """With automatic signing the determination follows the draft at once, marked as automatic."""
    events = [*ready(cases, AUTOMATIC), *assign(cases, config=AUTOMATIC)]
    if not file_first:
        other = Cases({}, {}, {})
        events = [*assign(other, config=AUTOMATIC), *ready(other, AUTOMATIC)]
    draft, signed = events

    assert (type(draft), type(signed)) == (CaseAssessed, DeterminationSigned)
    assert (signed.signature, signed.signed_at, signed.outcome) == ("automatic", AT, "uphold")


def test_auto_sign_upholds_what_is_open_and_what_goes_with_it(cases: Cases) -> None:
    """Automatic signing upholds open items with a stated reason; ancillary items follow."""
    first, second = application().items
    items = (
        first.model_copy(update={"request": "Leeches", "treatment": "leeches"}),
        second.model_copy(update={"parent": 1, "facts": ()}),
    )
    ready(cases, AUTOMATIC, items=items)
    _, signed = assign(cases, config=AUTOMATIC)

    assert signed.outcome == "uphold"
    assert "No reviewer has weighed" in signed.decisions[0].rationale


OUTCOMES = (None, "upheld", "overturned")


@pytest.mark.parametrize(("first", "second", "reason"), list(product(OUTCOMES, OUTCOMES, (None, "A reason."))))
def test_every_signature_stands_or_is_refused(cases: Cases, first: Any, second: Any, reason: str | None) -> None:
    """Every signature either decides all items consistently or is refused without a change."""
    assessed(cases)
    event = sign(cases, signature(said(1, first, reason), said(2, second, reason)))

    if isinstance(event, SignatureRefused):
        assert CASE_NUMBER in cases.assessed
        return
    assert [first or "upheld", second or "upheld"] == [each.outcome for each in event.decisions]
    assert all(("is not" in each.closing) == (each.outcome == "upheld") for each in event.decisions)
