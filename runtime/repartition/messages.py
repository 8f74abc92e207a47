"""Find where a message belongs, for any number of partitions, read or unreadable."""

from collections.abc import Iterator

from runtime.record import Record
from runtime.state.homes import Home, of_subject
from schemas.case import OfACase
from schemas.catalogue import MESSAGES
from schemas.message import Message
from schemas.wire.codec import read
from schemas.wire.envelope import Unreadable, header_text, open_envelope


def home_of(record: Record, partitions: int) -> Home | None:
    """Return the home of *record*, which was found among so many *partitions*.

    A readable message tells it. For others it is the key or the subject that explains where the
    message is, so that it stays with its case; None where there is neither.
    """
    message_class = MESSAGES.get(header_text(record.headers, "ce_type") or "")
    key = _text(record.key)
    if message_class is not None:
        if key is not None and (home := _by_key(message_class, key)) and home.partition(partitions) == record.partition:
            return home  # without decoding: these are almost all
        try:
            message = read(message_class, open_envelope(record.headers).version, record.value)
            return Home(message.key, message.lot)
        except Unreadable:
            pass
    possible = list(_possible(key, header_text(record.headers, "ce_subject")))
    return next((home for home in possible if home.partition(partitions) == record.partition), next(iter(possible), None))


def new_partition(record: Record, old: int, new: int) -> int:
    """Return the partition of *record* among *new* ones, found among *old* ones."""
    home = home_of(record, old)
    return record.partition % new if home is None else home.partition(new)


def _by_key(message_class: type[Message], key: str) -> Home | None:
    """Return the home that *key* alone gives to a message of this class."""
    if issubclass(message_class, OfACase):
        return of_subject(key)
    return Home(key) if message_class.lot is Message.lot else None


def _possible(key: str | None, subject: str | None) -> Iterator[Home]:
    for text in (key, subject):
        if text:
            yield of_subject(text)
            yield Home(text)


def _text(key: bytes | None) -> str | None:
    try:
        return key.decode() if key else None
    except UnicodeDecodeError:
        return None
