"""Send a decision command, print its answer, and tell the outcome of the letter."""

import time

from cli.letter.outcome import as_data, tell_held, tell_issued, tell_next, wait_for_outcome
from cli.session.ask import ask, refused
from cli.session.connection import fail
from cli.session.local_time import zone_of
from cli.session.output import print_json, say
from cli.session.timeline import tell
from runtime.settings import Settings
from schemas.message import Command, Message
from schemas.messages.decision import (
    DeterminationSigned,
    RequestRefused,
    SecondSignatureAwaited,
    SignatureRefused,
)
from schemas.messages.letters import LetterHeld, LetterIssued

_LETTER_SECONDS_MIN = 1.0
_WAYS = {
    "already-signed": "imr letter fetch has the letter or says why there is none; imr decision correct makes a new version",
    "item-open": "decide an item with --decide, and keep the others as assessed with --keep",
    "reason-missing": "give the reason after a colon, as in --decide '2=overturned: the trial showed gains'",
}
"""The options that help after a refusal, by its code."""


def answer(settings: Settings, command: Command, case_number: str, seconds: float, *, as_json: bool) -> None:
    """Ask, and print the answer; a refusal is a failure.

    After a signature that determines the case, wait for its letter in the time that is left.
    """
    began = time.monotonic()
    told = ask(settings, command, case_number, seconds)
    if (reason := refused(told)) is not None:
        if as_json:
            print_json(told.model_dump(mode="json"))
        way = _WAYS.get(told.code) if isinstance(told, SignatureRefused | RequestRefused) else None
        fail(f"refused: {reason}" + (f" ({way})" if way else ""))
    letter = None
    if isinstance(told, DeterminationSigned):
        left = max(seconds - (time.monotonic() - began), min(seconds, _LETTER_SECONDS_MIN))
        letter = wait_for_outcome(settings, told, left)
    if as_json:
        more = {"letter": as_data(letter)} if isinstance(told, DeterminationSigned) else {}
        print_json({**told.model_dump(mode="json"), **more})
        return
    say(f"{case_number}: {tell(told, zone_of(settings))}")
    if isinstance(told, DeterminationSigned | SecondSignatureAwaited):
        for decision in told.decisions:
            say(f"  {decision.item}. {decision.request}: {decision.outcome}")
    for line in _next(told, letter):
        say(line)


def _next(told: Message, letter: LetterIssued | LetterHeld | None) -> list[str]:
    reviewer = told.reviewer_id if isinstance(told, DeterminationSigned) else None
    match letter:
        case LetterHeld():
            return tell_held(letter, reviewer)
        case LetterIssued():
            return tell_issued(letter, reviewer)
        case _ if isinstance(told, DeterminationSigned):
            return [f"the letter is not made yet; imr letter fetch {told.case_number} waits for it, or says why there is none"]
        case _:
            return tell_next(told)
