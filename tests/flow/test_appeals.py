"""A case after its end: appealed, affirmed, and kept meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAffirmed, CaseAppealed
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.letters import LetterServed
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged
from tests.examples import CASE_NUMBER, signature, submission

WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "It came by mail."}


async def say(stream: MemoryStream, *messages: Any) -> None:
    """Publish *messages* one by one."""
    for message in messages:
        stream.publish(message)
        await stream.settle()


async def determined(stream: MemoryStream, **changes: Any) -> DeterminationSigned:
    """Take the example to its letter; return its determination."""
    await say(stream, submission(**changes))
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id, signed_at=stream.now))
    return stream.messages(DeterminationSigned)[-1]


def appeal(stream: MemoryStream) -> AppealCase:
    """Return a petition of the worker, filed today."""
    until = [each.appeal_until for each in stream.messages(LetterServed) if each.party == "worker"]
    today = stream.now.date()
    return AppealCase(
        **WHO,
        acted_at=stream.now,
        petitioned_on=today,
        petitioner="worker",
        ground="plain-error",
        appeal_until=(until or [None])[-1],
    )


def affirm(stream: MemoryStream) -> AffirmCase:
    """Return the denial of the petition."""
    return AffirmCase(**WHO, acted_at=stream.now, decided_on=stream.now.date())


@pytest.mark.parametrize("changes", [{}, {"signature": None}], ids=["determined", "ineligible"])
async def test_an_appealed_case_is_affirmed_at_its_end(staffed: MemoryStream, changes: dict[str, Any]) -> None:
    """A determination and an ineligibility alike; twice is once, and nothing is parked."""
    if changes:
        await say(staffed, submission(**changes))
    else:
        await determined(staffed)
    await say(staffed, appeal(staffed), appeal(staffed))
    (appealed,) = staffed.messages(CaseAppealed)
    assert ("ineligible" if changes else "determined") == appealed.against
    assert appealed.late is False

    await say(staffed, affirm(staffed), affirm(staffed))
    assert [appealed.against] == [each.end for each in staffed.messages(CaseAffirmed)]
    assert 2 == len(staffed.messages(CaseUnchanged))
    assert 0 == staffed.results[Result.PARKED]


async def test_a_petition_after_the_last_day_is_recorded_as_late(staffed: MemoryStream) -> None:
    """The court decides on it (LC 4610.6(h))."""
    await determined(staffed)
    petition = appeal(staffed)
    assert petition.appeal_until is not None
    late = {"petitioned_on": petition.appeal_until + timedelta(days=1), "acted_at": staffed.now + timedelta(days=365 * 50)}
    await say(staffed, petition.model_copy(update=late))

    assert [True] == [each.late for each in staffed.messages(CaseAppealed)]


async def test_a_case_under_review_is_not_appealed(staffed: MemoryStream) -> None:
    """The refusal names the acts that its state allows."""
    await say(staffed, submission(), appeal(staffed))

    (refusal,) = staffed.messages(CaseRequestRefused)
    assert ("not-allowed", "ready") == (refusal.code, refusal.state)


async def test_an_appealed_case_is_kept_until_the_court_decides(staffed: MemoryStream) -> None:
    """A legal hold: the years of a closed case begin again with the decision."""
    await determined(staffed)
    await say(staffed, appeal(staffed))
    await staffed.pass_time(timedelta(days=365 * 9))
    assert all(_has_case(staffed, service) for service in ("triage", "decision", "letters"))

    await say(staffed, affirm(staffed))
    await staffed.pass_time(timedelta(days=365 * 8))
    assert not any(_has_case(staffed, service) for service in ("triage", "decision", "letters"))


def _has_case(stream: MemoryStream, service: str) -> bool:
    """Return whether *service* still holds the case, apart from its pool."""
    tables = {"triage": "cases", "decision": "signed-cases", "letters": "closed-cases"}
    return any(
        CASE_NUMBER in state._tables[tables[service]] for state in stream.states(service) if tables[service] in state._tables
    )
