"""The catalogue of topics."""

from schemas.topics import DECIDING_SERVICES, MESSAGE_BYTES_MAX, SHADOW, TOPICS, changelog, dead_letters, desk


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
            } == topic.configuration


def test_current_values_are_compacted() -> None:
    """Changelogs and the registry keep the last value of each key."""
    compacted = {topic.name for topic in TOPICS if topic.configuration["cleanup.policy"] == "compact"}

    assert {"imr.reviewers", *(changelog(service).name for service in (*DECIDING_SERVICES, SHADOW))} == compacted


def test_nobody_who_decides_reads_the_shadow() -> None:
    """No deciding service reads the shadow's events."""
    assert [] == [topic.name for topic in TOPICS if topic.writer == SHADOW and {*DECIDING_SERVICES} & {*topic.readers}]
