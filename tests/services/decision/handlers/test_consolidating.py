"""Cases are held while they are consolidated, and the one that goes on is drafted anew."""

from typing import Any

import pytest

from schemas.messages.acts.consolidation import (
    CaseConsolidated,
    ConsolidationAbandoned,
    ConsolidationAnswered,
    ConsolidationAsked,
    ItemsJoined,
)
from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Document, Fact, Source
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused
from schemas.messages.triage import ReviewersRechecked
from schemas.wire.codec import read
from services.decision.assessment.config import config_of
from services.decision.handlers.assessing import on_case_ready_for_review, on_reviewer_assigned
from services.decision.handlers.consolidating import (
    on_case_consolidated,
    on_consolidation_abandoned,
    on_consolidation_asked,
    on_items_joined,
)
from services.decision.handlers.rechecking import on_reviewers_rechecked
from services.decision.handlers.signing import on_sign_determination
from services.decision.state import Cases, DeferredCase, EndedCase, SignedCase
from tests.examples import CASE_NUMBER, ROOT, case_ready
from tests.services.decision.decisions import AT, CONFIG, assigned, signature

SECOND = "CM15-1330002"
PAIR: dict[str, Any] = {"case_number": CASE_NUMBER, "with_case": SECOND, "actor": "Example Clerk", "reason": "x", "acted_at": AT}
ASKED = ConsolidationAsked(**PAIR)
ABANDONED = ConsolidationAbandoned(**PAIR, code="not-allowed", text="It ended.")
JOINED = read(ItemsJoined, 1, (ROOT / "schemas/examples/imr.intake.items-joined/1.json").read_bytes())
ENDED = read(CaseConsolidated, 1, (ROOT / "schemas/examples/imr.intake.case-consolidated/1.json").read_bytes())


def cases() -> Cases:
    """Return two assessed cases, each with its reviewer."""
    found = Cases({}, {}, {})
    for number, reviewer in ((CASE_NUMBER, "R-1"), (SECOND, "R-2")):
        on_case_ready_for_review(case_ready(number), AT, cases=found, config=CONFIG)
        message = assigned(reviewer).model_copy(update={"case_number": number})
        on_reviewer_assigned(message, AT, cases=found, config=CONFIG)
    return found


def ask(found: Cases, asked: ConsolidationAsked = ASKED) -> ConsolidationAnswered:
    """Return decision's answer."""
    (answer,) = on_consolidation_asked(asked, AT, cases=found)
    assert isinstance(answer, ConsolidationAnswered)
    return answer


def sign(found: Cases, number: str, reviewer: str) -> list[str]:
    """Return the kinds of answer to a signature, a refusal by its code."""
    answers = on_sign_determination(signature(case_number=number, reviewer_id=reviewer), AT, cases=found, config=CONFIG)
    return [each.code if isinstance(each, SignatureRefused) else type(each).__name__ for each in answers]


def test_neither_case_is_signed_from_the_answer_on() -> None:
    """The same question gets the same answer."""
    found = cases()

    assert ask(found).code is ask(found).code is None
    assert ["consolidation-pending"] == sign(found, CASE_NUMBER, "R-1") == sign(found, SECOND, "R-2")


@pytest.mark.parametrize("signed", [CASE_NUMBER, SECOND])
def test_a_signature_that_came_first_keeps_them_apart(signed: str) -> None:
    """Nothing is held."""
    found = cases()
    found.assessed.pop(signed)
    found.signed[signed] = SignedCase(assessment_id="a", reviewer_id="R-1")
    answer = ask(found)

    assert "already-signed" == answer.code
    assert answer.text is not None
    assert answer.text.startswith(signed)
    assert {} == found.held


def test_a_case_that_is_deferred_ended_held_or_before_a_panel_stays_alone() -> None:
    """Each with its reason."""
    found = cases()
    found.deferred[SECOND] = DeferredCase(code="LIABILITY_DEFERRED")
    assert "case-deferred" == ask(found).code

    found = cases()
    found.ended[SECOND] = EndedCase(ground="withdrawn")
    found.assessed.pop(SECOND)
    assert "case-ended" == ask(found).code

    found = cases()
    ask(found)
    assert "consolidation-pending" == ask(found, ASKED.model_copy(update={"with_case": "CM15-1330003"})).code

    found = cases()
    found.assessed[CASE_NUMBER] = found.assessed[CASE_NUMBER].model_copy(update={"seats": 3})
    assert "panel" == ask(found).code


def test_cases_that_wait_for_records_are_unknown_and_held() -> None:
    """They have no file here yet."""
    found = Cases({}, {}, {})

    assert ask(found).code is None
    assert {CASE_NUMBER, SECOND} == found.held.keys()
    on_case_consolidated(ENDED, AT, cases=found)
    assert [] == on_items_joined(JOINED, AT, cases=found, config=CONFIG)
    assert {} == found.held == found.waiting == found.assessed
    assert f"consolidated into {CASE_NUMBER}" == found.ended[SECOND].ground


def test_the_case_that_goes_on_is_drafted_anew_and_can_be_signed() -> None:
    """With the file of both; the other has ended."""
    found = cases()
    ask(found)
    on_case_consolidated(ENDED, AT, cases=found)
    assert ["consolidation-pending"] == sign(found, CASE_NUMBER, "R-1")
    (drafted,) = on_items_joined(JOINED, AT, cases=found, config=CONFIG)

    assert isinstance(drafted, CaseAssessed)
    assert (2, "R-1") == (drafted.draft_version, drafted.reviewer_id)
    assert ["reviewer-check-pending"] == sign(found, CASE_NUMBER, "R-1")
    rechecked = ReviewersRechecked(case_number=CASE_NUMBER, change=JOINED.change)
    on_reviewers_rechecked(rechecked, AT, cases=found, config=CONFIG)
    assert ["DeterminationSigned"] == sign(found, CASE_NUMBER, "R-1")
    assert ["case-ended"] == sign(found, SECOND, "R-2")


def test_an_abandoned_consolidation_lets_both_be_signed() -> None:
    """Twice is once; with automatic signing the drafts that waited are signed."""
    found = cases()
    ask(found)
    assert [] == on_consolidation_abandoned(ABANDONED, AT, cases=found, config=CONFIG)
    assert ["DeterminationSigned"] == sign(found, SECOND, "R-2")

    found = cases()
    ask(found)
    itself = config_of("ca-workers-comp", auto_sign=True)
    signed = on_consolidation_abandoned(ABANDONED, AT, cases=found, config=itself)
    assert [DeterminationSigned, DeterminationSigned] == [type(each) for each in signed]
    assert [] == on_consolidation_abandoned(ABANDONED, AT, cases=found, config=itself)


def test_another_pair_stays_held() -> None:
    """An answer that crossed an earlier end lets nothing go that is not its own."""
    found = cases()
    ask(found)
    on_consolidation_abandoned(ABANDONED.model_copy(update={"with_case": "CM15-1330003"}), AT, cases=found, config=CONFIG)

    assert {CASE_NUMBER, SECOND} == found.held.keys()


def test_corrected_facts_go_with_their_items() -> None:
    """Under the new number, and from the paper as it is on file now."""
    found = cases()
    ask(found)
    corrected = CorrectedFact(
        item=1,
        fact="visits_given",
        value=4,
        quotation="4 visits",
        source=Source(document="note"),
        reason="x",
        actor="Example Clerk",
        corrected_at=AT,
        replaced=(Fact(name="visits_given", value=9, source=Source(document="note")),),
    )
    found.assessed[SECOND] = found.assessed[SECOND].model_copy(update={"corrections": (corrected,)})
    ended = ENDED.model_copy(update={"items": {1: 2}})
    paper = Document(id=f"{SECOND}-note", kind="medical-record", title="Note")
    application = JOINED.application.model_copy(update={"documents": (*JOINED.application.documents, paper)})
    on_case_consolidated(ended, AT, cases=found)
    on_items_joined(JOINED.model_copy(update={"application": application}), AT, cases=found, config=CONFIG)

    (moved,) = found.assessed[CASE_NUMBER].corrections
    assert (2, Source(document=paper.id)) == (moved.item, moved.source)
    assert [Source(document=paper.id)] == [each.source for each in moved.replaced], "or these would pass for later papers"
