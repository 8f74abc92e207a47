"""Tell that messages of a case are parked, wherever the case is shown."""

import typer

from cli.dead_letters.queue import DeadLetters, topics_of
from cli.session.output import say_error
from runtime.outside.follow import read_to_end
from runtime.settings import Settings


async def parked_of(settings: Settings, case_number: str) -> str | None:
    """Return a sentence about the parked messages of the case; None if there are none."""
    waiting = DeadLetters(await read_to_end(settings, topics_of(None))).waiting()
    number = sum(1 for dead in waiting if dead.parked.message_subject == case_number)
    if not number:
        return None
    told = "1 message of this case is parked and waits" if number == 1 else f"{number} messages of this case are parked and wait"
    return f"{told} for an operator; to see why: imr dead-letters list --case {case_number}"


async def tell_parked(settings: Settings, case_number: str) -> None:
    """Print that sentence, if there is one, on standard error: it is no part of the output."""
    if (told := await parked_of(settings, case_number)) is not None:
        say_error(told, style=typer.colors.YELLOW)
