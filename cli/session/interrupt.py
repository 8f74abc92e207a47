"""End long work at Ctrl-C, and say so."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, NoReturn

import typer

from cli.session.output import say_error

_INTERRUPTED = 130


async def finished(work: Coroutine[Any, Any, None]) -> bool:
    """Do *work*; return False if SIGINT or SIGTERM came first, after ending it.

    A failure after the signal is a part of that end.
    """
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    stopped, working = asyncio.create_task(stopping.wait()), asyncio.create_task(work)
    await asyncio.wait({stopped, working}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if stopping.is_set():
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return False
    await working
    return True


def interrupted(told: str) -> NoReturn:
    """End the command with *told* on standard error and the exit status of an interrupt."""
    say_error(told)
    raise typer.Exit(_INTERRUPTED)
