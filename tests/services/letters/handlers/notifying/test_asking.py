"""The notices that ask parties."""

from datetime import UTC, date, datetime

from schemas.messages.acts.questions import AskedFact, FactsAsked
from schemas.messages.lifecycle import InformationRequested
from services.letters.notices import MissingFactsNotice, QuestionsNotice
from tests.services.letters.events import APPLICATION
from tests.services.letters.handlers.notifying.notified import CASE, SUBMISSION, received, tell
from tests.services.letters.handlers.notifying.test_kinds import written

FIRST, SECOND, *_ = APPLICATION.items


async def test_each_request_of_the_reviewer_is_asked_once() -> None:
    """Also two of one day, by a last day in the jurisdiction's time."""
    recorder = received()
    asked = InformationRequested(
        case_number=CASE,
        asked=("Notes of March",),
        explanation="They decide item 1.",
        answer_due_at=datetime(2026, 5, 7, 6, 59, tzinfo=UTC),
    )
    copies = await written(asked, recorder)

    assert ["worker", "provider", "claims-administrator"] == list(copies)
    assert {("Notes of March",)} == {each.asked for each in copies.values() if isinstance(each, QuestionsNotice)}
    assert {date(2026, 5, 6)} == {each.answer_due_on for each in copies.values() if isinstance(each, QuestionsNotice)}
    await tell(recorder, asked)
    await tell(recorder, asked.model_copy(update={"asked": ("Notes of April",)}))
    assert ["questions", "questions-2"] == [each.notice for each in recorder.notices[CASE].issued]


async def test_a_fact_of_several_treatments_is_asked_for_once_with_their_names() -> None:
    """Each list of questions once, by a last day in the jurisdiction's time."""
    recorder = received()
    question = "Is this drug on the list of the formulary, and how?"
    facts = tuple(AskedFact(field="formulary-status", item=item.number, question=question) for item in (FIRST, SECOND))
    mailed = AskedFact(field="mailed-from", item=None, question="From where was the decision mailed?")
    asked = FactsAsked(
        case_number=CASE,
        submission_id=SUBMISSION,
        asked=(*facts, mailed),
        clock="answer-due",
        answer_due_at=datetime(2026, 5, 7, 6, 59, 59, tzinfo=UTC),
    )
    copies = await written(asked, recorder)

    assert ["worker", "claims-administrator", "provider"] == list(copies)
    for copy in copies.values():
        assert isinstance(copy, MissingFactsNotice)
        assert date(2026, 5, 6) == copy.answer_due_on
        assert [("formulary-status", (FIRST.request, SECOND.request)), ("mailed-from", ())] == [
            (each.field, each.requests) for each in copy.asked
        ]
    await tell(recorder, asked)
    await tell(recorder, asked.model_copy(update={"asked": (mailed,)}))
    assert ["missing-facts", "missing-facts-2"] == [each.notice for each in recorder.notices[CASE].issued]
