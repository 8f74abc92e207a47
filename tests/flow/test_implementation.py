"""A determination that overturns a denial, from service to its implementation."""

from datetime import timedelta

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAffirmed
from schemas.messages.acts.implementation import DeterminationImplemented, ImplementDetermination
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignedItem
from schemas.messages.ledgers.clocks import ClockChanged, DeadlineApproaching, DeadlineMissed
from schemas.messages.letters import LetterServed
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged
from tests.examples import signature, submission
from tests.flow.test_letters import Channel
from tests.flow.test_told_in_review import WHO, channel, say, stream

__all__ = ["channel", "stream"]


def implement(stream: MemoryStream, *items: int) -> ImplementDetermination:
    """Return the command for *items*, at the stream's time."""
    return ImplementDetermination(**WHO, acted_at=stream.now, items=items, implemented_on=stream.now.date())


async def test_overturned_treatment_is_owed_from_service_until_it_is_authorised(stream: MemoryStream, channel: Channel) -> None:
    """Five working days from service on the claims administrator; each end is told once."""
    early = implement(stream)
    await say(stream, submission(), early)
    assert ["not-allowed"] == [each.code for each in stream.messages(CaseRequestRefused)]
    massage = SignedItem(item=2, outcome="overturned", reason="The massage goes along with a home program.", rationale=None)
    await say(stream, signature(stream.messages(CaseAssessed)[0].reviewer_id, massage))
    (signed,) = stream.messages(DeterminationSigned)
    overturned = tuple(each.item for each in signed.decisions if each.outcome == "overturned")
    assert overturned
    assert "claims-administrator" in {each.party for each in stream.messages(LetterServed)}
    started = [each for each in stream.messages(ClockChanged) if each.name == "authorization-due"]
    assert [("start", overturned)] == [(each.change, each.items) for each in started]

    await stream.pass_time(timedelta(days=20))
    for kind in (DeadlineApproaching, DeadlineMissed):
        assert ["authorization-due"] == [each.name for each in stream.messages(kind) if each.name != "determination-due"]
    done = implement(stream)
    await say(stream, done, done)
    (implemented,) = stream.messages(DeterminationImplemented)
    assert (overturned, overturned, ()) == (implemented.items, implemented.late, implemented.owed)
    assert 1 == len(stream.messages(CaseUnchanged))

    day, law = stream.now.date(), "ca-workers-comp"
    await say(
        stream,
        AppealCase(
            **WHO, acted_at=stream.now, jurisdiction=law, petitioned_on=day, petitioner="worker", ground="bias", appeal_until=None
        ),
        AffirmCase(**WHO, acted_at=stream.now, jurisdiction=law, petitioner=None, decided_on=day),
    )
    assert ["determined"] == [each.end for each in stream.messages(CaseAffirmed)]
    assert 0 == stream.results[Result.PARKED]
