"""An application is corrected while its case is under review."""

from typing import Any

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.messages.acts.amendment import AmendApplication, Amendment, ApplicationAmended
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused
from schemas.messages.intake import ApplicationFoundIneligible
from schemas.messages.lifecycle import CaseFileChanged, CaseUnchanged
from schemas.messages.triage import ReviewerAssigned, ReviewerRecorded, ReviewersRechecked, ReviewerWithdrawn
from tests.examples import CASE_NUMBER, signature, submission
from tests.flow.test_letters import Channel
from tests.flow.test_told_in_review import WHO, channel, no_records, say, stream, texts

__all__ = ["channel", "stream"]


def amend(stream: MemoryStream, *changes: tuple[Any, str]) -> AmendApplication:
    """Return the command, at the stream's time."""
    return AmendApplication(
        **WHO,
        acted_at=stream.now,
        submission_id=submission().submission_id,
        changes=tuple(Amendment(field=field, item=None, value=value) for field, value in changes),
    )


async def test_letters_have_the_corrected_name(stream: MemoryStream, channel: Channel) -> None:
    """The reviewer's draft is made anew, the parties are told, and nothing is parked; once."""
    await say(stream, submission())
    correction = amend(stream, ("employee-name", "Quinn Correctedworker"))
    await say(stream, correction, correction)

    assert (1, 1) == (len(stream.messages(ApplicationAmended)), len(stream.messages(CaseUnchanged)))
    assert ["amendment"] == [each.because for each in stream.messages(CaseFileChanged)]
    assert all("Quinn Correctedworker" in text for text in texts(channel, "amendment").values())
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    assert 1 == len(stream.messages(DeterminationSigned))
    assert 0 == stream.results[Result.PARKED]


async def test_a_reviewer_with_a_tie_to_a_corrected_name_is_replaced(stream: MemoryStream) -> None:
    """The first one cannot sign any more (LC 139.5(c))."""
    await say(stream, submission())
    (first,) = stream.messages(ReviewerAssigned)
    (known,) = (each for each in stream.messages(ReviewerRecorded) if each.reviewer_id == first.reviewer_id)
    await say(stream, amend(stream, ("employee-name", known.name)))

    assert [first.reviewer_id] == [each.reviewer_id for each in stream.messages(ReviewerWithdrawn)]
    (amended,), (rechecked,) = stream.messages(ApplicationAmended), stream.messages(ReviewersRechecked)
    assert amended.change == rechecked.change
    second = stream.messages(ReviewerAssigned)[-1].reviewer_id
    assert first.reviewer_id != second
    await say(stream, signature(first.reviewer_id))
    assert 1 == len(stream.messages(SignatureRefused))
    await say(stream, signature(second))
    assert 1 == len(stream.messages(DeterminationSigned))
    assert 0 == stream.results[Result.PARKED]


async def test_a_late_application_ends_with_its_notice(stream: MemoryStream, channel: Channel) -> None:
    """By the corrected day of service, before the review (LC 4610.5(h)(1))."""
    review = submission().application.utilization_review
    early = review.model_copy(
        update={"requested_on": review.requested_on.replace(month=2), "decided_on": review.decided_on.replace(day=2)}
    )
    await say(stream, submission(**no_records(), utilization_review=early))
    await say(stream, amend(stream, ("denial-served-on", "2015-03-02")))

    (against,) = stream.messages(ApplicationFoundIneligible)
    assert ["LATE"] == [each.code for each in against.reasons]
    assert all("03/02/2015" in text for text in texts(channel, "ineligibility").values())
    assert CASE_NUMBER == against.case_number
