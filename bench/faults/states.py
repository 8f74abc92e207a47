"""What a worker holds, told on request: SIGUSR1 writes the state of every open partition as JSON into a folder.

It is compared with what an honest reader finds on the changelog, and with what a worker holds that was started on the changelogs alone.
"""

import functools
import json
import os
import signal
import weakref
from pathlib import Path
from typing import Any

from runtime.loop.partition import Partition
from runtime.state.state import State

_open: dict[int, weakref.ref[Partition]] = {}


def install(folder: Path) -> None:
    """Write what this process holds into *folder* whenever it is asked by SIGUSR1."""
    folder.mkdir(parents=True, exist_ok=True)
    _note_partitions()
    signal.signal(signal.SIGUSR1, lambda *_: _write(folder))


def contents(state: State) -> str:
    """Every committed record of *state* as JSON, under the key it has on the changelog. As text: it must not hold the loop for long."""
    records = (
        f"{json.dumps(f'{name}/{key}')}: {_as_json(record)}"
        for name, table in state._tables.items()  # noqa: SLF001 - production has no need to list them
        for key, record in table._committed.items()  # noqa: SLF001 - bytes where nobody looked yet
    )
    return "{" + ", ".join(records) + "}"


def _as_json(record: Any) -> str:
    return record.decode() if isinstance(record, bytes) else str(record.model_dump_json())


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
    """Between two turns of the loop: nothing is half done but a batch, whose overlay is not committed and not part of the state."""
    held = [
        f'"{number}": {contents(partition._state)}'  # noqa: SLF001
        for number, ref in _open.items()
        if (partition := ref()) is not None
    ]
    unfinished = folder / f"{os.getpid()}.partial"
    unfinished.write_text("{" + ", ".join(held) + "}")
    unfinished.rename(folder / f"{os.getpid()}.json")
