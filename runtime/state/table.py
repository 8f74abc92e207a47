"""A table as three layers: the handler's writes, the batch's writes, the committed state.

A handler's writes are kept if it returns and dropped if it raises. Only a committed transaction
moves the batch into the committed state.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Generic, TypeVar

from runtime.state.disk import Disk
from schemas.message import Part

R = TypeVar("R", bound=Part)
T = TypeVar("T")
D = TypeVar("D")

Committed = MutableMapping[str, T | bytes]
"""The committed layer by key: objects, or their bytes as restored until they are read."""


class Table(MutableMapping[str, R]):
    """Immutable objects of one kind by key: to change one, put another in its place."""

    def __init__(self, name: str, record_class: type[R], committed: Committed[R], touched: Callable[["Table[R]"], None]) -> None:
        self.name = name
        self._class = record_class
        self._committed = committed
        self._touched = touched
        self._batch: dict[str, R | None] = {}  # None: deleted
        self._message: dict[str, R | None] = {}

    __hash__ = object.__hash__

    def __getitem__(self, key: str) -> R:
        record = self.get(key)
        if record is None:
            raise KeyError(key)
        return record

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def get(self, key: str, default: D | None = None) -> R | D | None:  # type: ignore[override]
        """Return the object under *key*, or *default*."""
        if key in self._message:
            record = self._message[key]
        elif key in self._batch:
            record = self._batch[key]
        else:
            record = self._read(key)
        return default if record is None else record

    def __setitem__(self, key: str, record: R) -> None:
        self._touched(self)
        self._message[key] = record

    def __delitem__(self, key: str) -> None:
        self[key]
        self._touched(self)
        self._message[key] = None

    def __iter__(self) -> Iterator[str]:
        written = {**self._batch, **self._message}
        yield from (key for key, record in written.items() if record is not None)
        yield from (key for key in self._committed if key not in written)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def restore(self, key: str, value: bytes | None) -> None:
        """Take a committed record from the changelog; None deletes the key."""
        if value is None:
            self._committed.pop(key, None)
        else:
            self._committed[key] = value

    def written(self) -> Mapping[str, R | None]:
        """Return the handler's writes."""
        return self._message

    def replace_written(self, change: Callable[[R], R]) -> None:
        """Replace each object the handler wrote by *change* of it."""
        self._message = {key: record and change(record) for key, record in self._message.items()}

    def keep(self) -> None:
        """Add the handler's writes to the batch."""
        self._batch.update(self._message)
        self._message.clear()

    def drop(self) -> None:
        """Discard the handler's writes."""
        self._message.clear()

    def abandon(self) -> None:
        """Discard the batch's writes."""
        self._batch.clear()
        self._message.clear()

    def changes(self) -> Mapping[str, R | None]:
        """Return the batch's writes."""
        return self._batch

    def commit(self) -> None:
        """Make the batch's writes the committed state."""
        for key, record in self._batch.items():
            if record is None:
                self._committed.pop(key, None)
            else:
                self._committed[key] = record
        self._batch.clear()

    def _read(self, key: str) -> R | None:
        record = self._committed.get(key)
        if isinstance(record, bytes):
            record = self._committed[key] = self._class.model_validate_json(record)
        return record


class OnDisk(MutableMapping[str, R | bytes], Generic[R]):
    """The committed layer of the table *name* on disk, always as bytes.

    `State.commit` writes all tables at once, so writing here does nothing.
    """

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk = disk
        self._prefix = f"{name}/"

    def __getitem__(self, key: str) -> bytes:
        return self._disk.read(self._prefix + key)

    def __setitem__(self, key: str, record: R | bytes) -> None:
        """Do nothing; see the class."""

    def __delitem__(self, key: str) -> None:
        """Do nothing; see the class."""

    def __iter__(self) -> Iterator[str]:
        return self._disk.keys(self._prefix)

    def __len__(self) -> int:
        return sum(1 for _ in self)
