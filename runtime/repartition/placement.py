"""Part the state of a service by the homes of its records, for another number."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from runtime.state.handled import IDS_MAX, SUBJECT_ENDS, Handled, note_handled
from runtime.state.homes import AllPartitions, Data, Home, HomeOf, Homes, by_subject, data_of, of_subject
from runtime.state.packed import packed, unpacked
from runtime.state.retention import CASES_MAX, RETENTION, DayList
from runtime.state.state import Parked, Timer, Waiting
from schemas.message import Part


def _of_lot(key: str, _data: Data, _state: AllPartitions) -> Home:
    """Return the home of the dropped cases of a lot and year, which are under `CM15-133`."""
    return Home(key, int(key[-3:]))


_RUNTIME: Mapping[str, HomeOf] = {"timers": by_subject, "effects": by_subject, "dropped": _of_lot}
_RETENTION = "retention"
_PARKED, _WAITING, _HANDLED = "parked", "waiting-dead-letters", "handled"

Placed = Mapping[int, Mapping[str, bytes]]
"""State by new partition and `table/key`."""


class QueuedAt(NamedTuple):
    """The new partition of a parked message, and its place among the dead letters there."""

    partition: int
    order: int


class NoHome(LookupError):
    """A record of state does not tell where it belongs."""

    def __init__(self, service: str, table: str) -> None:
        super().__init__(
            f"a record of {service}'s table {table} does not tell its partition; a newer version of the system may have written it"
        )


class KeyTwice(RuntimeError):
    """Two partitions have state under one key, of which a new partition could hold only one."""

    def __init__(self, service: str, table: str) -> None:
        super().__init__(f"two partitions of {service} have an object under the same key of the table {table}")


def place_state(service: str, state: AllPartitions, homes: Homes, parked: Mapping[str, QueuedAt], new: int) -> Placed:
    """Return the *state* of *service* for *new* partitions.

    *parked* gives the place of each of its parked messages by name. Every object is in exactly one
    partition, except ids of handled messages: those of a subject whose messages had several homes
    in one partition are in each of these. Raises NoHome or KeyTwice.
    """
    placed: dict[int, dict[str, bytes]] = {number: {} for number in range(new)}
    home_of = {**_RUNTIME, **homes.tables}
    for table in state.tables():
        if table in (_PARKED, _WAITING, _HANDLED, _RETENTION):
            continue
        for _, key, content in state.records(table):
            if table == "timers" and key.endswith(f"/{RETENTION}"):
                continue
            try:
                home = home_of[table](key, data_of(content), state)
            except (LookupError, TypeError, ValueError):
                raise NoHome(service, table) from None
            of_partition, changelog_key = placed[home.partition(new)], f"{table}/{key}"
            if changelog_key in of_partition:
                raise KeyTwice(service, table)
            of_partition[changelog_key] = content
    _place_handled(state, homes, new, placed)
    _place_retention(service, state, placed)
    _place_parked(service, state, parked, placed)
    return placed


def _place_handled(state: AllPartitions, homes: Homes, new: int, placed: Mapping[int, dict[str, bytes]]) -> None:
    """Bring ids of handled messages to the homes that explain where they are."""
    further = homes.further(state)
    ids: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    days: dict[tuple[int, str], date] = {}
    for partition, key, content in state.records(_HANDLED):
        subject = key.partition(SUBJECT_ENDS)[0]
        possible = [of_subject(subject), *further(subject)]
        explaining = [home for home in possible if home.partition(state.partitions) == partition] or possible
        found = Handled.model_validate_json(unpacked(content))
        for number in {home.partition(new) for home in explaining}:
            ids[number, subject].update(dict.fromkeys(found.ids))
        if found.drop_on is not None:
            days[of_subject(subject).partition(new), subject] = found.drop_on  # the state that it closes is there alone
    for (number, subject), of_subject_here in ids.items():
        handled: dict[str, Handled] = {}
        if len(of_subject_here) <= IDS_MAX:
            handled[subject] = Handled(ids=tuple(of_subject_here))
        else:
            for identity in of_subject_here:
                note_handled(handled, subject, identity)
        handled[subject] = handled[subject].model_copy(update={"drop_on": days.get((number, subject))})
        placed[number].update({f"{_HANDLED}/{key}": _content(record) for key, record in handled.items()})


def _place_retention(service: str, state: AllPartitions, placed: Mapping[int, dict[str, bytes]]) -> None:
    """List anew the cases to drop, each day's list with the latest timer of the day."""
    timers: dict[str, Timer] = {}
    for _, key, content in state.records("timers"):
        if key.endswith(f"/{RETENTION}"):
            timer = Timer.model_validate_json(unpacked(content))
            timers[timer.subject] = max(timer, timers.get(timer.subject, timer), key=lambda each: each.due_at)
    for records in placed.values():
        days: dict[str, list[str]] = defaultdict(list)
        for key, content in records.items():
            table, _, subject = key.partition("/")
            if table == _HANDLED and (drop_on := Handled.model_validate_json(unpacked(content)).drop_on) is not None:
                days[drop_on.isoformat()].append(subject)
        for day, cases in days.items():
            if day not in timers:
                raise NoHome(service, _RETENTION)
            records[f"timers/{day}/{RETENTION}"] = _content(timers[day])
            records[f"{_RETENTION}/{day}"] = _content(DayList(count=len(cases)))
            for start in range(0, len(cases), CASES_MAX):
                some = DayList(cases=tuple(cases[start : start + CASES_MAX]))
                records[f"{_RETENTION}/{day}/{start // CASES_MAX}"] = _content(some)


def _place_parked(
    service: str, state: AllPartitions, parked: Mapping[str, QueuedAt], placed: Mapping[int, dict[str, bytes]]
) -> None:
    """Queue parked messages anew, in the order of their dead letters."""
    queues: dict[tuple[int, str], list[tuple[int, Waiting]]] = defaultdict(list)
    for queue, waiting in _waiting(state):
        if waiting.id not in parked:
            raise NoHome(service, _WAITING)
        place = parked[waiting.id]
        queues[place.partition, queue].append((place.order, waiting))
    for (number, queue), found in queues.items():
        for index, (_, waiting) in enumerate(sorted(found, key=itemgetter(0))):
            content = _content(waiting.model_copy(update={"place": index}))
            placed[number][f"{_WAITING}/{queue}/{waiting.id}"] = content
        placed[number][f"{_PARKED}/{queue}"] = _content(Parked(end=len(found)))


def _waiting(state: AllPartitions) -> list[tuple[str, Waiting]]:
    """Return each parked message with its queue, those in a queue of an earlier version too."""
    found = [
        (key.removesuffix(f"/{waiting.id}"), waiting)
        for _, key, content in state.records(_WAITING)
        for waiting in [Waiting.model_validate_json(unpacked(content))]
    ]
    for _, queue, content in state.records(_PARKED):
        found += [(queue, waiting) for waiting in Parked.model_validate_json(unpacked(content)).messages]
    return found


def _content(record: Part) -> bytes:
    return packed(record.model_dump_json().encode())
