"""A stream in memory that replaces the broker for commands."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import ModuleType
from typing import Any, Self, TypeVar

import pytest

from cli import reviewer, submit
from cli.case import clocks as case_clocks
from cli.case import duplicate, listing
from cli.case import show as case_show
from cli.case.acts import addresses as case_addresses
from cli.case.acts import amending as case_amending
from cli.case.acts import appealing as case_appealing
from cli.case.acts import consolidating as case_consolidating
from cli.case.acts import ending as case_ending
from cli.case.acts import extending as case_extending
from cli.case.acts import implementing as case_implementing
from cli.case.acts import records as case_records
from cli.dead_letters import commands as dead_letters
from cli.dead_letters import of_case
from cli.decision import correct_fact, reassign, show, sign, similar
from cli.decision import replay as decision_replay
from cli.fees import statement as fee_statement
from cli.guideline import whatif
from cli.letter import fetch, held, outcome, service, verify
from cli.main import COMMANDS
from cli.session import ask, connection
from cli.submission import answers, sending
from runtime.outside.follow import Seen
from runtime.outside.publish import BrokerUnavailable
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.intake import ApplicationReceived
from schemas.topics import Topic
from schemas.wire.envelope import Envelope
from tests.services.letters.verification.case_events import NUMBER, RECEIVED, seen

Found = TypeVar("Found")

_START = datetime(2026, 4, 29, 17, 0, tzinfo=UTC)
_MODULES: tuple[ModuleType, ...] = (
    *(
        answers,
        ask,
        case_addresses,
        case_amending,
        case_appealing,
        case_clocks,
        case_consolidating,
        case_ending,
        case_extending,
        case_implementing,
        case_records,
        case_show,
        connection,
        dead_letters,
        decision_replay,
        duplicate,
        fee_statement,
        fetch,
        held,
        listing,
        of_case,
        outcome,
        correct_fact,
        reassign,
        reviewer,
        sending,
        service,
        show,
        sign,
        similar,
        submit,
        verify,
        whatif,
    ),
)


class FakeStream:
    """The events that commands read, and the commands they publish.

    *answer* returns the events that a command causes.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.events: list[Seen] = []
        self.commands: list[Message] = []
        self.cases = {NUMBER}
        """The cases that exist, whether or not a test has their first event."""
        self.ids: list[str] = []
        self.confirms = 1_000_000
        """So many commands are confirmed before the broker is lost."""
        self.lost = BrokerUnavailable("KafkaTimeoutError")
        self.answer: Callable[[Message], Iterable[Message]] = lambda _command: ()

    def say(self, *messages: Message, cause: str | None = None) -> None:
        """Append *messages*, a minute apart."""
        for message in messages:
            place = len(self.events)
            time = _START + timedelta(minutes=place)
            envelope = Envelope(f"id-{place}", "/imr/test", message.type, 1, time, None, "id-0", cause)
            self.events.append(Seen(envelope, message, message.destination.name, 0, place))

    async def read_to_end(
        self, settings: Settings, topics: Sequence[Topic], partition: int | None = None, *, subject: str | None = None
    ) -> list[Seen]:
        """Return the events of *topics* in *partition*, of *subject* if given."""
        names = {topic.name for topic in topics}
        return [
            seen
            for seen in self.events
            if seen.topic in names
            and (partition is None or partition == _partition(seen.message, settings))
            and subject in {None, seen.message.subject}
        ]

    async def stream_to_end(
        self,
        settings: Settings,
        topics: Sequence[Topic],
        partition: int | None = None,
        *,
        subject: str | None = None,
        kinds: Collection[type[Message]] | None = None,
        **_: Any,
    ) -> AsyncIterator[Seen]:
        """Yield the same events one at a time, whatever their kind; first that of a case."""
        if kinds == (ApplicationReceived,) and subject in self.cases:
            yield seen(RECEIVED.model_copy(update={"case_number": subject}))[0]
        for each in await self.read_to_end(settings, topics, partition, subject=subject):
            yield each

    async def wait_for(
        self,
        settings: Settings,
        topics: Sequence[Topic],
        find: Callable[[Seen], Found | None],
        _seconds: float,
        partition: int | None = None,
        *,
        subject: str | None = None,
    ) -> Found | None:
        """Return the first thing that *find* makes of an event, without waiting for later ones."""
        for each in await self.read_to_end(settings, topics, partition, subject=subject):
            if (found := find(each)) is not None:
                return found
        return None

    async def ids_to_end(self, *_asked: object, **_options: object) -> AsyncIterator[str]:
        """Yield the ids of the commands."""
        for each in self.ids:
            yield each

    def publisher(self, _settings: Settings, _source: str) -> "_Publisher":
        """Return a publisher to this stream."""
        return _Publisher(self)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Connect the commands to this stream.

        A command is imported on use. Each is imported here first, because one imported later would
        take the fakes for its own and keep them.
        """
        for each in COMMANDS.values():
            import_module(each)
        fakes: dict[str, Any] = {
            "connect": lambda: self.settings,
            "_settings": lambda: self.settings,
            "read_to_end": self.read_to_end,
            "stream_to_end": self.stream_to_end,
            "wait_for": self.wait_for,
            "Publisher": self.publisher,
            "ids_to_end": self.ids_to_end,
        }
        for module in _MODULES:
            for name in fakes.keys() & vars(module).keys():
                monkeypatch.setattr(module, name, fakes[name])


def _partition(message: Message, settings: Settings) -> int:
    return message.partition(settings.partitions)


class _Publisher:
    def __init__(self, stream: FakeStream) -> None:
        self._stream = stream

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Nothing to close."""

    async def publish(self, message: Message, message_id: str) -> None:
        if len(self._stream.commands) >= self._stream.confirms:
            raise self._stream.lost
        self._stream.commands.append(message)
        self._stream.ids.append(message_id)
        self._stream.say(*self._stream.answer(message), cause=message_id)

    async def publish_all(self, messages: Sequence[tuple[Message, str]]) -> None:
        for message, message_id in messages:
            await self.publish(message, message_id)
