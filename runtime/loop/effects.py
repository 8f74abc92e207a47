"""Perform effects on the outside world in three steps: intended, attempted, done.

A transaction cannot take back a letter that was sent. So a handler *intends* an effect by putting
it into `state.effects` in the transaction of its events. The owner of the partition then commits
*attempted*, with the effect's id as the idempotency key, and performs it only after that; the
outcome is committed as *done*.

That commit also proves that the partition has no other owner yet, because Kafka would have fenced
this one. The proof ages: an owner that is paused between commit and act may have a successor when
it goes on. So each act needs a Permit, which ends shortly after the commit.

An effect that is attempted but not done when its partition is taken over may have been performed:
the provider is asked if it can be asked, otherwise a person is. If it was not performed, it is
attempted again. Replaying the past performs nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from runtime.handlers import EffectHandler
from runtime.logs import logger
from runtime.state.state import Effect

log = logger("effects")

PERFORM_SECONDS_MAX = 60.0
"""The time limit for a provider; without an answer by then the outcome is unknown."""

_RETRY_PAUSE_FIRST = timedelta(seconds=2)
_RETRY_PAUSE_MAX = timedelta(minutes=15)


ACT_SECONDS_MAX = 5.0
"""The longest time from the commit of *attempted* to the act; less than a session."""

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while a machine sleeps


class PermitExpired(RuntimeError):
    """An owner was too slow between *attempted* and the act; it did nothing."""

    retriable = True


class Permit:
    """The right to act in the outside world for ACT_SECONDS_MAX; take one before the commit."""

    def __init__(self, now: Callable[[], float] = lambda: time.clock_gettime(_CLOCK)) -> None:
        self._now = now
        self._ends = now() + ACT_SECONDS_MAX

    def check(self) -> None:
        """Raise PermitExpired unless the act may begin now."""
        if self._now() > self._ends:
            raise PermitExpired


class NotAskable(RuntimeError):
    """The provider cannot say whether it performed an effect."""


@dataclass(frozen=True)
class Done:
    """An effect was performed; *proof* is the provider's."""

    effect: Effect
    proof: str


@dataclass(frozen=True)
class NotDone:
    """An effect was certainly not performed and will be tried again.

    If a provider was *tried* in vain, that is after a pause.
    """

    effect: Effect
    tried: bool = True


@dataclass(frozen=True)
class Unsure:
    """It is unknown whether an effect was performed; *reason* says why."""

    effect: Effect
    reason: str


Outcome = Done | NotDone | Unsure


async def perform(effect: Effect, handler: EffectHandler, permit: Permit) -> Outcome:
    """Perform *effect*, whose attempt is committed; raise only on cancellation."""
    return await _outcome(effect, handler.perform(effect, permit))


async def resolve(effect: Effect, handler: EffectHandler) -> Outcome:
    """Find the outcome of *effect*, attempted by an earlier owner; raise only on cancellation."""
    return await _outcome(effect, handler.ask(effect))


async def _outcome(effect: Effect, answer: Awaitable[str | None]) -> Outcome:
    try:
        async with asyncio.timeout(PERFORM_SECONDS_MAX):
            proof = await answer
            return NotDone(effect, tried=False) if proof is None else Done(effect, proof)
    except PermitExpired:
        log.warning("effect_too_late", case_id=effect.subject, attempt=effect.attempt)
        return NotDone(effect, tried=False)
    except NotAskable:
        return Unsure(effect, "the attempt was interrupted and the provider cannot be asked")
    except TimeoutError:
        return Unsure(effect, "the provider did not answer in time")
    except Exception as error:
        if getattr(error, "retriable", False):
            log.warning("effect_postponed", case_id=effect.subject, attempt=effect.attempt, error_type=type(error).__name__)
            return NotDone(effect)
        log.exception("effect_failed", case_id=effect.subject, attempt=effect.attempt, error_type=type(error).__name__)
        return Unsure(effect, f"the attempt failed: {type(error).__name__}")


def as_attempted(effect: Effect) -> Effect:
    """Return *effect* at its next attempt."""
    return effect.model_copy(update={"stage": "attempted", "attempt": effect.attempt + 1, "not_before": None})


def intended_again(outcome: NotDone, now: datetime) -> Effect:
    """Return the effect for its next attempt: after 2 s, 4 s, and so on up to 15 minutes."""
    effect = outcome.effect
    pause = min(_RETRY_PAUSE_FIRST * 2 ** min(effect.attempt - 1, 20), _RETRY_PAUSE_MAX)
    return effect.model_copy(update={"stage": "intended", "not_before": now + pause if outcome.tried else None})
