"""Ctrl-C ends long work, cleanly and with the status of an interrupt."""

import asyncio
import os
import signal

import pytest
import typer

from cli.session.interrupt import finished, interrupted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("failure", [None, OSError("broken by the signal")])
async def test_a_signal_ends_the_work(number: signal.Signals, failure: OSError | None) -> None:
    """The work may clean up, and its failure is none of its own."""
    ended: list[bool] = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), number)
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(True)
            if failure:
                raise failure

    assert not await finished(work())
    assert [True] == ended


async def test_work_that_comes_to_its_end_is_finished() -> None:
    """A failure of the work itself is raised."""

    async def fails() -> None:
        raise OSError("full")

    assert await finished(asyncio.sleep(0))
    with pytest.raises(OSError, match="full"):
        await finished(fails())


def test_an_interrupt_has_a_sentence_and_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 130."""
    with pytest.raises(typer.Exit) as ended:
        interrupted("stopped; nothing was sent")

    assert (130, "stopped; nothing was sent\n") == (ended.value.exit_code, capsys.readouterr().err)
