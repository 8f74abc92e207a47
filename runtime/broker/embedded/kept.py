"""Read the file in which the embedded broker kept its topics and committed offsets.

The file is one JSON document. Each batch in it is a Kafka record batch (format 2) as a list of
bytes. Topics are read one at a time, because the file may have gigabytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import ijson
from aiokafka.record.default_records import DefaultRecordBatch

_COMMIT = b"\x00\x00\x00\x01"  # the key of a control record: its version and type, 0 for abort and 1 for commit
_INTERNAL = "__"


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message with its *offset* and its time in milliseconds since the epoch."""

    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class KeptPartition:
    """The committed messages of a partition, by offset.

    *end* is the offset of the next message.
    """

    number: int
    end: int
    records: Sequence[KeptMessage]


@dataclass(frozen=True, slots=True)
class KeptTopic:
    """A topic with the settings that it had."""

    name: str
    configuration: Mapping[str, str]
    partitions: Sequence[KeptPartition]


@dataclass(frozen=True, slots=True)
class KeptOffset:
    """The offset of the next message that *group* reads from a partition."""

    group: str
    topic: str
    partition: int
    offset: int


def read_topics(file: IO[bytes]) -> Iterator[KeptTopic]:
    """Yield each topic of *file*, without Kafka's own; raises ijson.JSONError."""
    for name, topic in ijson.items(file, "topics.item"):
        if not name.startswith(_INTERNAL):
            partitions = sorted((_partition(number, kept) for number, kept in topic["partitions"]), key=lambda each: each.number)
            yield KeptTopic(name, topic["configs"], partitions)


def read_offsets(file: IO[bytes]) -> Iterator[KeptOffset]:
    """Yield the committed offsets in *file*; raises ijson.JSONError."""
    for (group, topic, partition), offset in ijson.items(file, "committed_offsets.item"):
        yield KeptOffset(group, topic, partition, offset)


def _partition(number: int, kept: Mapping[str, Any]) -> KeptPartition:
    batches = [DefaultRecordBatch(bytearray(content)) for _, content in kept["record_batches"]]
    return KeptPartition(number, kept["high_watermark"], tuple(_committed(batches)))


def _committed(batches: Sequence[Any]) -> Iterator[KeptMessage]:
    """Yield the records outside transactions and those of committed ones."""
    committed = _committed_batches(batches)
    for batch in batches:
        if batch.is_control_batch or (batch.is_transactional and batch.base_offset not in committed):
            continue
        for record in batch:
            yield KeptMessage(record.offset, record.timestamp, record.key, record.value, tuple(record.headers))


def _committed_batches(batches: Sequence[Any]) -> set[int]:
    """Return the first offset of each batch whose transaction was committed."""
    committed: set[int] = set()
    unfinished: dict[int, list[int]] = {}
    for batch in batches:
        if batch.is_control_batch:
            ended = unfinished.pop(batch.producer_id, [])
            if next(iter(batch)).key == _COMMIT:
                committed.update(ended)
        elif batch.is_transactional:
            unfinished.setdefault(batch.producer_id, []).append(batch.base_offset)
    return committed


def kept_file(broker_folder: Path) -> Path:
    """Return the path of the file in the broker's folder of a data folder."""
    return broker_folder / "embedded" / "kafka.json"
