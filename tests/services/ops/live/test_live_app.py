"""The faust app of the live view: where it begins, and when it ends the process."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from faust.types import TP

from runtime.settings import Settings
from services.ops.app import create_app
from services.ops.live import live_app as module
from services.ops.live.live_app import TOPICS, LiveApp


class Ended(BaseException):
    """The process would have ended."""


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveApp]:
    """An app that is not started, and cannot end the process."""

    def end(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr(module.os, "_exit", end)
    return create_app(Settings(kafka_bootstrap="127.0.0.1:9", partitions=2))


async def test_reading_begins_behind_the_last_saved_message(app: LiveApp) -> None:
    """Partitions without a position are read from their beginning."""
    app.live.positions.data[1, TOPICS[0].name] = 17  # type: ignore[attr-defined]

    starts = app.starts()

    assert 17 == starts[TP(TOPICS[0].name, 1)]
    assert 0 == starts[TP(TOPICS[0].name, 0)]
    assert 2 * len(TOPICS) == len(starts)


@pytest.mark.parametrize("outcome", [None, ConnectionError()])
async def test_a_change_that_is_not_saved_ends_the_process(app: LiveApp, outcome: Exception | None) -> None:
    """A restart begins before it; a saved one is forgotten."""
    change: Any = asyncio.get_running_loop().create_future()
    if outcome is None:
        change.set_result(None)
    else:
        change.set_exception(outcome)
    app.under_way = [change]

    if outcome is None:
        await app.saved()
    else:
        with pytest.raises(Ended):
            await app.saved()

    assert [] == app.under_way


@pytest.mark.parametrize("key", [(3, "topic"), ((3, "topic"), (0.0, 59.9))])
async def test_a_change_is_saved_in_the_partition_of_its_key(app: LiveApp, key: Any) -> None:
    """Also for a windowed key, which holds ours."""
    assert 3 == app.live.counts.partition_for_key(key)  # type: ignore[attr-defined]
