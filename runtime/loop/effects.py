"""Perform effects on the outside world in three steps: intended, attempted, done.

A transaction cannot take back a letter that was sent. So a handler *intends* an effect by putting
it into `state.effects` in the transaction of its events. The owner of the partition then commits
*attempted*, with the effect's id as the idempotency key, and performs it only after that; the
outcome is committed as *done*.

An effect that is attempted but not done when its partition is taken over may have been performed:
the provider is asked if it can be asked, otherwise a person is. Replaying the past performs
nothing.
"""

import asyncio
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


class NotAskable(RuntimeError):
    """The provider cannot say whether it performed an effect."""


@dataclass(frozen=True)
class Done:
    """An effect was performed; *proof* is the provider's."""

    effect: Effect
    proof: str


@dataclass(frozen=True)
class NotDone:
    """An effect was certainly not performed and will be tried again."""

    effect: Effect


@dataclass(frozen=True)
class Unsure:
    """It is unknown whether an effect was performed; *reason* says why."""

    effect: Effect
    reason: str


Outcome = Done | NotDone | Unsure


async def perform(effect: Effect, handler: EffectHandler) -> Outcome:
    """Perform *effect*, whose attempt is committed; raise only on cancellation."""
    return await _outcome(effect, handler, asked=False)


async def resolve(effect: Effect, handler: EffectHandler) -> Outcome:
    """Find the outcome of *effect*, attempted by an earlier owner.

    An effect that was certainly not performed is performed now, under the same key.
    """
    return await _outcome(effect, handler, asked=True)


async def _outcome(effect: Effect, handler: EffectHandler, *, asked: bool) -> Outcome:
    try:
        async with asyncio.timeout(PERFORM_SECONDS_MAX):
            proof = await handler.ask(effect) if asked else None
            return Done(effect, await handler.perform(effect) if proof is None else proof)
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


def postponed(effect: Effect, now: datetime) -> Effect:
    """Return *effect* postponed: by 2 s, 4 s, and so on up to 15 minutes."""
    pause = min(_RETRY_PAUSE_FIRST * 2 ** min(effect.attempt - 1, 20), _RETRY_PAUSE_MAX)
    return effect.model_copy(update={"stage": "intended", "not_before": now + pause})
