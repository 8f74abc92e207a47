"""A session at the desk goes on with messages that were parked behind others."""

import pytest

from cli.dead_letters.queue import DeadLetter, DeadLetters, Selection
from cli.dead_letters.session import Desk, DeskOutcome
from runtime.loop import parking
from runtime.record import Found
from runtime.settings import Settings
from tests.examples import CASE_NUMBER, RECEIVED_AT


def _letter(offset: int, subject: str = CASE_NUMBER) -> DeadLetter:
    headers = [("ce_subject", subject.encode())]
    parked = parking.parked_message("intake", Found("imr.intake.commands", 1, offset, 0, None, b"{}", headers), "behind", "behind")
    return DeadLetter(parked, RECEIVED_AT, (1, offset))


class _Desk(Desk):
    """A desk whose dead letters are given."""

    dead_letters: tuple[DeadLetter, ...] = ()

    async def _dead_letters(self) -> DeadLetters:
        found = DeadLetters()
        found._dead_letters = {dead.key: dead for dead in self.dead_letters}
        return found


@pytest.mark.parametrize(
    ("words", "selection", "goes_on"),
    [
        (("replayed", "replayed"), Selection(consumer="intake"), [2]),
        (("replayed", "parked again"), Selection(consumer="intake"), []),
        (("replayed", "no answer yet"), Selection(consumer="intake"), []),
        (("replayed", "replayed"), Selection(consumer="triage"), []),
        (("replayed", "replayed"), Selection(ids=("imr.intake.commands/1/0", "imr.intake.commands/1/1")), []),
    ],
)
async def test_what_was_parked_behind_meanwhile_is_replayed_too(
    words: tuple[str, str], selection: Selection, goes_on: list[int]
) -> None:
    """Only in queues that move and by a filter; never for ids, nor in another case."""
    desk = _Desk(Settings(), "Example Operator", 1)
    desk.dead_letters = (*(_letter(offset) for offset in range(3)), _letter(3, "CM15-1330009"))
    desk.outcomes = [DeskOutcome(_letter(offset), word) for offset, word in enumerate(words)]

    found = await desk._parked_behind(selection)

    assert goes_on == [dead.parked.origin.offset for dead in found]
