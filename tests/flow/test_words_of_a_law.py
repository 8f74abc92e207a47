"""Sentences that services write in a case are in the words of its law."""

from datetime import timedelta
from typing import Any

import pytest

from runtime.testing import MemoryStream
from schemas.messages.application import Application, Fact, Source
from schemas.messages.decision import CaseAssessed
from schemas.messages.intake import CaseReadyForReview, RecordsRequested
from schemas.messages.lifecycle import AuthorizeTreatment, CaseFileChanged, WithdrawApplication
from services.decision.analysis.replay import RecordedAssessment, replay
from services.decision.assessment.config import config_of
from tests.flow.test_another_law import OF_ANOTHER_LAW, WHO, channel, records, request, stream, submitted, words
from tests.flow.test_letters import Channel

__all__ = ["channel", "stream"]


def partly_denied() -> dict[str, Any]:
    """Return changes: of 12 visits the plan approved 4, and only its denial tells of some."""
    denial = next(each.id for each in request().documents if each.kind == "ur-decision")
    first, *others = request().items
    quantity = first.quantity.model_copy(update={"requested": "12", "authorised": "4", "in_dispute": None, "unit": "visits"})
    told = (Fact(name="previous_visits", value=4, source=Source(document=denial)),)
    return {"items": (first.model_copy(update={"quantity": quantity, "facts": told}), *others)}


async def assessed(stream: MemoryStream) -> tuple[Application, CaseAssessed]:
    """Return the file and the draft of a case that is under review."""
    await submitted(stream, **partly_denied())
    await records(stream)
    (ready,), (draft,) = stream.messages(CaseReadyForReview), stream.messages(CaseAssessed)
    return ready.application, draft


async def test_a_draft_speaks_of_the_plan(stream: MemoryStream) -> None:
    """The part that was approved, a fact of the denial alone, and evidence that was not cited."""
    _, draft = await assessed(stream)
    text = " ".join((draft.clinical_summary, *(each.model_dump_json(exclude={"trace"}) for each in draft.assessments)))

    assert "The plan or issuer approved 4 visits of the 12 requested" in text
    assert "Only the denial of the plan or issuer says that" in text
    assert [] == [each for each in OF_ANOTHER_LAW if each in text]


async def test_a_draft_is_replayed_in_the_words_of_its_law(stream: MemoryStream) -> None:
    """The same library and file give the same sentences again."""
    file, draft = await assessed(stream)
    config = config_of("us-federal-external-review", auto_sign=False)
    library = config.rules_for("us-federal-external-review").library

    again = replay(RecordedAssessment(draft, draft.version), (file,), config, lambda _digest: library)

    assert ("identical", ()) == (again.verdict, again.differences)


async def test_an_item_that_the_plan_covers_meanwhile_is_told_in_its_words(stream: MemoryStream) -> None:
    """The reason against it is the law's (45 CFR 147.136(d)(2)(iii)(B)(4))."""
    await submitted(stream)
    await records(stream)
    number = stream.messages(RecordsRequested)[0].case_number
    stream.now += timedelta(hours=1)
    on = stream.now.date()
    stream.publish(AuthorizeTreatment(**WHO, case_number=number, acted_at=stream.now, items=(1,), authorised_on=on))
    await stream.settle()

    (changed,) = stream.messages(CaseFileChanged)
    (reason,) = changed.not_under_review
    assert ("ALREADY_AUTHORIZED", (1,)) == (reason.code, reason.items)
    assert f"The plan or issuer reversed its denial of this benefit on {on:%m/%d/%Y}" in reason.text


@pytest.mark.parametrize(
    ("ground", "told"),
    [
        ("withdrawn", "The request for external review was withdrawn."),
        ("settled", "The claimant and the plan or issuer settled the dispute."),
        ("awarded", "The dispute was decided by a court."),
    ],
)
async def test_the_end_of_a_review_is_told_in_its_words(stream: MemoryStream, channel: Channel, ground: Any, told: str) -> None:
    """The notice gives the ground in the sentence of the law."""
    await submitted(stream)
    number = stream.messages(RecordsRequested)[0].case_number
    stream.now += timedelta(hours=1)
    stream.publish(WithdrawApplication(**WHO, case_number=number, acted_at=stream.now, items=(), sent_by="employee", ground=ground))
    await stream.settle()

    (letter,) = (words(pdf) for key, pdf in channel.letters.items() if ".termination" in key and ".worker." in key)
    assert told in letter
    assert [] == [each for each in OF_ANOTHER_LAW if each in letter]
