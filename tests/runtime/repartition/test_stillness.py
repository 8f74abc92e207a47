"""A deployment at work is refused, and the refusal names the workers and the rest."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CoordinatorLoadInProgressError, GroupAuthorizationFailedError

from runtime.repartition import stillness
from runtime.repartition.stillness import Consumer, DoesNotStandStill, has_read, refuse_members, refuse_unread, still_ends
from runtime.settings import Settings
from runtime.state.homes import Homes
from tests.runtime.repartition.test_copying import Broker, record

PLACE = TopicPartition("imr.intake.events", 0)
TRIAGE = Consumer("triage", (PLACE.topic,), Homes({}))
SETTINGS = Settings(kafka_bootstrap="broker.example:9092")


class Admin:
    """A broker's groups: *answers* to each question about members, and committed offsets."""

    def __init__(
        self, answers: Sequence[tuple[int, int]] = ((0, 0),), committed: Mapping[TopicPartition, int] | None = None
    ) -> None:
        self.answers = list(answers)
        self._committed = committed or {}

    async def describe_consumer_groups(self, groups: Sequence[str]) -> list[Any]:
        """Return error code and members of the one group asked for; the last answer stays."""
        (group,) = groups
        code, members = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        told = {"group": group, "error_code": code, "members": [{}] * members}
        return [SimpleNamespace(to_object=lambda: {"groups": [told]})]

    async def list_consumer_group_offsets(self, _group: str) -> Mapping[TopicPartition, Any]:
        """Return the committed offsets."""
        return {place: SimpleNamespace(offset=offset) for place, offset in self._committed.items()}


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that makes an administrator's client the broker's."""
    monkeypatch.setattr(stillness, "_LOOK_SECONDS", 0)

    def replace(admin: Admin, *partitions: Sequence[Any]) -> Admin:
        @asynccontextmanager
        async def admin_of(_: Settings) -> AsyncIterator[Admin]:
            yield admin

        monkeypatch.setattr(stillness, "admin_of", admin_of)
        monkeypatch.setattr(stillness, "committed_reader", Broker(*partitions))
        return admin

    return replace


async def test_members_are_refused_by_group_and_number(use: Any) -> None:
    """And how long a worker that was stopped still counts."""
    use(Admin([(0, 2)]))

    with pytest.raises(DoesNotStandStill, match=r"imr-triage has 2 at work.*IMR_SESSION_TIMEOUT_MS"):
        await refuse_members(SETTINGS, ["imr-triage"])


async def test_one_that_was_stopped_is_forgotten_in_time(use: Any) -> None:
    """Within the patience that is asked for."""
    admin = use(Admin([(0, 1), (0, 1), (0, 0)]))

    await refuse_members(SETTINGS, ["imr-triage"], patience_seconds=60)

    assert [(0, 0)] == admin.answers


async def test_a_broker_that_has_just_started_is_asked_again(use: Any) -> None:
    """Until it has read its groups it names no members; that was taken for none."""
    use(Admin([(CoordinatorLoadInProgressError.errno, 0), (0, 1)]))

    with pytest.raises(DoesNotStandStill):
        await refuse_members(SETTINGS, ["imr-triage"])


async def test_another_error_of_the_broker_ends_it(use: Any) -> None:
    """It would not go away."""
    use(Admin([(GroupAuthorizationFailedError.errno, 0)]))

    with pytest.raises(GroupAuthorizationFailedError):
        await refuse_members(SETTINGS, ["imr-triage"])


async def test_unread_messages_are_refused_by_service_topic_and_number(use: Any) -> None:
    """Without a committed offset all of them are unread."""
    records = [record(0, 0, 1), record(0, 1, 2), None]
    use(Admin(committed={PLACE: 1}), records)
    with pytest.raises(DoesNotStandStill, match=r"triage has 1 of imr\.intake\.events;"):
        await refuse_unread(SETTINGS, [TRIAGE], {PLACE: 3})
    use(Admin(), records)
    with pytest.raises(DoesNotStandStill, match=r"triage has 2 of imr\.intake\.events;"):
        await refuse_unread(SETTINGS, [TRIAGE], {PLACE: 3})


async def test_the_ends_of_transactions_are_no_messages(use: Any) -> None:
    """They take offsets behind the last committed one."""
    use(Admin(committed={PLACE: 2}), [record(0, 0, 1), record(0, 1, 2), None])

    await refuse_unread(SETTINGS, [TRIAGE], {PLACE: 3})


@pytest.mark.parametrize(("committed", "has"), [({}, False), ({PLACE: -1}, False), ({PLACE: 0}, True)])
async def test_a_service_that_never_read_is_known(use: Any, committed: Mapping[TopicPartition, int], *, has: bool) -> None:
    """A shadow is optional."""
    use(Admin(committed=committed))

    assert has == await has_read(SETTINGS, TRIAGE)


@pytest.mark.parametrize(("stable", "is_refused"), [(7, False), (5, True)])
async def test_an_open_transaction_is_refused(use: Any, monkeypatch: pytest.MonkeyPatch, stable: int, *, is_refused: bool) -> None:
    """Its messages may still become part of the topic."""

    async def stable_and_end(_: object, places: Sequence[TopicPartition]) -> Mapping[TopicPartition, tuple[int, int]]:
        return dict.fromkeys(places, (stable, 7))

    use(Admin())
    monkeypatch.setattr(stillness, "stable_and_end", stable_and_end)
    if not is_refused:
        assert {PLACE: 7} == await still_ends(SETTINGS, [PLACE])
        return
    with pytest.raises(DoesNotStandStill, match=r"open in imr\.intake\.events/0"):
        await still_ends(SETTINGS, [PLACE])
