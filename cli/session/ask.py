"""Send a command about a case and wait for its answer."""

import asyncio
import os
from collections.abc import Callable

from cli.session.connection import fail, partition_of_case, require_case
from cli.session.wait import wait_for
from runtime.outside.follow import Seen
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.ids import derived_id
from schemas.message import Command, Message
from schemas.messages.decision import OpinionSigned, RequestRefused, SignatureRefused
from schemas.topics import DECISION_EVENTS, Topic


def _is_final(message: Message) -> bool:
    """Return whether *message* ends the answer.

    The last opinion of a panel is followed by the determination.
    """
    return not (isinstance(message, OpinionSigned) and message.outstanding == 0)


def _never(_message: Message) -> bool:
    return False


def ask(
    settings: Settings,
    command: Command,
    case_number: str,
    seconds: float,
    topic: Topic = DECISION_EVENTS,
    is_answer: Callable[[Message], bool] = _is_final,
    ends: Callable[[Message], bool] = _never,
) -> Message:
    """Publish *command* and return its answer on *topic*.

    A message that *ends* the question answers it too, whichever message caused it.
    End the command line after *seconds*, or before it publishes anything if there is no such case.
    """
    message_id = derived_id("ask", command.type, command.model_dump_json(), os.getpid())

    def find(seen: Seen) -> Message | None:
        is_caused = seen.envelope.causation_id == message_id and is_answer(seen.message)
        return seen.message if is_caused or ends(seen.message) else None

    try:
        answer = asyncio.run(_ask(settings, command, message_id, find, topic, seconds, case_number))
    except BrokerUnavailable as error:
        fail(str(error))
    if answer is None:
        fail(
            f"no answer within {seconds:.0f} seconds; the command is on the stream, and `imr case show {case_number}` will show its outcome"
        )
    return answer


def refused(answer: Message) -> str | None:
    """Why decision refused, if it did."""
    return answer.text if isinstance(answer, SignatureRefused | RequestRefused) else None


async def _ask(
    settings: Settings,
    command: Command,
    message_id: str,
    find: Callable[[Seen], Message | None],
    topic: Topic,
    seconds: float,
    case_number: str,
) -> Message | None:
    await require_case(settings, case_number)
    async with Publisher(settings, "/imr/cli") as publisher:
        await publisher.publish(command, message_id)
    return await wait_for(settings, (topic,), find, seconds, partition_of_case(case_number, settings))
