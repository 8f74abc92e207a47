"""A table as three layers: the handler's writes, the batch's writes, the committed state.

A handler's writes are kept if it returns and dropped if it raises. Only a committed transaction
moves the batch into the committed state. Both of these hold packed bytes, a fraction of the memory
that objects take; the objects used last are kept beside them.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Generic, TypeVar

from runtime.state.disk import Disk
from runtime.state.packed import packed, unpacked
from runtime.state.versions import Versions
from schemas.message import Part, Upcaster
from schemas.topics import MESSAGE_BYTES_MAX

R = TypeVar("R", bound=Part)
D = TypeVar("D")

STATE_BYTES_MAX = MESSAGE_BYTES_MAX - 64 * 1024
"""The largest object of a table: it has to fit into the changelog with its key."""

OBJECTS_BYTES_MAX = 1024 * 1024
"""The packed bytes of which a table keeps the objects; these take eight times as much."""

Committed = MutableMapping[str, bytes]
"""The committed layer by key."""


class ObjectTooLarge(ValueError):
    """A handler wrote an object that the changelog cannot take."""

    def __init__(self, table: str, size: int) -> None:
        super().__init__(f"an object of the table {table} came to {size} bytes; the changelog takes {STATE_BYTES_MAX}")


class Table(MutableMapping[str, R]):
    """Immutable objects of one kind by key: to change one, put another in its place."""

    def __init__(
        self,
        name: str,
        record_class: type[R],
        committed: Committed,
        touched: Callable[["Table[R]"], None],
        upcasters: Sequence[Upcaster] = (),
    ) -> None:
        self.name = name
        self._versions = Versions(record_class, upcasters)
        self._committed = committed
        self._touched = touched
        self._objects = Objects[R]()
        self._batch: dict[str, bytes | None] = {}  # None: deleted
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
        record = self._message[key] if key in self._message else self._read(key)
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

    def written(self) -> Mapping[str, R | None]:
        """Return the handler's writes."""
        return self._message

    def replace_written(self, change: Callable[[R], R]) -> None:
        """Replace each object the handler wrote by *change* of it."""
        self._message = {key: record and change(record) for key, record in self._message.items()}

    def encoded(self) -> Mapping[str, bytes | None]:
        """Return the handler's writes as bytes; raise ObjectTooLarge."""
        return {key: None if record is None else self._encode(key, record) for key, record in self._message.items()}

    def keep(self, encoded: Mapping[str, bytes | None]) -> None:
        """Add the handler's writes, *encoded*, to the batch."""
        for key, content in encoded.items():
            self._objects.put(key, self._message[key], len(content or b""))
            if content is None:
                self._versions.forget(key)
        self._batch.update(encoded)
        self._message.clear()

    def drop(self) -> None:
        """Discard the handler's writes."""
        self._message.clear()

    def abandon(self) -> None:
        """Discard the batch's writes."""
        for key in self._batch:
            self._objects.put(key, None, 0)
        self._batch.clear()
        self._message.clear()

    def changes(self) -> Mapping[str, bytes | None]:
        """Return the batch's writes."""
        return self._batch

    def commit(self) -> None:
        """Make the batch's writes the committed state."""
        for key, content in self._batch.items():
            if content is None:
                self._committed.pop(key, None)
            else:
                self._committed[key] = content
        self._batch.clear()

    def _read(self, key: str) -> R | None:
        if (record := self._objects.get(key)) is not None:
            return record
        content = self._stored(key)
        if content is None:
            return None
        record = self._versions.decode(key, unpacked(content))
        self._objects.put(key, record, len(content))
        return record

    def _stored(self, key: str) -> bytes | None:
        return self._batch[key] if key in self._batch else self._committed.get(key)

    def _encode(self, key: str, record: R) -> bytes:
        before = self._stored(key)
        content = packed(self._versions.encode(key, record, None if before is None else unpacked(before)))
        if len(content) > STATE_BYTES_MAX:
            raise ObjectTooLarge(self.name, len(content))
        return content


class Objects(Generic[R]):
    """The objects that were read or written last, up to OBJECTS_BYTES_MAX of their bytes."""

    def __init__(self) -> None:
        self._objects: dict[str, tuple[R, int]] = {}
        self._bytes = 0

    def get(self, key: str) -> R | None:
        """Return the object under *key* if it is here."""
        found = self._objects.get(key)
        return found and found[0]

    def put(self, key: str, record: R | None, size: int) -> None:
        """Put *record* of *size* bytes under *key*; None removes it. The oldest make room."""
        _, before = self._objects.pop(key, (None, 0))
        self._bytes -= before
        if record is not None:
            self._objects[key] = (record, size)
            self._bytes += size
        while self._bytes > OBJECTS_BYTES_MAX:
            _, removed = self._objects.pop(next(iter(self._objects)))
            self._bytes -= removed


class OnDisk(MutableMapping[str, bytes]):
    """The committed layer of the table *name* on disk.

    `State.commit` writes all tables at once, so writing here does nothing.
    """

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk = disk
        self._prefix = f"{name}/"

    def __getitem__(self, key: str) -> bytes:
        return self._disk.read(self._prefix + key)

    def __setitem__(self, key: str, content: bytes) -> None:
        """Do nothing; see the class."""

    def __delitem__(self, key: str) -> None:
        """Do nothing; see the class."""

    def __iter__(self) -> Iterator[str]:
        return self._disk.keys(self._prefix)

    def __len__(self) -> int:
        return sum(1 for _ in self)
