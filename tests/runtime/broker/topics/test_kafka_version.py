"""A Kafka that loses the ends of transactions is known by its features and refused."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.protocol.types import CompactArray, CompactString, Int16, TaggedFields

from runtime.broker.topics.kafka_version import LosesEnds, newest_level, refuse_loser_of_ends

FEATURES = CompactArray(("name", CompactString("utf-8")), ("from", Int16), ("to", Int16), ("tags", TaggedFields))


def tags(**levels: int) -> dict[int, bytes]:
    """Return the tagged fields of a broker that knows these features up to these levels."""
    return {0: FEATURES.encode([(name.replace("_", "."), 1, level, {}) for name, level in levels.items()])}


class Admin:
    """An admin client of brokers whose answers have these tagged fields."""

    def __init__(self, answers: Iterable[dict[int, bytes]]) -> None:
        self._answers = list(answers)
        brokers = [SimpleNamespace(nodeId=number) for number in range(len(self._answers))]
        self._client: Any = SimpleNamespace(cluster=SimpleNamespace(brokers=lambda: brokers), send=self._send)

    async def _send(self, number: int, _request: object) -> Any:
        return SimpleNamespace(tags=self._answers[number])


@pytest.mark.parametrize(
    ("levels", "is_refused"),
    [((29,), False), ((30,), True), ((33,), True), ((29, 29, 30), True), ((25, 29), False)],
)
async def test_a_cluster_with_a_broker_of_4_3_or_later_is_refused(levels: tuple[int, ...], *, is_refused: bool) -> None:
    """Level 30 of the metadata is of Kafka 4.3; in a rolling upgrade one broker may be of it."""
    admin = Admin(tags(group_version=1, metadata_version=level) for level in levels)
    if not is_refused:
        await refuse_loser_of_ends(admin)
        return
    with pytest.raises(LosesEnds, match=r"4\.3 or later.*KAFKA-20734.*IMR_KAFKA_ENDS_TRUSTED=true"):
        await refuse_loser_of_ends(admin)


def test_a_broker_that_names_no_features_is_of_before() -> None:
    """A program that speaks Kafka's protocol need not have its features."""
    assert 0 == newest_level({}) == newest_level(tags(group_version=1))
