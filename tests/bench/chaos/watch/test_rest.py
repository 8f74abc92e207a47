"""A run is at rest when nothing is left to read and no effect is open."""

from collections import Counter
from typing import Any

import pytest

from bench.chaos.watch import rest
from bench.checker.facts import SERVICES


@pytest.mark.parametrize(
    ("unread", "records", "left"),
    [
        ({}, {}, {}),
        ({"triage": 3}, {}, {"triage": 3}),
        ({}, {("letters", 3): {"effects/one": {}, "effects/two": {}, "case-files/one": {}}}, {"letters": 2}),
        ({}, {("letters", 0): {"effects/one": {}}, ("letters", 1): {"effects/two": {}}}, {"letters": 2}),
        ({"triage": 3}, {("letters", 0): {"effects/one": {}}}, {"triage": 3}),
    ],
    ids=["nothing", "messages", "effects", "effects of two partitions", "messages come first"],
)
def test_the_work_left_is_counted_by_service(
    unread: dict[str, int], records: dict[tuple[str, int], Any], left: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Messages are counted first, then effects that are intended or attempted."""
    monkeypatch.setattr(rest, "count_unread", lambda _broker, group, _: Counter({0: unread.get(group.removeprefix("imr-"), 0)}))
    monkeypatch.setattr(rest, "read_changelogs", lambda *_: records)

    assert left == rest.left_to_do("unused")


def test_rest_is_seen_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output that one service writes while another is counted is found by the second look."""
    looks = iter([0] * len(SERVICES) + [1] + [0] * len(SERVICES))
    monkeypatch.setattr(rest, "count_unread", lambda *_: Counter({0: next(looks)}))
    monkeypatch.setattr(rest, "read_changelogs", lambda *_: {})

    assert {SERVICES[0]: 1} == rest.left_to_do("unused")
