"""Send applications in batches, so that it is always known which of them the broker has."""

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from runtime.outside.follow import ids_to_end
from runtime.outside.publish import DiskAlmostFull, Publisher
from runtime.settings import Settings
from schemas.messages.intake import SubmitApplication
from schemas.topics import INTAKE_COMMANDS

BATCH_MESSAGES = 100
BATCH_BYTES = 2 * 1024 * 1024
RECORDS_LOOKED_THROUGH = 20_000
"""For a small input, no more of the stream than this is looked through for repeats."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An application that is ready to be sent; *size* is that of its body."""

    place: str
    command: SubmitApplication
    message_id: str
    size: int


@dataclass
class Sent:
    """How far the sending has come.

    *on_the_way* is the number of applications that the broker has not confirmed yet, and *reading*
    is set while the next ones are read.
    """

    sent: int = 0
    repeats: int = 0
    last: str = ""
    on_the_way: int = 0
    reading: bool = False
    stopped: bool = False
    ids: set[bytes] = field(default_factory=set)


async def send(
    settings: Settings, prepared: Iterable[Prepared], sent: Sent, tell: Callable[[Prepared, str], None], *, again: bool
) -> None:
    """Send everything in *prepared*, or stop after a batch at the first interrupt.

    Those whose id is in *sent* are passed over unless *again*. An interrupt while the next are read
    raises KeyboardInterrupt. Raises BrokerUnavailable.
    """
    async with Publisher(settings, "/imr/files") as publisher:
        with _stopping(sent):
            for batch in _batches(_noted(prepared, sent)):
                new = _new(batch, sent.ids, again=again)
                await _publish(publisher, new, sent)
                sent.sent, sent.repeats = sent.sent + len(new), sent.repeats + len(batch) - len(new)
                sent.last = batch[-1].place
                fresh = {id(each) for each in new}
                for each in batch:
                    tell(each, "submitted" if id(each) in fresh else "submitted before")
                if sent.stopped:
                    return


async def sent_before(settings: Settings, progress: Callable[[int, int], None], *, thorough: bool) -> set[bytes]:
    """Return the ids on the stream; none if it is long, unless *thorough*."""
    records_max = None if thorough else RECORDS_LOOKED_THROUGH
    found = ids_to_end(settings, INTAKE_COMMANDS, SubmitApplication, records_max=records_max, progress=progress)
    return {_packed(each) async for each in found}


def _noted(prepared: Iterable[Prepared], sent: Sent) -> Iterator[Prepared]:
    """Yield from *prepared*, and note in *sent* while it is read."""
    waiting = iter(prepared)
    while True:
        sent.reading = True
        try:
            each = next(waiting, None)
        finally:
            sent.reading = False
        if each is None:
            return
        yield each


async def _publish(publisher: Publisher, new: list[Prepared], sent: Sent) -> None:
    """Publish *new*; they stay on the way unless they are confirmed, or were not sent."""
    sent.on_the_way = len(new)
    try:
        await publisher.publish_all([(each.command, each.message_id) for each in new])
    except DiskAlmostFull:
        sent.on_the_way = 0
        raise
    sent.on_the_way = 0


def _new(batch: list[Prepared], ids: set[bytes], *, again: bool) -> list[Prepared]:
    """Return the new applications of *batch*, and add their ids to *ids*."""
    if again:
        return batch
    new = []
    for each in batch:
        if (packed := _packed(each.message_id)) not in ids:
            ids.add(packed)
            new.append(each)
    return new


def _packed(message_id: str) -> bytes:
    """Return an id in 16 bytes; another producer's may have any form."""
    try:
        return bytes.fromhex(message_id.replace("-", ""))
    except ValueError:
        return message_id.encode()


def _batches(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    batch: list[Prepared] = []
    size = 0
    for each in prepared:
        batch.append(each)
        size += each.size
        if len(batch) >= BATCH_MESSAGES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@contextmanager
def _stopping(sent: Sent) -> Iterator[None]:
    """Let the first interrupt end the sending after its batch, and a second one at once.

    While the next applications are read, the first one ends it: the input may be a terminal.
    """
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop(_number: int, _frame: FrameType | None) -> None:
        sent.stopped = True
        restore()
        if sent.reading:
            raise KeyboardInterrupt

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        restore()
