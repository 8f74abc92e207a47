"""The state of one partition: tables of records, as three layers.

What a handler writes lies on top (kept if it returns, dropped if it raises), below it what the batch has written so far, at the
bottom what is committed. Only a committed transaction moves the batch to the bottom.
"""

import heapq
from collections.abc import Iterator, MutableMapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import AwareDatetime

from schemas.message import Part
from schemas.personal import PLAIN

R = TypeVar("R", bound=Part)


class Timer(Part):
    """A clock of a subject that runs out at *due_at*; kept under `subject/clock`."""

    clock: Annotated[str, PLAIN]
    subject: Annotated[str, PLAIN]
    due_at: Annotated[AwareDatetime, PLAIN]


class Handled(Part):
    """The messages of a subject that were handled; a repeat is known by it, also after the case closed."""

    ids: tuple[Annotated[str, PLAIN], ...]


class Parked(Part):
    """The parked messages of a subject in their order; while there is one, later messages wait behind it."""

    ids: tuple[Annotated[str, PLAIN], ...]


class Table(MutableMapping[str, R]):
    """Records of one kind by key. Records are immutable: to change one, put another in its place."""

    def __init__(self, name: str, record_class: type[R]) -> None:
        self.name = name
        self._class = record_class
        self._committed: dict[str, R | bytes] = {}  # bytes as restored, until somebody looks
        self._batch: dict[str, R | None] = {}  # None: deleted
        self._message: dict[str, R | None] = {}

    def __getitem__(self, key: str) -> R:
        for layer in (self._message, self._batch):
            if key in layer:
                record = layer[key]
                if record is None:
                    raise KeyError(key)
                return record
        return self._read(key)

    def __setitem__(self, key: str, record: R) -> None:
        self._message[key] = record

    def __delitem__(self, key: str) -> None:
        self[key]
        self._message[key] = None

    def __iter__(self) -> Iterator[str]:
        for key in {**self._committed, **self._batch, **self._message}:
            if self._message.get(key, self._batch.get(key, self._committed.get(key))) is not None:
                yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def restore(self, key: str, value: bytes | None) -> None:
        """Take a committed record from the changelog; None means it was deleted."""
        if value is None:
            self._committed.pop(key, None)
        else:
            self._committed[key] = value

    def keep(self) -> None:
        """The handler returned: its writes belong to the batch."""
        self._batch.update(self._message)
        self._message.clear()

    def drop(self) -> None:
        """The handler raised: its writes never were."""
        self._message.clear()

    def abandon(self) -> None:
        """The transaction failed: nothing of the batch was."""
        self._batch.clear()
        self._message.clear()

    def changes(self) -> dict[str, R | None]:
        """What the batch has written."""
        return self._batch

    def commit(self) -> None:
        """The transaction is committed: the batch's writes are the state."""
        for key, record in self._batch.items():
            if record is None:
                self._committed.pop(key, None)
            else:
                self._committed[key] = record
        self._batch.clear()

    def _read(self, key: str) -> R:
        record = self._committed[key]
        if isinstance(record, bytes):
            record = self._committed[key] = self._class.model_validate_json(record)
        return record


class State:
    """All tables of one partition, and the timers among them in the order they run out."""

    def __init__(self) -> None:
        self._tables: dict[str, Table[Any]] = {}
        self._due: list[tuple[datetime, str]] = []
        self.timers = self.table("timers", Timer)
        self.handled = self.table("handled", Handled)
        self.parked = self.table("parked", Parked)

    def table(self, name: str, record_class: type[R]) -> Table[R]:
        """The table *name* of *record_class*; made on first call."""
        if name not in self._tables:
            self._tables[name] = Table(name, record_class)
        return self._tables[name]

    def restore(self, changelog_key: str, value: bytes | None) -> None:
        """Take one record of the changelog, whose key is `table/key`."""
        name, _, key = changelog_key.partition("/")
        self._tables[name].restore(key, value)

    def restored(self) -> None:
        """The changelog is read to its end: line up the timers."""
        self._due = [(timer.due_at, key) for key, timer in self.timers.items()]
        heapq.heapify(self._due)

    def keep(self) -> None:
        """See Table.keep."""
        for table in self._tables.values():
            table.keep()

    def drop(self) -> None:
        """See Table.drop."""
        for table in self._tables.values():
            table.drop()

    def abandon(self) -> None:
        """See Table.abandon."""
        for table in self._tables.values():
            table.abandon()

    def changes(self) -> Iterator[tuple[str, bytes | None]]:
        """What the batch has written, as the changelog keeps it."""
        for table in self._tables.values():
            for key, record in table.changes().items():
                yield f"{table.name}/{key}", None if record is None else record.model_dump_json().encode()

    def commit(self) -> None:
        """The transaction is committed."""
        for key, timer in self.timers.changes().items():
            if timer is not None:
                heapq.heappush(self._due, (timer.due_at, key))
        for table in self._tables.values():
            table.commit()

    def due(self, now: datetime, most: int) -> list[Timer]:
        """At most *most* timers that have run out at *now*, earliest first; those stopped or moved meanwhile are passed over."""
        found: dict[str, Timer] = {}
        while self._due and self._due[0][0] <= now and len(found) < most:
            due_at, key = heapq.heappop(self._due)
            timer = self.timers.get(key)
            if timer is not None and timer.due_at == due_at:
                found[key] = timer
        return list(found.values())
