"""What is done in the outside world: intended, then attempted, then done. A letter that was sent cannot be taken back by a transaction.

A handler *intends* an effect: it puts it into `state.effects` in the transaction of its events. The owner of the partition then commits
*attempted*, with the effect's id as the idempotency key, and only after that performs it; what came of it is committed as *done*. An effect
that is attempted and not done when its partition is taken over was perhaps performed: the provider is asked if it can be, else a person is.
So nothing is performed that was not on record before, and reading the past again performs nothing.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from runtime.handlers import EffectHandler
from runtime.logs import logger
from runtime.state.state import Effect

log = logger("effects")

PERFORM_SECONDS_MAX = 60.0
"""A provider that has not answered by then leaves it unknown whether the effect was performed."""

_RETRY_PAUSE_FIRST = timedelta(seconds=2)
_RETRY_PAUSE_MAX = timedelta(minutes=15)


class NotAskable(RuntimeError):
    """The provider cannot say whether it performed an effect."""


@dataclass(frozen=True)
class Done:
    """An effect was performed; the provider's *proof*."""

    effect: Effect
    proof: str


@dataclass(frozen=True)
class NotDone:
    """An effect was surely not performed and is to be tried again."""

    effect: Effect


@dataclass(frozen=True)
class Unsure:
    """Nobody can tell whether an effect was performed, for a *reason*."""

    effect: Effect
    reason: str


Outcome = Done | NotDone | Unsure


async def perform(effect: Effect, handler: EffectHandler) -> Outcome:
    """Perform *effect*, which is on record as attempted; never raises but when it is cancelled."""
    return await _outcome(effect, handler, asked=False)


async def resolve(effect: Effect, handler: EffectHandler) -> Outcome:
    """What became of *effect*, which somebody attempted before us; performed under the same key if it surely was not."""
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
    """*effect* at its next attempt."""
    return effect.model_copy(update={"stage": "attempted", "attempt": effect.attempt + 1, "not_before": None})


def postponed(effect: Effect, now: datetime) -> Effect:
    """*effect*, which surely was not performed, to be tried again: after 2 s, 4 s, … up to a quarter of an hour."""
    pause = min(_RETRY_PAUSE_FIRST * 2 ** min(effect.attempt - 1, 20), _RETRY_PAUSE_MAX)
    return effect.model_copy(update={"stage": "intended", "not_before": now + pause})
