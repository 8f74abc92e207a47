"""Which handler gets which message: a table one can read."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from schemas.message import Message

M = TypeVar("M", bound=Message)

Outgoing = Sequence[Message]
"""What a handler wants published, in order."""

Handler = Callable[[M, datetime], Outgoing | Awaitable[Outgoing]]
"""From a message and the instant it was said to what follows. Deterministic: no clock, no random, no input or output.

It may be `async` to leave the loop for long work, such as rendering.
"""

TimerHandler = Callable[[str, datetime], Outgoing]
"""From a timer's subject and due instant to what follows."""


@dataclass
class Handlers:
    """The handlers of one service, bound to the state of one partition."""

    messages: dict[str, Handler[Any]] = field(default_factory=dict)
    timers: dict[str, TimerHandler] = field(default_factory=dict)

    def on(self, message_class: type[M], handler: Handler[M]) -> None:
        """Give every *message_class* to *handler*."""
        if message_class.type in self.messages:
            raise ValueError(f"{message_class.type} has a handler already")
        self.messages[message_class.type] = handler

    def on_timer(self, clock: str, handler: TimerHandler) -> None:
        """Give every timer of *clock* that runs out to *handler*."""
        if clock in self.timers:
            raise ValueError(f"the clock {clock} has a handler already")
        self.timers[clock] = handler
