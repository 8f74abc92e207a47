"""Facts on which the eligibility rests are asked for after the case has its number."""

from datetime import timedelta
from typing import Any

from cli.case.clocks import clocks_of
from jurisdictions.files import load_jurisdiction
from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.messages.acts.amendment import AmendApplication, Amendment
from schemas.messages.acts.questions import FactsAsked, FactsOverdue
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.intake import ApplicationFoundEligible, ApplicationFoundIneligible
from schemas.messages.ledgers.clocks import ClockChanged, DeadlineApproaching, DeadlineMissed
from schemas.messages.letters import LetterServed
from tests.examples import CASE_NUMBER, RECEIVED_AT, signature, submission
from tests.flow.test_letters import Channel
from tests.flow.test_told_in_review import WHO, channel, say, stream, texts

__all__ = ["channel", "stream"]

LATE_AT = RECEIVED_AT.replace(month=5, day=4)
"""Late for mail within California, and in time for mail from another state."""


def late() -> Any:
    """Return the application, received on that day."""
    return submission().model_copy(update={"received_at": LATE_AT})


async def test_each_party_is_asked_with_fact_paper_day_and_consequence(stream: MemoryStream, channel: Channel) -> None:
    """Each copy is served and proven; a repeat asks nobody again."""
    stream.now = LATE_AT
    await say(stream, late(), late())

    told = texts(channel, "missing-facts")
    assert {"worker", "claims-administrator", "provider"} == told.keys()
    for text in told.values():
        assert "The utilization review decision: from where was it mailed?" in text
        assert "where is the address of the employee" in text
        assert "has the answer by 05/11/2015 (8 CCR 9792.10.3(c))" in text
        assert "If no answer comes by that day, the application is screened with the facts that are known." in text
    assert {f"{CASE_NUMBER}.missing-facts.{party}.1" for party in told} <= {
        each.service_id for each in stream.messages(LetterServed)
    }
    assert {} == texts(channel, "missing-facts-2")
    assert 0 == stream.results[Result.PARKED]


async def test_an_answer_in_time_leads_to_the_determination(stream: MemoryStream, channel: Channel) -> None:
    """Asked once for both places; the answer of one decides, and every party is told of it."""
    stream.now = LATE_AT
    await say(stream, late())
    (asked,) = stream.messages(FactsAsked)
    assert {"mailed-from", "employee-place"} == {each.field for each in asked.asked}
    change = Amendment(field="mailed-from", item=None, value="another-state")
    await say(
        stream,
        AmendApplication(**WHO, acted_at=stream.now, submission_id=submission().submission_id, changes=(change,)),
    )

    assert 1 == len(stream.messages(ApplicationFoundEligible))
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    assert 1 == len(stream.messages(DeterminationSigned))
    assert [] == stream.messages(FactsOverdue)
    told = texts(channel, "amendment")
    assert {"worker", "claims-administrator", "provider"} == told.keys()
    for text in told.values():
        assert "The application now says from where the utilization review decision was mailed." in text
    assert 0 == stream.results[Result.PARKED]


async def test_without_an_answer_the_clock_decides_once(stream: MemoryStream, channel: Channel) -> None:
    """Five business days (8 CCR 9792.10.3(c)); the clock is explained, and staff are warned."""
    stream.now = LATE_AT
    await say(stream, late())
    await stream.pass_time(timedelta(days=9))

    assert 1 == len(stream.messages(FactsAsked)) == len(stream.messages(FactsOverdue))
    assert 1 == len(stream.messages(DeadlineApproaching)) == len(stream.messages(DeadlineMissed))
    assert [["LATE"]] == [[reason.code for reason in each.reasons] for each in stream.messages(ApplicationFoundIneligible)]
    assert texts(channel, "ineligibility", CASE_NUMBER)
    (clock,) = list(clocks_of(stream.messages(ClockChanged), load_jurisdiction))
    assert clock.due is not None
    told = [step.what for step in clock.due.steps]
    assert any("5 business days" in each for each in told)
    assert 0 == stream.results[Result.PARKED]
