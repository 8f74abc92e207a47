"""Long work leaves the loop to others, and short work does not stop for it."""

import asyncio

import pytest

from runtime.outside import breath
from runtime.outside.breath import Breath


@pytest.mark.parametrize(("seconds", "expected"), [(-1.0, [1]), (3_600.0, [])])
async def test_others_run_once_the_time_is_over(seconds: float, expected: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every turn costs the others' work, so a turn is not left before its time."""
    monkeypatch.setattr(breath, "SECONDS", seconds)
    turned: list[int] = []
    asyncio.get_running_loop().call_soon(turned.append, 1)

    await Breath().take()

    assert expected == turned
