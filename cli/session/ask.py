"""Asking decision for something about a case, and waiting for what it answers to this very question."""

import asyncio
import os

from cli.session.connection import fail, partition_of_case
from cli.session.wait import wait_for
from runtime.outside.follow import Seen
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.ids import derived_id
from schemas.message import Command, Message
from schemas.messages.decision import OpinionSigned, RequestRefused, SignatureRefused
from schemas.topics import DECISION_EVENTS


def ask(settings: Settings, command: Command, case_number: str, seconds: float) -> Message:
    """What decision answers to *command*; ends the command line where it refuses or does not answer in time."""
    message_id = derived_id("ask", command.type, command.model_dump_json(), os.getpid())
    try:
        answer = asyncio.run(_ask(settings, command, case_number, message_id, seconds))
    except BrokerUnavailable as error:
        fail(str(error))
    if answer is None:
        fail(
            f"no answer within {seconds:.0f} seconds; what you asked is on the stream and `imr case show {case_number}` will show what became of it"
        )
    return answer


def refused(answer: Message) -> str | None:
    """Why decision refused, if it did."""
    return answer.text if isinstance(answer, SignatureRefused | RequestRefused) else None


async def _ask(settings: Settings, command: Command, case_number: str, message_id: str, seconds: float) -> Message | None:
    async with Publisher(settings, "/imr/cli") as publisher:
        await publisher.publish(command, message_id)

    def find(seen: Seen) -> Message | None:
        """The answer; the last opinion of a panel is followed by the determination, which says more."""
        message = seen.message
        last = isinstance(message, OpinionSigned) and message.outstanding == 0
        return message if seen.envelope.causation_id == message_id and not last else None

    return await wait_for(settings, (DECISION_EVENTS,), find, seconds, partition_of_case(case_number, settings))
