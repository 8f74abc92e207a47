"""Waiting for what another process does, with a bound."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_POLL_SECONDS = 0.05


class NeverCame(TimeoutError):
    """A condition did not come true within its bound."""


def until(condition: Callable[[], T], seconds: float, what: str | Callable[[], str]) -> T:
    """What *condition* gives once it is true; raises NeverCame, naming *what* was waited for."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise NeverCame(f"waited {seconds:.0f} seconds for {what if isinstance(what, str) else what()}")
        time.sleep(_POLL_SECONDS)  # noqa: TID251 - the one place here
    return value
