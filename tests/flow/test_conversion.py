"""A review is expedited by a certification that comes later, and regular again."""

from datetime import timedelta
from typing import Any

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.form.utilization_review import Certification
from schemas.messages.acts.conversion import ConvertReview, ReviewConverted
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.intake import CaseReadyForReview, DeterminationOverdue, ReceiveRecords
from schemas.messages.lifecycle import CaseUnchanged
from schemas.messages.triage import AdjustCase
from tests.examples import CASE_NUMBER, signature, submission
from tests.flow.test_letters import Channel
from tests.flow.test_told_in_review import NOTES, WHO, channel, no_records, say, stream, texts

__all__ = ["channel", "stream"]

PARTIES = {"worker", "provider", "claims-administrator"}


def convert(stream: MemoryStream, priority: Any) -> ConvertReview:
    """Return the command, at the stream's time."""
    certification = Certification(certified_on=stream.now.date(), name="Robin Example, MD") if priority == "expedited" else None
    return ConvertReview(**WHO, acted_at=stream.now, priority=priority, certification=certification)


async def test_a_review_is_converted_and_converted_back(stream: MemoryStream, channel: Channel) -> None:
    """The clock, the pool and the letter follow; each party gets each notice, and no repeat."""
    await say(stream, submission())
    (assessed,), (ready,) = stream.messages(CaseAssessed), stream.messages(CaseReadyForReview)
    await stream.pass_time(timedelta(days=3))
    expedite = convert(stream, "expedited")
    await say(stream, expedite, expedite)
    (converted,) = stream.messages(ReviewConverted)
    assert 1 == len(stream.messages(CaseUnchanged))
    assert converted.determination_due_at == stream.now + timedelta(hours=72)
    (adjusted,) = stream.messages(AdjustCase)
    assert ("expedited", converted.determination_due_at) == (adjusted.priority, adjusted.determination_due_at)
    told = texts(channel, "conversion")
    assert PARTIES == told.keys()
    for text in told.values():
        assert "is expedited from now on" in text
        assert "A physician certified this on 04/20/2015." in text
        assert "due by 04/23/2015" in text
        assert "Robin Example" not in text

    await stream.pass_time(timedelta(days=1))
    await say(stream, convert(stream, "standard"))
    assert ready.determination_due_at == stream.messages(ReviewConverted)[-1].determination_due_at
    for text in texts(channel, "conversion-2").values():
        assert "is no longer expedited" in text
        assert "A physician certified" not in text
    await stream.pass_time(timedelta(days=5))
    assert [] == stream.messages(DeterminationOverdue)

    await say(stream, convert(stream, "expedited"), signature(assessed.reviewer_id))
    assert 1 == len(stream.messages(DeterminationSigned))
    assert "Expedited" in texts(channel, "1")["worker"]
    assert 0 == stream.results[Result.PARKED]


async def test_a_conversion_before_the_records_shortens_their_time(stream: MemoryStream, channel: Channel) -> None:
    """24 hours from the notice (8 CCR 9792.10.5(a)(1)); then 72 for the determination."""
    await say(stream, submission(**no_records()), convert(stream, "expedited"))
    for text in texts(channel, "conversion").values():
        assert "within 24 hours of the receipt of this notice" in text
        assert "PO Box 1 Exampleville, CA 90000" in text
    papers = NOTES.model_copy(update={"sent_by": "claims-administrator"})
    records = ReceiveRecords(**WHO, sent_by="claims-administrator", documents=(papers,), facts={}, received_at=stream.now)
    await say(stream, records)

    (ready,) = stream.messages(CaseReadyForReview)
    assert ("expedited", stream.now + timedelta(hours=72)) == (ready.priority, ready.determination_due_at)


async def test_a_late_expedited_review_is_told_and_decided(stream: MemoryStream, channel: Channel) -> None:
    """Its missed end is told once, and in no notice as to come; late still binds."""
    await say(stream, submission(), convert(stream, "expedited"))
    await stream.pass_time(timedelta(days=4))
    await say(stream, convert(stream, "standard"))
    await stream.pass_time(timedelta(days=40))
    await say(stream, convert(stream, "expedited"))
    for text in texts(channel, "conversion-3").values():
        assert "The determination was due by" in text
        assert "The determination is due by" not in text
    assert texts(channel, "conversion-3")
    assert [CASE_NUMBER] == [each.case_number for each in stream.messages(DeterminationOverdue)]
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    assert 1 == len(stream.messages(DeterminationSigned))
