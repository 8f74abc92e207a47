"""Reading the embedded broker's file: what was committed, at which offset."""

import io
import json
from collections.abc import Iterable, Sequence

import ijson
import pytest
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from hypothesis import given
from hypothesis import strategies as st

from runtime.broker.embedded.kept import KeptMessage, KeptOffset, read_offsets, read_topics

ABORT, COMMIT = b"\x00\x00\x00\x00", b"\x00\x00\x00\x01"
_ATTRIBUTES_AT, _TRANSACTIONAL, _CONTROL = 21, 0x10, 0x20
HEADERS = (("ce_id", b"a"), ("ce_type", b"imr.test"))


def batch(first: int, keys: Sequence[bytes], *, producer: int = -1, attributes: int = 0) -> list[object]:
    """Return a record batch as the file holds it: its first offset and its bytes."""
    builder = DefaultRecordBatchBuilder(
        magic=2, compression_type=0, is_transactional=0, producer_id=producer, producer_epoch=0, base_sequence=0, batch_size=1 << 20
    )
    for place, key in enumerate(keys):
        builder.append(place, timestamp=1_000 + first + place, key=key, value=b"value", headers=list(HEADERS))
    content = builder.build()
    content[:8] = first.to_bytes(8, "big")
    content[_ATTRIBUTES_AT + 1] |= attributes
    return [first, list(content)]


def transactional(first: int, keys: Sequence[bytes], producer: int) -> list[object]:
    """Return a batch of an open transaction of *producer*."""
    return batch(first, keys, producer=producer, attributes=_TRANSACTIONAL)


def end(first: int, outcome: bytes, producer: int) -> list[object]:
    """Return the end of the open transaction of *producer*."""
    return batch(first, [outcome], producer=producer, attributes=_TRANSACTIONAL | _CONTROL)


def document(batches: Iterable[list[object]], end_offset: int, **more: object) -> io.BytesIO:
    """Return a file with one topic of one partition, and a topic of Kafka's own."""
    partition = {"record_batches": list(batches), "high_watermark": end_offset, "id": 0}
    topics = [
        ["__consumer_offsets", {"partitions": [[0, {"record_batches": [], "high_watermark": 0}]], "configs": {}}],
        ["imr.test", {"partitions": [[0, partition]], "configs": {"cleanup.policy": "compact"}}],
    ]
    return io.BytesIO(json.dumps({"topics": topics, "committed_offsets": [], **more}).encode())


def kept(batches: Iterable[list[object]]) -> list[tuple[int, bytes | None]]:
    """Return offset and key of each message that is read."""
    (topic,) = read_topics(document(batches, 99))
    (partition,) = topic.partitions
    return [(record.offset, record.key) for record in partition.records]


def test_a_message_is_read_whole() -> None:
    """Topic, settings, end, offset, time, key, value and headers are those of the file."""
    (topic,) = read_topics(document([batch(7, [b"key"])], 8))

    assert ("imr.test", {"cleanup.policy": "compact"}) == (topic.name, topic.configuration)
    assert [(0, 8)] == [(each.number, each.end) for each in topic.partitions]
    assert (KeptMessage(7, 1_007, b"key", b"value", HEADERS),) == topic.partitions[0].records


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        ([], []),
        ([batch(0, [b"a", b"b"])], [(0, b"a"), (1, b"b")]),
        ([transactional(0, [b"a"], 1), end(1, COMMIT, 1)], [(0, b"a")]),
        ([transactional(0, [b"a"], 1), end(1, ABORT, 1), batch(2, [b"b"])], [(2, b"b")]),
        ([transactional(0, [b"a"], 1)], []),
        ([transactional(0, [b"a"], 1), transactional(1, [b"b"], 2), end(2, ABORT, 1), end(3, COMMIT, 2)], [(1, b"b")]),
        ([transactional(0, [b"a"], 1), end(1, ABORT, 1), transactional(2, [b"b"], 1), end(3, COMMIT, 1)], [(2, b"b")]),
        ([end(0, COMMIT, 1), batch(1, [b"a"])], [(1, b"a")]),
    ],
    ids=["empty", "outside", "committed", "aborted", "unfinished", "two producers", "one after the other", "end without messages"],
)
def test_only_committed_messages_are_read(batches: list[list[object]], expected: list[tuple[int, bytes]]) -> None:
    """Messages of aborted and unfinished transactions, and the ends themselves, are left out."""
    assert expected == kept(batches)


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.integers(1, 3), st.sampled_from([COMMIT, ABORT, b""])), max_size=12))
def test_a_message_is_read_exactly_if_its_transaction_was_committed(steps: list[tuple[int | None, int, bytes]]) -> None:
    """Compare with a model that keeps the messages of each open transaction."""
    offset, batches, expected, unfinished = 0, [], [], {}
    for producer, number, outcome in steps:
        keys = [str(offset + place).encode() for place in range(number)]
        written = list(zip(range(offset, offset + number), keys, strict=True))
        offset += number
        if producer is None:
            batches.append(batch(written[0][0], keys))
            expected += written
            continue
        batches.append(transactional(written[0][0], keys, producer))
        unfinished.setdefault(producer, []).extend(written)
        if outcome:
            batches.append(end(offset, outcome, producer))
            offset += 1
            ended = unfinished.pop(producer)
            expected += ended if outcome == COMMIT else []

    assert sorted(expected) == kept(batches)


def test_committed_offsets_are_read() -> None:
    """Each group's offset is read with its topic and partition."""
    file = document([], 0, committed_offsets=[[["imr-intake", "imr.intake.commands", 3], 17]])

    assert [KeptOffset("imr-intake", "imr.intake.commands", 3, 17)] == list(read_offsets(file))


def test_a_damaged_file_is_an_error() -> None:
    """A file that ends early is not taken for a shorter one."""
    whole = document([batch(0, [b"a"])], 1).getvalue()

    with pytest.raises(ijson.JSONError):
        list(read_topics(io.BytesIO(whole[: len(whole) // 2])))
