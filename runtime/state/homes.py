"""The home of a record of state, for any number of partitions.

A record is in the partition of the message that wrote it, and its key alone does not always tell
which that was. So each service says it for each of its tables.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from runtime.state.packed import unpacked
from schemas.lots import NotACaseNumber, lot_of_case, partition_of

Data = Mapping[str, Any]
"""An object of a table, as plain data."""


class Home(NamedTuple):
    """The key of a message, and its lot if that decides its partition."""

    key: str
    lot: int | None = None

    def partition(self, partitions: int) -> int:
        """Return the partition in a deployment with *partitions*."""
        return partition_of(self.key, self.lot, partitions)


class AllPartitions:
    """The state of a service in all partitions, as bytes by table, partition and key."""

    def __init__(self, partitions: int) -> None:
        self.partitions = partitions
        self._tables: dict[str, dict[tuple[int, str], bytes]] = defaultdict(dict)

    def take(self, partition: int, changelog_key: str, content: bytes | None) -> None:
        """Take a record of the changelog's *partition*; its key is `table/key`."""
        table, _, key = changelog_key.partition("/")
        if content is None:
            self._tables[table].pop((partition, key), None)
        else:
            self._tables[table][partition, key] = content

    def tables(self) -> list[str]:
        """Return the names of the tables that hold anything."""
        return sorted(name for name, records in self._tables.items() if records)

    def records(self, table: str) -> Iterator[tuple[int, str, bytes]]:
        """Yield partition, key and content of each object of *table*."""
        for (partition, key), content in self._tables.get(table, {}).items():
            yield partition, key, content

    def where(self, table: str, key: str) -> int | None:
        """Return the first partition that has an object under *key*."""
        return next((number for number in range(self.partitions) if (number, key) in self._tables.get(table, {})), None)

    def find(self, table: str, key: str) -> Data | None:
        """Return the object under *key* in any partition."""
        records = self._tables.get(table, {})
        found = (content for number in range(self.partitions) if (content := records.get((number, key))) is not None)
        return next((data_of(content) for content in found), None)


HomeOf = Callable[[str, Data, AllPartitions], Home]
"""Returns the home of an object by its key, its data and the service's whole state.

A LookupError says that they do not tell.
"""


Further = Callable[[str], Iterable[Home]]
"""Returns the homes, by subject, of messages that have another key than their subject."""


def _no_further(_state: AllPartitions) -> Further:
    return lambda _subject: ()


@dataclass(frozen=True)
class Homes:
    """The homes of a service's state by table, and those of messages keyed by no subject."""

    tables: Mapping[str, HomeOf]
    further: Callable[[AllPartitions], Further] = _no_further


def data_of(content: bytes) -> Data:
    """Return the plain data of an object's *content*; raises ValueError."""
    data: Data = json.loads(unpacked(content))
    return data


def of_subject(subject: str) -> Home:
    """Return the home of a case number, which is that of its lot, or of any other key."""
    try:
        return Home(subject, lot_of_case(subject))
    except NotACaseNumber:
        return Home(subject)


def by_key(key: str, _data: Data, _state: AllPartitions) -> Home:
    """Return the home of an object whose key is that of its messages."""
    return of_subject(key)


def by_first_part(key: str, _data: Data, _state: AllPartitions) -> Home:
    """Return the home of an object whose key begins with that of its messages and a slash."""
    return of_subject(key.partition("/")[0])


def by_case(_key: str, data: Data, _state: AllPartitions) -> Home:
    """Return the home of an object that names its case."""
    return of_subject(data["case_number"])


def by_subject(_key: str, data: Data, _state: AllPartitions) -> Home:
    """Return the home of an object that names its subject."""
    return of_subject(data["subject"])
