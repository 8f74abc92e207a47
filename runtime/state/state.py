"""The state of one partition: tables, timers and effects, kept in a changelog."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AwareDatetime, Field

from runtime.state.disk import Disk
from runtime.state.handled import Handled
from runtime.state.pending import Pending
from runtime.state.table import OnDisk, Table
from schemas.message import Name, Part, Upcaster
from schemas.personal import DIRECT, PLAIN

R = TypeVar("R", bound=Part)
C = TypeVar("C", bound="Caused")


class Caused(Part):
    """Something a handler leaves for later; the runtime notes the message it follows from."""

    cause_id: Annotated[str, PLAIN] | None = None
    correlation_id: Annotated[str, PLAIN] | None = None


class Timer(Caused):
    """A clock of a subject that runs out at *due_at*; kept under `subject/clock`."""

    clock: Annotated[str, PLAIN]
    subject: Annotated[str, PLAIN]
    due_at: Annotated[AwareDatetime, PLAIN]


class Effect(Caused):
    """One thing to do in the outside world, kept under its id, which is the idempotency key.

    *data* is its handler's input as JSON.
    """

    id: Annotated[Name, PLAIN]
    kind: Annotated[Name, PLAIN]
    subject: Annotated[Name, PLAIN]
    data: Annotated[str, DIRECT]
    stage: Annotated[Literal["intended", "attempted"], PLAIN] = "intended"
    attempt: Annotated[int, Field(ge=0), PLAIN] = 0
    not_before: Annotated[AwareDatetime, PLAIN] | None = None


class Waiting(Part):
    """A parked message: its origin, the reason, the attempts, its place in the queue."""

    id: Annotated[str, PLAIN]
    reason: Annotated[str, PLAIN]
    attempt: Annotated[int, PLAIN]
    place: Annotated[int, PLAIN] = 0


class Parked(Part):
    """The queue of a subject's parked messages, behind which later messages wait.

    *first* and *end* are the places of the first and after the last. An earlier version kept the
    *messages* themselves here.
    """

    first: Annotated[int, PLAIN] = 0
    end: Annotated[int, PLAIN] = 0
    messages: tuple[Waiting, ...] = ()


class State:
    """All tables of one partition, in memory or on *disk*."""

    def __init__(self, disk: Disk | None = None) -> None:
        self._disk = disk
        self._committed: dict[str, dict[str, bytes]] = defaultdict(dict)  # by table, in memory
        self._tables: dict[str, Table[Any]] = {}
        self._touched: set[Table[Any]] = set()
        self._due: list[tuple[datetime, str]] = []
        self._pending = Pending()
        self.interrupted: list[Effect] = []
        self.timers = self.table("timers", Timer)
        self.effects = self.table("effects", Effect)
        self.handled = self.table("handled", Handled)
        self.parked = self.table("parked", Parked)
        self.waiting = self.table("waiting-dead-letters", Waiting)

    def table(self, name: str, record_class: type[R], upcasters: Sequence[Upcaster] = ()) -> Table[R]:
        """Return the table *name* of *record_class*, made on the first call.

        Its version is one more than the *upcasters*; a change of its fields takes another.
        """
        if name not in self._tables:
            committed = self._committed[name] if self._disk is None else OnDisk(self._disk, name)
            self._tables[name] = Table(name, record_class, committed, self._touched.add, upcasters)
        return self._tables[name]

    def restore(self, records: Iterable[tuple[str, bytes | None]], position: int) -> None:
        """Take committed changelog records with keys `table/key`; *position* is the next offset.

        Tables that only a newer version knows are kept.
        """
        if self._disk is not None:
            self._disk.write(records, position)
            return
        for changelog_key, value in records:
            name, _, key = changelog_key.partition("/")
            if value is None:
                self._committed[name].pop(key, None)
            else:
                self._committed[name][key] = value

    def restored(self) -> None:
        """Line up timers and effects after the changelog has been read."""
        self._due = [(timer.due_at, key) for key, timer in self.timers.items()]
        heapq.heapify(self._due)
        self.interrupted = [effect for effect in self.effects.values() if effect.stage == "attempted"]
        self._pending = Pending((effect.id, effect.not_before) for effect in self.effects.values() if effect.stage == "intended")

    def keep(self, cause_id: str | None = None, correlation_id: str | None = None) -> None:
        """Add the handler's writes to the batch; note the cause of timers and effects.

        Timers are queued for `due`, which passes over those that are stopped or never committed.
        Raises ObjectTooLarge, and then has kept nothing.
        """
        for later in (self.timers, self.effects):
            later.replace_written(lambda record: _caused(record, cause_id, correlation_id))
        encoded = [(table, table.encoded()) for table in self._touched]
        for key, timer in self.timers.written().items():
            if timer is not None:
                heapq.heappush(self._due, (timer.due_at, key))
        for table, content in encoded:
            table.keep(content)

    def drop(self) -> None:
        """Discard the handler's writes after it raised."""
        for table in self._touched:
            table.drop()

    def abandon(self) -> None:
        """Discard the batch after its transaction failed."""
        for table in self._touched:
            table.abandon()
        self._touched.clear()

    def changes(self) -> dict[str, bytes | None]:
        """Return the batch's writes as the changelog keeps them."""
        return {
            f"{table.name}/{key}": content
            for table in sorted(self._touched, key=lambda table: table.name)
            for key, content in table.changes().items()
        }

    def commit(self, changes: Mapping[str, bytes | None], position: int | None) -> None:
        """Make *changes* the state after their transaction committed.

        *position* is the next offset of the changelog; None if there was no change.
        """
        self._line_up()
        if self._disk is not None and position is not None:
            self._disk.write(changes.items(), position)
        for table in self._touched:
            table.commit()
        self._touched.clear()

    def due(self, now: datetime, most: int) -> list[Timer]:
        """Return at most *most* timers that have run out at *now*, earliest first.

        Timers that were stopped or moved meanwhile are passed over.
        """
        found: dict[str, Timer] = {}
        while self._due and self._due[0][0] <= now and len(found) < most:
            due_at, key = heapq.heappop(self._due)
            timer = self.timers.get(key)
            if timer is not None and timer.due_at == due_at:
                found[key] = timer
        return list(found.values())

    def is_due(self, now: datetime) -> bool:
        """Whether a timer has run out at *now*, the batch's among them."""
        while self._due and self._due[0][0] <= now:
            due_at, key = self._due[0]
            timer = self.timers.get(key)
            if timer is not None and timer.due_at == due_at:
                return True
            heapq.heappop(self._due)  # it was stopped or moved meanwhile
        return False

    def overdue(self, now: datetime) -> int:
        """Return the number of timers that have run out and not fired.

        The cost grows with that number only.
        """
        count, places = 0, [0]
        while places:
            place = places.pop()
            if place < len(self._due) and self._due[place][0] <= now:
                due_at, key = self._due[place]
                timer = self.timers.get(key)
                count += timer is not None and timer.due_at == due_at
                places += (2 * place + 1, 2 * place + 2)  # deeper in the heap
        return count

    def parked_by_reason(self) -> Counter[str]:
        """Return the number of parked messages by reason."""
        before = (message for queue in self.parked.values() for message in queue.messages)
        return Counter(message.reason for message in (*self.waiting.values(), *before))

    def intended(self, now: datetime, most: int) -> list[Effect]:
        """Return at most *most* effects that may be attempted at *now*, in order, each once."""
        keys = self._pending.take(now, most)
        return [effect for key in keys if (effect := self.effects.get(key)) is not None and effect.stage == "intended"]

    def give_back(self, interrupted: Iterable[Effect], intended: Iterable[Effect]) -> None:
        """Line up effects again that were taken out to be performed and were not."""
        self.interrupted += interrupted
        for effect in intended:
            self._pending.put(effect.id, effect.not_before)

    def _line_up(self) -> None:
        """Queue the batch's effects for `intended`."""
        for key in self.effects.changes():
            if (effect := self.effects.get(key)) is not None and effect.stage == "intended":
                self._pending.put(key, effect.not_before)
            else:
                self._pending.discard(key)


def _caused(record: C, cause_id: str | None, correlation_id: str | None) -> C:
    """Return *record* with its cause, unless it has one."""
    if record.cause_id is not None:
        return record
    return record.model_copy(update={"cause_id": cause_id, "correlation_id": correlation_id})
