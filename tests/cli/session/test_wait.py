"""Waiting for an event has a bound."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from cli.session import wait
from runtime.settings import Settings
from schemas.topics import DECISION_EVENTS


@pytest.fixture(autouse=True)
def _events(monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers 1 to 3, and silence after them."""

    async def follow(*_: Any, **__: Any) -> AsyncIterator[int]:
        for number in (1, 2, 3):
            yield number
        await asyncio.Event().wait()

    monkeypatch.setattr(wait, "follow", follow)


async def _wait(wanted: int) -> Any:
    found: Any = lambda seen: f"number {seen}" if seen == wanted else None  # noqa: E731
    return await wait.wait_for(Settings(), (DECISION_EVENTS,), found, 0.01)


async def test_the_first_result_ends_the_wait() -> None:
    """Events without a result are passed over."""
    assert "number 2" == await _wait(2)


async def test_a_wait_without_a_result_ends_in_time() -> None:
    """The caller gets None."""
    assert await _wait(4) is None
