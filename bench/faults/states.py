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

from runtime.partition import Partition
from runtime.state import State

_open: dict[int, weakref.ref[Partition]] = {}


def install(folder: Path) -> None:
    """Write what this process holds into *folder* whenever it is asked by SIGUSR1."""
    folder.mkdir(parents=True, exist_ok=True)
    _note_partitions()
    signal.signal(signal.SIGUSR1, lambda *_: _write(folder))


def contents(state: State) -> dict[str, Any]:
    """Every record of *state* as plain data, under the key it has on the changelog."""
    return {
        f"{name}/{key}": json.loads(record.model_dump_json())
        for name, table in state._tables.items()  # noqa: SLF001 - production has no need to list them
        for key, record in table.items()
    }


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
    held = {number: contents(partition._state) for number, ref in _open.items() if (partition := ref()) is not None}  # noqa: SLF001
    unfinished = folder / f"{os.getpid()}.partial"
    unfinished.write_text(json.dumps(held))
    unfinished.rename(folder / f"{os.getpid()}.json")
