"""An index of messages in a file, brought up to date from where it was.

The file can be deleted at any time, and is then made again from the topics.
"""

import os
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Protocol

from runtime.files import private_folder
from runtime.outside.follow import StartsGone
from schemas.topics import PREFIX

_LOCKED_SECONDS_MAX = 30.0
_OWN_TABLES = """
create table if not exists meta (name text primary key, value text not null);
create table if not exists positions (topic text, partition integer, next integer not null, primary key (topic, partition));
"""


class Clearable(Protocol):
    """An index that can forget everything."""

    def clear(self) -> None:
        """Forget everything, to read from the beginning."""


class TopicIndex:
    """The tables in the file at *path*, and how far each topic was read for them.

    *tables* is the SQL that makes them where they are missing. A file that is damaged, of another
    *shape*, or of topics with another prefix starts over. Without a path, or where the file cannot
    be written, the index is in memory. One that is *alone* holds its file for itself: if another
    process has it, the index is in memory too.
    """

    def __init__(self, path: Path | None, tables: str, shape: str, *, alone: bool = False) -> None:
        self.connection, self.in_memory = _open(path, _OWN_TABLES + tables, alone=alone)
        known = self.connection.execute("select value from meta where name = 'shape'").fetchone()
        if known != (shape,) or any(not topic.startswith(f"{PREFIX}.") for topic, _ in self.positions):
            self.clear()
            self.connection.execute("insert or replace into meta values ('shape', ?)", (shape,))
            self.connection.commit()

    @property
    def positions(self) -> Mapping[tuple[str, int], int]:
        """How far each topic's partition was read: the offset to go on at."""
        rows = self.connection.execute("select topic, partition, next from positions")
        return {(topic, partition): following for topic, partition, following in rows}

    def save(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Save the tables together with the *positions* that changed."""
        places = [(*place, following) for place, following in positions.items()]
        self.connection.executemany("insert or replace into positions values (?, ?, ?)", places)
        self.connection.commit()

    def clear(self) -> None:
        """Forget everything, to read from the beginning."""
        names = self.connection.execute("select name from sqlite_master where type = 'table' and name <> 'meta'").fetchall()
        for (name,) in names:
            self.connection.execute(f"delete from {name}")  # noqa: S608 - our own tables
        self.connection.commit()

    def close(self) -> None:
        """Close the file without saving."""
        self.connection.close()


async def read_on(index: Clearable, read: Callable[[], Awaitable[None]]) -> None:
    """Call *read*, which goes on from the positions of *index*.

    If a topic ends before its position it is another one of that name: then *index* is cleared, and
    *read* called again.
    """
    try:
        await read()
    except StartsGone:
        index.clear()
        await read()


def _open(path: Path | None, tables: str, *, alone: bool) -> tuple[sqlite3.Connection, bool]:
    """Return a connection to the file at *path*, and whether it is in memory instead."""
    if path is not None:
        for _ in range(2):
            try:
                return _open_file(path, tables, alone=alone), False
            except sqlite3.OperationalError:  # another process has it, or the disk is read-only
                break
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    path.unlink()
            except OSError:
                break
    connection = sqlite3.connect(":memory:")
    connection.executescript(tables)
    return connection, True


def _open_file(path: Path, tables: str, *, alone: bool) -> sqlite3.Connection:
    """Open the file for its owner alone, never through a link."""
    private_folder(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=0 if alone else _LOCKED_SECONDS_MAX)
    with ExitStack() as given_up:
        given_up.callback(connection.close)
        if alone:
            connection.executescript("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal;")
            connection.executescript("begin immediate; commit;")
        connection.executescript(tables)
        given_up.pop_all()
    return connection
