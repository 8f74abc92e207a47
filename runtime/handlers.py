"""The table of handlers: which one gets which message."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from runtime.state.retention import RETENTION, Retention
from runtime.state.state import Effect
from schemas.message import Message

M = TypeVar("M", bound=Message)

Outgoing = Sequence[Message]
"""The messages a handler wants published, in order."""

Handler = Callable[[M, datetime], Outgoing | Awaitable[Outgoing]]
"""Maps a message and its instant to the messages that follow.

Deterministic: no clock, no random, no input or output. It may be `async` to leave the loop for
long work, such as rendering.
"""

TimerHandler = Callable[[str, datetime], Outgoing]
"""Maps a timer's subject and due instant to the messages that follow."""


class Permit(Protocol):
    """The right to act that ends soon; see runtime.loop.effects."""

    def check(self) -> None:
        """Raise an error with `retriable = True` unless the act may begin now."""


class EffectHandler(Protocol):
    """Performs effects of one kind and returns the messages of each step.

    `perform` and `ask` reach outside and run in no transaction. `perform` checks its permit right
    before the act, after all that may take time. An error of `perform` with
    `retriable = True` means that nothing was done; it is tried again with growing pauses. After
    any other error the outcome is unknown.
    """

    def attempted(self, effect: Effect) -> Outgoing:
        """Return the messages to publish before the attempt."""

    async def perform(self, effect: Effect, permit: Permit) -> str:
        """Perform it under the key `effect.id`; return the provider's proof."""

    async def ask(self, effect: Effect) -> str | None:
        """Return the provider's proof for the key, None if it was not performed; raise NotAskable."""

    def done(self, effect: Effect, proof: str) -> Outgoing:
        """Return the messages to publish once it is performed."""

    def unsure(self, effect: Effect, reason: str) -> Outgoing:
        """Return the messages to publish if the outcome is unknown and a person has to look."""


@dataclass
class Handlers:
    """The handlers of one service, bound to the state of one partition."""

    messages: dict[str, Handler[Any]] = field(default_factory=dict)
    concerns: dict[str, Callable[[Any], bool]] = field(default_factory=dict)
    timers: dict[str, TimerHandler] = field(default_factory=dict)
    effects: dict[str, EffectHandler] = field(default_factory=dict)
    retention: Retention | None = None

    def on(self, message_class: type[M], handler: Handler[M], *, concerns: Callable[[M], bool] | None = None) -> None:
        """Send every *message_class* to *handler*, or those alone that it *concerns*.

        The others are passed over, so no state notes that they were handled.
        """
        if message_class.type in self.messages:
            raise ValueError(f"{message_class.type} has a handler already")
        self.messages[message_class.type] = handler
        if concerns is not None:
            self.concerns[message_class.type] = concerns

    def on_timer(self, clock: str, handler: TimerHandler) -> None:
        """Send every timer of *clock* that runs out to *handler*."""
        if clock in self.timers:
            raise ValueError(f"the clock {clock} has a handler already")
        self.timers[clock] = handler

    def retain(self, retention: Retention) -> None:
        """Keep closed cases as long as *retention* says."""
        self.retention = retention
        self.on_timer(RETENTION, retention.drop)

    def on_effect(self, kind: str, handler: EffectHandler) -> None:
        """Let *handler* perform effects of *kind*."""
        if kind in self.effects:
            raise ValueError(f"effects of the kind {kind} have a handler already")
        self.effects[kind] = handler
