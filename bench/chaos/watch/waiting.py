"""Bounded waiting for another process."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_POLL_SECONDS = 0.05


class NeverCame(TimeoutError):
    """A condition did not come true within its bound."""


def until(condition: Callable[[], T], seconds: float, subject: str | Callable[[], str]) -> T:
    """Return the first true value of *condition*.

    Raises NeverCame, which names *subject*, after *seconds*.
    """
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise NeverCame(f"waited {seconds:.0f} seconds for {subject if isinstance(subject, str) else subject()}")
        time.sleep(_POLL_SECONDS)  # noqa: TID251 - the one place here
    return value
