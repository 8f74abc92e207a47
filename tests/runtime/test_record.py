"""A record built here is one as the broker returns it."""

from runtime.record import Found, Record


def test_a_found_record_is_a_record() -> None:
    """It has every property that handlers of records read, and counts its attempts from one."""
    found = Found("imr.intake.events", 1, 42, 7, b"key", None, [("ce_id", b"id")])
    record: Record = found

    properties = [name for name, value in vars(Record).items() if isinstance(value, property)]
    assert ["topic", "partition", "offset", "timestamp", "key", "value", "headers"] == properties
    assert all(hasattr(record, name) for name in properties)
    assert 1 == found.attempt
