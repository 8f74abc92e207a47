"""Handled messages, by which repeats are recognised, in records of bounded size.

A case has a few. The subject of a whole pool has millions, which one record could not hold: a full
record is divided into sixteen by the digests of the ids, and each of those in its turn.
"""

from collections import defaultdict
from collections.abc import MutableMapping
from datetime import date
from hashlib import blake2b
from typing import Annotated

from schemas.message import Part
from schemas.personal import PLAIN

IDS_MAX = 32
"""The number of ids at which a record is divided."""

SUBJECT_ENDS = "\x1f"
"""Stands after the subject in the key of a divided record; no subject has it."""


class Handled(Part):
    """The ids of handled messages of a subject; without ids, a record that was divided.

    They stay after the case closed, until *drop_on* if there is such a day: a repeat may come at
    any time.
    """

    ids: tuple[Annotated[str, PLAIN], ...]
    drop_on: Annotated[date, PLAIN] | None = None


def is_handled(handled: MutableMapping[str, Handled], subject: str, identity: str) -> bool:
    """Whether the message *identity* of *subject* was handled before."""
    return identity in _place(handled, subject, identity)[1]


def note_handled(handled: MutableMapping[str, Handled], subject: str, identity: str) -> None:
    """Note that the message *identity* of *subject* was handled."""
    depth, ids = _place(handled, subject, identity)
    ids = (*ids, identity)
    if len(ids) <= IDS_MAX:
        handled[_key(subject, identity, depth)] = Handled(ids=ids)
        return
    parts: dict[str, list[str]] = defaultdict(list)
    for each in ids:  # more than one too many in a record of an earlier version, whose parts are divided in turn
        parts[_key(subject, each, depth + 1)].append(each)
    handled[_key(subject, identity, depth)] = Handled(ids=())
    handled.update({key: Handled(ids=tuple(part)) for key, part in parts.items()})


def forget_handled(handled: MutableMapping[str, Handled], subject: str) -> None:
    """Delete the ids of *subject*, those in the parts of a divided record too."""
    places = [(subject, "")]
    while places:
        key, digits = places.pop()
        if (found := handled.pop(key, None)) is not None and not found.ids:
            places += [(f"{subject}{SUBJECT_ENDS}{digits}{digit}", f"{digits}{digit}") for digit in "0123456789abcdef"]


def _place(handled: MutableMapping[str, Handled], subject: str, identity: str) -> tuple[int, tuple[str, ...]]:
    """Return how often the record for *identity* was divided, and the ids in it."""
    depth = 0
    while (found := handled.get(_key(subject, identity, depth))) is not None and not found.ids:
        depth += 1
    return depth, found.ids if found else ()


def _key(subject: str, identity: str, depth: int) -> str:
    """Return the key of a record at *depth*."""
    return f"{subject}{SUBJECT_ENDS}{blake2b(identity.encode()).hexdigest()[:depth]}" if depth else subject
