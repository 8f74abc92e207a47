"""An index of all cases in a file, brought up to date before it is asked.

Reading every event of 100,000 cases takes minutes, the new ones since the last question a moment.
The file can be deleted and is made again from the topics, as it is after a change of the rules by
which deadlines are counted. It holds no name, but case numbers and the questions of reviewers, so
only its owner may read it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from zoneinfo import ZoneInfo

from cli.case.summary import CaseSummary
from jurisdictions.files import files_digest, load_jurisdiction
from runtime.outside.follow import Seen
from runtime.outside.topic_index import TopicIndex
from runtime.settings import Settings
from schemas.case import OfACase
from services.ops.domain.stages import CLOSED

_SHAPE = 4
_LOCKED_SECONDS_MAX = 30.0
_TABLES = """
create table if not exists cases (
    case_number text primary key, stage text not null, received_at real, due_at real, reviewer text, instants text not null,
    facts text not null) without rowid;
create index if not exists cases_by_due on cases (due_at);
"""
_ORDERS = {"due": "due_at is null, due_at, case_number", "received": "received_at desc, case_number", "case": "case_number"}

Order = Literal["due", "received", "case"]


@dataclass(frozen=True)
class Wanted:
    """Which cases are listed: all that fit everything that is given."""

    stages: Sequence[str] = ()
    reviewer: str | None = None
    only_open: bool = False
    due_before: datetime | None = None


class CaseIndex:
    """The index in the file at *path*; a context manager that saves at its end.

    Where the file cannot be written the index is in memory, and made for each question.
    """

    def __init__(self, path: Path, zone: ZoneInfo, partitions: int) -> None:
        self._zone = zone
        self._changed: dict[str, CaseSummary] = {}
        self._positions: dict[tuple[str, int], int] = {}
        self._index = TopicIndex(path, _TABLES, f"{_SHAPE}/{zone.key}/{partitions}/{files_digest()}")
        self._connection = self._index.connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if kind is None:
            self.save()
        self._index.close()

    @property
    def positions(self) -> Mapping[tuple[str, int], int]:
        """How far each topic's partition was read: the offset to go on at."""
        return self._index.positions

    def take(self, seen: Seen) -> None:
        """Take an event of a case; it is saved with its position."""
        if isinstance(seen.message, OfACase):
            number = seen.message.case_number
            if number not in self._changed:
                self._changed[number] = self._summary(number)
            self._changed[number].take(seen.message, seen.envelope.time, seen.offset)
        self._positions[seen.topic, seen.partition] = seen.offset + 1

    def save(self) -> None:
        """Save the cases that changed together with the positions."""
        rows = []
        for each in self._changed.values():
            received, due = each.received_at and each.received_at.timestamp(), each.due(self._zone, load_jurisdiction)
            instants, facts = json.dumps(each.instants), json.dumps(each.facts)
            rows.append((each.case_number, each.stage, received, due and due.at.timestamp(), each.reviewer, instants, facts))
        self._connection.executemany("insert or replace into cases values (?, ?, ?, ?, ?, ?, ?)", rows)
        self._index.save(self._positions)
        self._changed.clear()
        self._positions.clear()

    def clear(self) -> None:
        """Forget everything, to read from the beginning."""
        self._changed.clear()
        self._positions.clear()
        self._index.clear()

    def find(self, wanted: Wanted, order: Order, limit: int | None, offset: int) -> tuple[list[CaseSummary], int]:
        """Return a page of the cases that are *wanted*, and how many there are in all."""
        where, values = _conditions(wanted)
        (number,) = self._connection.execute(f"select count(*) from cases where {where}", values).fetchone()  # noqa: S608 - no input
        page = f"select case_number, instants, facts from cases where {where} order by {_ORDERS[order]} limit ? offset ?"  # noqa: S608
        rows = self._connection.execute(page, (*values, -1 if limit is None else limit, offset))
        return [_read(*row) for row in rows], number

    def _summary(self, case_number: str) -> CaseSummary:
        query = "select case_number, instants, facts from cases where case_number = ?"
        row = self._connection.execute(query, (case_number,)).fetchone()
        return _read(*row) if row else CaseSummary(case_number)


def index_path(settings: Settings, *, own_broker: bool) -> Path:
    """Return the index file of a system: each broker outside the data folder has its own."""
    digest = hashlib.sha256(settings.kafka_bootstrap.encode()).hexdigest()[:12]
    return settings.data_dir / ("cases.sqlite" if own_broker else f"cases-{digest}.sqlite")


def _conditions(wanted: Wanted) -> tuple[str, list[str | float]]:
    conditions, values = ["true"], list[str | float]()
    if wanted.stages:
        conditions.append(f"stage in ({', '.join('?' * len(wanted.stages))})")
        values += wanted.stages
    if wanted.only_open:
        conditions.append(f"stage not in ({', '.join('?' * len(CLOSED))})")
        values += sorted(CLOSED)
    if wanted.reviewer is not None:
        conditions.append("reviewer = ?")
        values.append(wanted.reviewer)
    if wanted.due_before is not None:
        conditions.append("due_at < ?")
        values.append(wanted.due_before.timestamp())
    return " and ".join(conditions), values


def _read(case_number: str, instants: str, facts: str) -> CaseSummary:
    return CaseSummary(case_number, json.loads(instants), json.loads(facts))
