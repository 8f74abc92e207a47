"""Records that are built here, compared with a broker's."""

from runtime.record import Found, Record


def test_a_found_record_is_a_record() -> None:
    """A built record has every property of a record, and its attempts count from one."""
    found = Found("imr.intake.events", 1, 42, 7, b"key", None, [("ce_id", b"id")])
    record: Record = found

    properties = [name for name, value in vars(Record).items() if isinstance(value, property)]
    assert ["topic", "partition", "offset", "timestamp", "key", "value", "headers"] == properties
    assert all(hasattr(record, name) for name in properties)
    assert 1 == found.attempt
