"""Topics become facts and changelogs become tables."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from bench.checker.facts import SERVICES, Position
from bench.checker.reading import reading
from bench.checker.reading.reading import TOPICS, NoSuchChangelog, Silence, read_changelogs, read_facts, read_values
from schemas.topics import TOPICS as CATALOGUE


def _message(topic: str, offset: int, key: bytes = b"", value: bytes | None = b"{}", partition: int = 0) -> Any:
    parts = {"topic": topic, "partition": partition, "offset": offset, "key": key, "value": value, "headers": None, "error": None}
    return SimpleNamespace(**{name: lambda part=part: part for name, part in parts.items()})


@pytest.fixture
def topics(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The messages that a broker would give."""
    messages: list[Any] = []
    monkeypatch.setattr(
        reading, "_messages", lambda _bootstrap, names, *_: iter([each for each in messages if each.topic() in names])
    )
    return messages


def test_a_changelog_holds_the_last_record_of_each_key(topics: list[Any]) -> None:
    """A record without a value deletes its key."""
    changelog = "imr.intake.changelog"
    topics += [
        _message(changelog, 0, b"cases/one", b'{"stage": "waiting"}'),
        _message(changelog, 1, b"cases/two", b'{"stage": "ready"}'),
        _message(changelog, 2, b"cases/one", b'{"stage": "ready"}'),
        _message(changelog, 3, b"cases/two", None),
        _message(changelog, 0, b"cases/three", b"{}", partition=1),
    ]

    held = read_changelogs("unused", 2)

    assert {"cases/one": {"stage": "ready"}} == held["intake", 0]
    assert {"cases/three": {}} == held["intake", 1]
    assert {(service, number) for service in SERVICES for number in (0, 1)} == set(held)


def test_a_changelog_key_names_its_table(topics: list[Any]) -> None:
    """A record of no table is an error that names its place."""
    topics.append(_message("imr.intake.changelog", 5, b"nameless"))

    with pytest.raises(NoSuchChangelog, match=r"imr\.intake\.changelog/0/5 has the key 'nameless'"):
        read_changelogs("unused", 1)


def test_a_message_without_headers_is_a_fact(topics: list[Any]) -> None:
    """Foreign bytes are read as well."""
    topics.append(_message("imr.intake.commands", 4, value=b"\xff"))

    assert [Position("imr.intake.commands", 0, 4)] == [fact.place for fact in read_facts("unused", 1)]


def test_values_come_from_the_named_topics_alone(topics: list[Any]) -> None:
    """They keep their order."""
    topics += [_message("one", 0, value=b"1"), _message("two", 0, value=b"2"), _message("one", 1, value=b"3")]

    assert [b"1", b"3"] == list(read_values("unused", ["one"], 1))


@pytest.mark.parametrize("service", SERVICES)
def test_every_topic_of_a_deciding_service_is_read(service: str) -> None:
    """A topic that the checker does not know would hide findings; changelogs are read apart."""
    names = {topic.name for topic in CATALOGUE if topic.name.startswith(f"imr.{service}.")}

    assert names - {f"imr.{service}.changelog"} <= set(TOPICS)


def test_silence_names_the_partitions_that_are_left() -> None:
    """The message says where the reader stopped."""
    waiting: Sequence[tuple[str, int]] = [("two", 1), ("one", 0)]

    assert str(Silence(waiting)).endswith("[('one', 0), ('two', 1)]")
