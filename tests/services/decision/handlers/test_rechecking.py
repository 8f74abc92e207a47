"""Nothing is signed while triage checks the reviewers of a changed case."""

from datetime import timedelta

import pytest

from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.decision import DeterminationSigned, SignatureRefused
from schemas.messages.triage import ReviewersRechecked, ReviewerWithdrawn
from schemas.wire.codec import read
from services.decision.assessment.config import config_of
from services.decision.handlers.assessing import on_case_ready_for_review, on_reviewer_assigned
from services.decision.handlers.consolidating import on_items_joined
from services.decision.handlers.rechecking import on_application_amended, on_reviewer_withdrawn, on_reviewers_rechecked
from services.decision.handlers.signing import on_sign_determination
from services.decision.state import Cases, EndedCase, SignedCase, status_of
from tests.examples import CASE_NUMBER, ROOT, case_ready
from tests.services.decision.decisions import AT, CONFIG, assigned, signature

AMENDED = read(ApplicationAmended, 1, (ROOT / "schemas/examples/imr.intake.application-amended/1.json").read_bytes())
JOINED = read(ItemsJoined, 1, (ROOT / "schemas/examples/imr.intake.items-joined/1.json").read_bytes())
NAMED = AMENDED.model_copy(
    update={"changes": tuple(each.model_copy(update={"field": "employer", "item": None}) for each in AMENDED.changes[:1])}
)
WITHDRAWN = ReviewerWithdrawn(case_number=CASE_NUMBER, reviewer_id="R-1", because="conflict-of-interest")
ITSELF = config_of("ca-workers-comp", auto_sign=True)


def cases() -> Cases:
    """Return an assessed case with its reviewer."""
    found = Cases({}, {}, {})
    on_case_ready_for_review(case_ready(), AT, cases=found, config=CONFIG)
    on_reviewer_assigned(assigned("R-1"), AT, cases=found, config=CONFIG)
    return found


def sign(found: Cases, reviewer: str = "R-1") -> list[str]:
    """Return the kinds of answer to a signature, a refusal by its code."""
    answers = on_sign_determination(signature(reviewer_id=reviewer), AT, cases=found, config=CONFIG)
    return [each.code if isinstance(each, SignatureRefused) else type(each).__name__ for each in answers]


def amend(found: Cases, message: ApplicationAmended = NAMED) -> None:
    """Let decision read the correction."""
    assert [] == on_application_amended(message, AT, cases=found)


def answer(found: Cases, message: ApplicationAmended | ItemsJoined = NAMED) -> list[str]:
    """Let decision read triage's answer to an act; return the kinds of its own events."""
    told = ReviewersRechecked(case_number=CASE_NUMBER, change=message.change)
    return [type(each).__name__ for each in on_reviewers_rechecked(told, AT, cases=found, config=CONFIG)]


def test_a_reviewer_who_may_have_a_tie_now_cannot_sign_before_the_check() -> None:
    """LC 139.5(c): afterwards one without a tie can."""
    found = cases()
    amend(found)

    assert ["reviewer-check-pending"] == sign(found)
    answer(found)
    assert ["DeterminationSigned"] == sign(found)
    assert {} == found.rechecked


def test_a_reviewer_who_was_withdrawn_never_signs() -> None:
    """Neither before the answer nor after it."""
    found = cases()
    amend(found)
    on_reviewer_withdrawn(WITHDRAWN, AT, cases=found)

    assert ["case-returned"] == sign(found)
    answer(found)
    assert {} == status_of(CASE_NUMBER, found).drafts
    assert ["case-returned"] == sign(found)


def test_the_answer_may_be_read_before_the_act() -> None:
    """The topics of intake and of triage have no common order."""
    found = cases()
    answer(found)
    amend(found)

    assert ["DeterminationSigned"] == sign(found)
    assert {} == found.rechecked


@pytest.mark.parametrize("order", ["aabb", "abab", "bbaa", "baba", "abba"])
def test_each_of_two_acts_is_answered(order: str) -> None:
    """In each order of the two topics; *a* stands for the next act, *b* for the next answer."""
    later = NAMED.model_copy(update={"acted_at": NAMED.acted_at + timedelta(hours=1)})
    acts, answers, found = iter((NAMED, later)), iter((NAMED, later)), cases()
    for each in order:
        if each == "a":
            amend(found, next(acts))
        else:
            answer(found, next(answers))

    assert ["DeterminationSigned"] == sign(found)


def test_an_answer_to_the_first_of_two_acts_is_not_enough() -> None:
    """The tie may be to the name of the second."""
    found = cases()
    amend(found)
    amend(found, NAMED.model_copy(update={"acted_at": NAMED.acted_at + timedelta(hours=1)}))
    answer(found)

    assert ["reviewer-check-pending"] == sign(found)


def test_items_that_join_the_case_are_checked_too() -> None:
    """8 CCR 9792.10.4(a): they may need another specialty."""
    found = cases()
    on_items_joined(JOINED, AT, cases=found, config=CONFIG)

    assert ["reviewer-check-pending"] == sign(found)
    answer(found, JOINED)
    assert ["DeterminationSigned"] == sign(found)


def test_other_corrections_need_no_check() -> None:
    """A claim number makes no tie."""
    found = cases()
    amend(found, NAMED.model_copy(update={"changes": (NAMED.changes[0].model_copy(update={"field": "claim-number"}),)}))

    assert ["DeterminationSigned"] == sign(found)


def test_before_the_file_and_after_the_end_nothing_is_kept() -> None:
    """Triage seeks for no such case, and an answer that comes late leaves no mark."""
    found = Cases({}, {}, {})
    amend(found)
    assert {} == found.rechecked

    signed = cases()
    signed.signed[CASE_NUMBER] = SignedCase(assessment_id="a", reviewer_id="R-1")
    ended = Cases({}, {}, {}, ended={CASE_NUMBER: EndedCase(ground="withdrawn")})
    for found in (signed, ended):
        found.assessed.pop(CASE_NUMBER, None)
        answer(found)
        amend(found)
        assert {} == found.rechecked


def test_with_automatic_signing_a_draft_waits_for_the_check() -> None:
    """Also one of a new reviewer."""
    found = cases()
    amend(found)
    on_reviewer_withdrawn(WITHDRAWN, AT, cases=found)
    (drafted,) = on_reviewer_assigned(assigned("R-2"), AT, cases=found, config=ITSELF)
    assert not isinstance(drafted, DeterminationSigned)

    told = ReviewersRechecked(case_number=CASE_NUMBER, change=NAMED.change)
    (signed,) = on_reviewers_rechecked(told, AT, cases=found, config=ITSELF)
    assert isinstance(signed, DeterminationSigned)
    assert "R-2" == signed.reviewer_id
