"""The dead-letter desk of a chaos run: replay parked messages, discard unreadable ones."""

import json
from collections.abc import Iterator
from typing import Any

from bench.chaos.parts.traffic import Writer, sealed
from bench.chaos.plan import PARTITIONS
from bench.checker.facts import SERVICES
from bench.checker.reading.reading import read_values
from schemas.wire.codec import Sealed
from schemas.wire.dead_letters import DiscardParked, ParkedMessage, ReplayParked

ACTOR = "Example Operator"


class Desk:
    """Writes commands to replay and discard, each under an id of its own."""

    def __init__(self, bootstrap: str, writer: Writer) -> None:
        self.commands = 0
        self._bootstrap, self._writer = bootstrap, writer

    def replay_all(self) -> int:
        """Replay every parked message, each queue in order; return their number."""
        commands = [self._sealed(ReplayParked(parked=parked, actor=ACTOR)) for parked in self._waiting()]
        self._writer.write(commands)
        return len(commands)

    def discard_unreadable(self) -> int:
        """Discard unreadable messages, so that those behind can be replayed; return their number."""
        wrong = [parked for parked in self._waiting() if parked.reason == "unreadable"]
        self._writer.write([self._sealed(DiscardParked(parked=parked, actor=ACTOR, reason="poison")) for parked in wrong])
        return len(wrong)

    def _waiting(self) -> Iterator[ParkedMessage]:
        """Yield each parked message that was neither replayed nor discarded, at its last attempt."""
        latest: dict[tuple[str, str], dict[str, Any]] = {}
        topics = [f"imr.{service}.dead-letters" for service in SERVICES]
        for value in read_values(self._bootstrap, topics, PARTITIONS):
            parked = json.loads(value)["parked"]
            latest[parked["consumer"], _id(parked)] = parked
        for value in read_values(self._bootstrap, ["imr.audit.events"], PARTITIONS):
            done = json.loads(value)
            latest.pop((done.get("consumer"), done.get("parked_id")), None)
        for parked in sorted(
            latest.values(), key=lambda each: (each["consumer"], each["origin"]["topic"], each["origin"]["offset"])
        ):
            yield ParkedMessage.model_validate_json(json.dumps(parked))

    def _sealed(self, command: ReplayParked | DiscardParked) -> Sealed:
        self.commands += 1
        return sealed(command, f"desk-{self.commands}", PARTITIONS)


def _id(parked: dict[str, Any]) -> str:
    origin = parked["origin"]
    return f"{origin['topic']}/{origin['partition']}/{origin['offset']}"
