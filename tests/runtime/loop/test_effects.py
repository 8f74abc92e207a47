"""Effects: intended, attempted, done; never twice, and never unrecorded."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from runtime import testing
from runtime.handlers import Handlers, Outgoing, Permit
from runtime.loop import effects
from runtime.loop.effects import ACT_SECONDS_MAX, NotAskable
from runtime.service import Service
from runtime.state.state import Effect, State
from runtime.testing import MemoryStream
from schemas.ids import derived_id
from schemas.messages.intake import ApplicationFoundEligible, DeterminationOverdue, RecordsOverdue, RecordsRequested
from schemas.topics import INTAKE_EVENTS
from tests.examples import CASE_NUMBER

DUE = date(2015, 5, 5)
REQUESTED = RecordsRequested(case_number=CASE_NUMBER, records_due_on=DUE)


class Killed(BaseException):
    """The simulated death of the process."""


class Away(ConnectionError):
    """The provider is unreachable, so nothing was done."""

    retriable = True


class Provider:
    """A provider that remembers its actions by key.

    *fail* may raise before or after the action.
    """

    def __init__(self, *, askable: bool = True) -> None:
        self.done_keys: list[str] = []
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        self._askable = askable

    def attempted(self, effect: Effect) -> Outgoing:
        """An event that reports the attempt."""
        return [
            ApplicationFoundEligible(
                case_number=effect.subject,
                submission_id=derived_id("submission"),
                assigned_on=DUE,
                priority="standard",
                not_under_review=(),
            )
        ]

    async def perform(self, effect: Effect, permit: Permit) -> str:
        """Perform the action."""
        self.before()
        permit.check()
        self.done_keys.append(effect.id)
        self.after()
        return "receipt"

    async def ask(self, effect: Effect) -> str | None:
        """Return whether the action was performed."""
        if not self._askable:
            raise NotAskable
        return "receipt" if effect.id in self.done_keys else None

    def done(self, effect: Effect, proof: str) -> Outgoing:
        """An event that reports success."""
        assert proof == "receipt"
        return [RecordsOverdue(case_number=effect.subject, records_due_on=DUE)]

    def unsure(self, effect: Effect, reason: str) -> Outgoing:
        """An event that asks a person to check."""
        assert reason
        return [DeterminationOverdue(case_number=effect.subject, determination_due_at=datetime.fromisoformat("2015-05-05T00:00Z"))]


def _sending(provider: Provider) -> Service:
    """Return a service with one effect for each request."""

    def create_handlers(state: State) -> Handlers:
        def on_requested(message: RecordsRequested, _at: datetime) -> Outgoing:
            state.effects["key-1"] = Effect(id="key-1", kind="send", subject=message.case_number, data="{}")
            return []

        handlers = Handlers()
        handlers.on(RecordsRequested, on_requested)
        handlers.on_effect("send", provider)
        return handlers

    return Service("triage", (INTAKE_EVENTS,), create_handlers)


def _facts(stream: MemoryStream) -> tuple[int, int, int]:
    """Return the number of published attempts, successes and questions for a person."""
    kinds = (ApplicationFoundEligible, RecordsOverdue, DeterminationOverdue)
    return tuple(len(stream.messages(kind)) for kind in kinds)  # type: ignore[return-value]


def _raise(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


async def test_an_effect_is_attempted_on_record_and_then_done() -> None:
    """An effect is performed once, after its attempt was published.

    Its events name the message that intended it as their cause; a repeat of that message does
    nothing.
    """
    provider = Provider()
    stream = MemoryStream(_sending(provider))
    for _ in range(2):
        stream.publish(REQUESTED, message_id="request-1")

    await stream.settle()

    assert ["key-1"] == provider.done_keys
    assert (1, 1, 0) == _facts(stream)
    caused = [envelope for envelope, message in stream.read() if not isinstance(message, RecordsRequested)]
    assert {("request-1", "request-1")} == {(envelope.causation_id, envelope.correlation_id) for envelope in caused}


async def test_nothing_is_performed_before_the_attempt_is_on_record() -> None:
    """The attempt is on the topic before the provider is called."""
    provider = Provider()
    stream = MemoryStream(_sending(provider))
    seen: list[tuple[int, int, int]] = []
    provider.before = lambda: seen.append(_facts(stream))
    stream.publish(REQUESTED)

    await stream.settle()

    assert [(1, 0, 0)] == seen


@pytest.mark.parametrize(
    ("askable", "moment", "performed", "facts"),
    [
        (True, "before", 1, (2, 1, 0)),  # the provider says no: attempted anew, under the same key
        (True, "after", 1, (1, 1, 0)),  # the provider says yes: not done again
        (False, "before", 0, (1, 0, 1)),  # unknown, so a person decides
        (False, "after", 1, (1, 0, 1)),
    ],
)
async def test_an_interrupted_attempt_is_never_repeated_blindly(
    askable: bool,  # noqa: FBT001 - a row of the table
    moment: str,
    performed: int,
    facts: tuple[int, int, int],
) -> None:
    """An interrupted attempt is never repeated blindly.

    After a kill between *attempted* and *done* the new owner asks the provider; if it cannot
    answer, a person decides.
    """
    provider = Provider(askable=askable)
    stream = MemoryStream(_sending(provider))
    setattr(provider, moment, _raise(Killed()))
    stream.publish(REQUESTED)
    with pytest.raises(Killed):
        await stream.settle()
    setattr(provider, moment, lambda: None)

    stream.restart("triage")
    await stream.settle()
    stream.restart("triage")
    await stream.settle()

    assert performed == len(provider.done_keys)
    assert facts == _facts(stream)


async def test_an_act_that_comes_too_late_is_attempted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """An owner that is paused behind its commit may have a successor; it does nothing then."""
    provider, stream_now = Provider(), [0.0]
    monkeypatch.setattr(testing, "Permit", lambda: effects.Permit(lambda: stream_now[0]))
    stream = MemoryStream(_sending(provider))
    pauses = iter([ACT_SECONDS_MAX + 0.1, ACT_SECONDS_MAX])

    def pause() -> None:
        stream_now[0] += next(pauses)

    provider.before = pause
    stream.publish(REQUESTED)
    await stream.settle()

    assert ["key-1"] == provider.done_keys
    assert (2, 1, 0) == _facts(stream)


async def test_a_successor_is_asked_for_a_new_attempt_on_record() -> None:
    """The second attempt is on the topic before the provider is called again."""
    provider = Provider()
    stream = MemoryStream(_sending(provider))
    provider.before = _raise(Killed())
    stream.publish(REQUESTED)
    with pytest.raises(Killed):
        await stream.settle()
    seen: list[tuple[int, int, int]] = []
    provider.before = lambda: seen.append(_facts(stream))

    stream.restart("triage")
    await stream.settle()

    assert [(2, 0, 0)] == seen


async def test_a_provider_that_is_away_is_tried_again_later_and_later() -> None:
    """An unreachable provider is called again after two seconds, then after four."""
    provider = Provider()
    stream = MemoryStream(_sending(provider))
    provider.before = _raise(Away())
    stream.publish(REQUESTED)
    await stream.settle()

    await stream.pass_time(timedelta(seconds=2))
    await stream.pass_time(timedelta(seconds=3))
    attempts = _facts(stream)
    provider.before = lambda: None
    await stream.pass_time(timedelta(seconds=1))

    assert (2, 0, 0) == attempts
    assert (3, 1, 0) == _facts(stream)


async def test_an_attempt_that_failed_for_no_known_reason_goes_to_a_person() -> None:
    """An attempt that failed with any other error is left to a person.

    Such an error does not exclude that the action was performed.
    """
    provider = Provider()
    stream = MemoryStream(_sending(provider))
    provider.after = _raise(RuntimeError("connection reset"))
    stream.publish(REQUESTED)

    await stream.settle()
    await stream.pass_time(timedelta(days=1))
    stream.restart("triage")
    await stream.settle()

    assert ["key-1"] == provider.done_keys
    assert (1, 0, 1) == _facts(stream)


async def test_reading_the_past_again_performs_nothing() -> None:
    """A worker that starts from the changelog alone performs nothing again."""
    provider = Provider()
    stream = MemoryStream(_sending(provider))
    stream.publish(REQUESTED)
    await stream.settle()

    stream.restart("triage")
    await stream.settle()

    assert ["key-1"] == provider.done_keys
    assert (1, 1, 0) == _facts(stream)


async def test_a_bug_in_what_follows_loses_no_effect() -> None:
    """After a bug in the outcome's handler is fixed, the provider is asked, not called again."""
    provider = Provider()
    stream = MemoryStream(_sending(provider))
    provider.done = lambda _effect, _proof: 1 / 0  # type: ignore[assignment,method-assign,return-value]
    stream.publish(REQUESTED)
    await stream.settle()
    before = _facts(stream)
    del provider.done

    stream.restart("triage")
    await stream.settle()

    assert (1, 0, 0) == before
    assert ["key-1"] == provider.done_keys
    assert (1, 1, 0) == _facts(stream)
