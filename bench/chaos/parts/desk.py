"""The dead-letter desk of a chaos run: replay parked messages, discard unreadable ones."""

import json
from collections.abc import Iterator
from typing import Any, Literal

from bench.chaos.parts.traffic import Writer, sealed
from bench.chaos.plan import PARTITIONS
from bench.checker.facts import SERVICES
from bench.checker.reading.reading import read_values
from runtime.loop.parking import as_found
from schemas.wire.codec import Sealed
from schemas.wire.dead_letters import DiscardParked, ParkedMessage, ReplayParked

Key = tuple[str, str]
"""The consumer that parked a message, and the message's id."""

ACTOR = "Example Operator"


class Desk:
    """Writes commands to replay and discard, each under an id of its own."""

    def __init__(self, bootstrap: str, writer: Writer) -> None:
        self.commands = 0
        self._written: list[Sealed] = []
        self._bootstrap, self._writer = bootstrap, writer

    def replay_all(self) -> int:
        """Replay every parked message, each queue in order; return their number."""
        commands = [self._sealed(ReplayParked(parked=parked, actor=ACTOR)) for parked in self._waiting()]
        self._writer.write(commands)
        self._written += commands
        return len(commands)

    def discard_unreadable(self) -> int:
        """Discard unreadable messages, so that those behind can be replayed; return their number."""
        wrong = [parked for parked in self._waiting() if parked.reason == "unreadable"]
        self._writer.write([self._sealed(DiscardParked(parked=parked, actor=ACTOR, reason="poison")) for parked in wrong])
        return len(wrong)

    def repeat_replayed(self) -> int:
        """Send the replayed messages again, and return their number.

        Its producer writes each message as it was (commands only: events are left to their
        services), and the desk replays it once more, under the id of its command and under a new
        one. Each was handled.
        """
        done = self._done()
        found = [parked for key, parked in self._latest().items() if done.get(key) == "replayed"]
        records = [as_found(parked) for parked in found if parked.origin.topic.endswith(".commands") and parked.value]
        self._writer.write(
            [
                *(Sealed(each.topic, each.partition, each.key or b"", each.value, tuple(each.headers)) for each in records),
                *(self._sealed(ReplayParked(parked=parked, actor=ACTOR)) for parked in found),
                *self._written,
            ]
        )
        return len(records)

    def _waiting(self) -> Iterator[ParkedMessage]:
        """Yield each parked message that was neither replayed nor discarded, at its last attempt."""
        done = self._done()
        waiting = (parked for key, parked in self._latest().items() if key not in done)
        yield from sorted(waiting, key=lambda each: (each.consumer, each.origin.topic, each.origin.offset))

    def _latest(self) -> dict[Key, ParkedMessage]:
        """Return each parked message at its last attempt."""
        topics = [f"imr.{service}.dead-letters" for service in SERVICES]
        values = (json.loads(value)["parked"] for value in read_values(self._bootstrap, topics, PARTITIONS))
        return {(parked["consumer"], _id(parked)): ParkedMessage.model_validate_json(json.dumps(parked)) for parked in values}

    def _done(self) -> dict[Key, Literal["replayed", "discarded"]]:
        """Return how each message that waits no more was ended; a replay that failed ends none."""
        answers = map(json.loads, read_values(self._bootstrap, ["imr.audit.events"], PARTITIONS))
        return {
            (answer["consumer"], answer["parked_id"]): "discarded" if "reason" in answer else "replayed"
            for answer in answers
            if "parked_id" in answer and not {"attempt", "code"} & answer.keys()
        }

    def _sealed(self, command: ReplayParked | DiscardParked) -> Sealed:
        self.commands += 1
        return sealed(command, f"desk-{self.commands}", PARTITIONS)


def _id(parked: dict[str, Any]) -> str:
    origin = parked["origin"]
    return f"{origin['topic']}/{origin['partition']}/{origin['offset']}"
