"""The catalogue of topics."""

from schemas.topics import DAY_MS, DECIDING_SERVICES, MESSAGE_BYTES_MAX, SHADOW, TOPICS, changelog, dead_letters, desk


def test_names_are_unique() -> None:
    """No topic is listed twice."""
    assert len(TOPICS) == len({topic.name for topic in TOPICS})


def test_each_deciding_service_has_its_own_three() -> None:
    """Each deciding service has a changelog, dead letters and a desk."""
    names = {topic.name for topic in TOPICS}

    for service in (*DECIDING_SERVICES, SHADOW):
        assert {changelog(service).name, dead_letters(service).name, desk(service).name} <= names


def test_facts_are_kept_for_ever() -> None:
    """Events, history, audit and dead letters never expire.

    Kafka's default is a week.
    """
    for topic in TOPICS:
        if topic.name.endswith(("events", "dead-letters")):
            assert {
                "cleanup.policy": "delete",
                "retention.ms": "-1",
                "max.message.bytes": str(MESSAGE_BYTES_MAX),
                "compression.type": "zstd",
            } == topic.configuration


def test_current_values_are_compacted() -> None:
    """Changelogs and the registry keep the last value of each key."""
    compacted = {topic.name for topic in TOPICS if topic.configuration["cleanup.policy"] == "compact"}

    assert {"imr.reviewers", *(changelog(service).name for service in (*DECIDING_SERVICES, SHADOW))} == compacted


def test_compacted_topics_close_their_segments() -> None:
    """Kafka compacts closed segments only, so a compacted topic closes one each day or 16 MiB."""
    for topic in TOPICS:
        if topic.configuration["cleanup.policy"] == "compact":
            assert int(topic.configuration["segment.ms"]) == DAY_MS
            assert int(topic.configuration["segment.bytes"]) == 16 * 1024 * 1024


def test_nobody_who_decides_reads_the_shadow() -> None:
    """No deciding service reads the shadow's events."""
    assert [] == [topic.name for topic in TOPICS if topic.writer == SHADOW and {*DECIDING_SERVICES} & {*topic.readers}]
