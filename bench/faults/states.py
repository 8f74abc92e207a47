"""The state of a worker as JSON: SIGUSR1 writes it to a folder, by open partition.

Tests compare it with the changelogs, and with a worker restored from the changelogs alone.
"""

import functools
import json
import os
import signal
import weakref
from pathlib import Path
from typing import Any

from runtime.loop.partition import Partition
from runtime.state.packed import unpacked
from runtime.state.state import State

_open: dict[int, weakref.ref[Partition]] = {}


def install(folder: Path) -> None:
    """Write the state of this process to *folder* on each SIGUSR1."""
    folder.mkdir(parents=True, exist_ok=True)
    _note_partitions()
    signal.signal(signal.SIGUSR1, lambda *_: _write(folder))


def contents(state: State) -> str:
    """Return the committed records of *state* as a JSON object, by changelog key.

    Records are joined as text without parsing them, so that the loop is not blocked for long.
    """
    records = (
        f"{json.dumps(f'{name}/{key}')}: {unpacked(content).decode()}"
        for name, table in state._tables.items()  # noqa: SLF001 - production code does not list tables
        for key, content in table._committed.items()  # noqa: SLF001 - the bytes as they are
    )
    return "{" + ", ".join(records) + "}"


def _note_partitions() -> None:
    open_, close = Partition.open, Partition.close

    @functools.wraps(open_)
    async def opened(self: Partition, *args: Any, **kwargs: Any) -> Any:
        value = await open_(self, *args, **kwargs)
        _open[self.number] = weakref.ref(self)
        return value

    @functools.wraps(close)
    async def closed(self: Partition) -> None:
        _open.pop(self.number, None)
        await close(self)

    Partition.open, Partition.close = opened, closed  # type: ignore[method-assign]


def _write(folder: Path) -> None:
    """Write the state between two turns of the loop; an open batch is not part of it."""
    held = [
        f'"{number}": {contents(partition._state)}'  # noqa: SLF001
        for number, ref in _open.items()
        if (partition := ref()) is not None
    ]
    unfinished = folder / f"{os.getpid()}.partial"
    unfinished.write_text("{" + ", ".join(held) + "}")
    unfinished.rename(folder / f"{os.getpid()}.json")
