"""Take invented cases through a system in their own time, day by day.

Before each act the system's clock is set to its instant, so that every event is recorded in its
time and each deadline passes on its day.
"""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from cli.system.life.known import Known
from cli.system.life.messages import correction, records, returned_mail, reviewers, signature, unreadable_records
from cli.system.life.plan import ENDS_AT, ZONE, Act, ActKind, InventedCase
from schemas.ids import derived_id, submission_id
from schemas.message import Message
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.letters import LetterServed
from services.intake.channels.channel import submit_application

_AT_ONCE = timedelta(hours=1)
"""Acts within so long of each other are waited for together."""

_A_SECOND = timedelta(seconds=1)
_CLIENT = "demo"

Say = Callable[[str], None]
"""Prints or shows a line about the progress."""


class World(Protocol):
    """A system whose clock can be set, and the events that were seen in it."""

    known: Known

    def pass_to(self, instant: datetime) -> None:
        """Let the system's clock go on to *instant*; it never goes back."""

    async def publish(self, message: Message, message_id: str) -> None:
        """Write *message* as a channel would."""

    async def until(self, done: Callable[[], bool], told: Callable[[], str]) -> None:
        """Wait until *done*, within a bound; *told* names the event that is awaited."""


class Filling:
    """Takes *cases* through *world*.

    *say* gets a line at the end of each day, and *show* one before each step.
    """

    def __init__(self, world: World, cases: Sequence[InventedCase], *, say: Say, show: Say) -> None:
        self._world = world
        self._known = world.known
        self._cases = cases
        self._say = say
        self._show = show
        self._done = Counter[ActKind]()

    async def fill(self, registry: Path) -> None:
        """Take every case to its fate; raise the errors of the world."""
        acts = deque(sorted(((act, case) for case in self._cases for act in case.acts), key=lambda each: each[0].at))
        self._world.pass_to(acts[0][0].at - timedelta(hours=1))
        await self._enrol(registry)
        while acts:
            day = _day(acts[0][0].at)
            self._show(self._progress(day))
            await self._let_deadlines_pass(acts[0][0].at)
            await self._act(self._next(acts))
            if not acts or _day(acts[0][0].at) != day:
                self._say(self._progress(day))
        await self._let_deadlines_pass(ENDS_AT)
        self._world.pass_to(ENDS_AT)

    def _progress(self, day: str) -> str:
        return f"{day}: {self._done['submit']} of {len(self._cases)} received, {self._done['sign']} signed"

    async def _enrol(self, registry: Path) -> None:
        """Record the reviewers and wait until the pool will hear of them before the first case."""
        wanted = set()
        for reviewer in reviewers(registry):
            await self._world.publish(reviewer, derived_id(_CLIENT, reviewer.type, reviewer.reviewer_id))
            wanted.add(reviewer.reviewer_id)
        await self._world.until(lambda: wanted <= self._known.enrolled, lambda: "reviewers to be enrolled")

    def _next(self, acts: deque[tuple[Act, InventedCase]]) -> list[tuple[Act, InventedCase]]:
        """Take the acts that are waited for together: none after the next deadline."""
        taken = [acts.popleft()]
        until = taken[0][0].at + _AT_ONCE
        if (due := self._known.next_due()) is not None:
            until = min(until, due)
        while acts and acts[0][0].at < until:
            taken.append(acts.popleft())
        return taken

    async def _let_deadlines_pass(self, instant: datetime) -> None:
        """Let each deadline before *instant* pass on its own, and wait for the word of it."""
        while (due := self._known.next_due()) is not None and due < instant:
            self._world.pass_to(due + _A_SECOND)
            await self._world.until(partial(self._is_said, due), lambda: f"the deadline of {due} to be said to have passed")

    def _is_said(self, due: datetime) -> bool:
        following = self._known.next_due()
        return following is None or following > due

    async def _act(self, acts: Sequence[tuple[Act, InventedCase]]) -> None:
        """Do *acts*, each at its instant, and wait until the services are done with all of them."""
        doing = []
        for act, case in acts:
            self._done[act.kind] += 1
            self._world.pass_to(act.at)
            if (message := self._message(act, case)) is not None:
                await self._world.publish(*message)
                doing.append((act, case))

        def left() -> list[str]:
            return [
                f"{act.kind} in case {case.number} ({case.fate})"
                for act, case in doing
                if not self._known.has_answered(act.kind, case, _submission(case))
            ]

        await self._world.until(lambda: not left(), lambda: f"{len(left())} answers, first to {left()[0]}")

    def _message(self, act: Act, case: InventedCase) -> tuple[Message, str] | None:
        """Return the message of *act* and its id; None if the letter that it is about was held."""
        if act.kind == "submit":
            return submit_application(
                case.application, client=_CLIENT, idempotency_key=_key(case), channel="file", received_at=act.at
            )
        number, known = self._known.number(_submission(case)), self._known
        message: Message | None = None
        match act.kind:
            case "records":
                message = records(number, act.at)
            case "unreadable records":
                message = unreadable_records(number, act.at)
            case "sign" if assessed := known.latest(CaseAssessed, number):
                message = signature(assessed, act.at, unfinished=case.fate == "held")
            case "correct" if known.served_version(number) and (signed := known.latest(DeterminationSigned, number)):
                message = correction(signed, act.at)
            case "return mail" if served := known.latest(LetterServed, number):
                message = returned_mail(served, act.at)
        return None if message is None else (message, derived_id(_CLIENT, act.kind, _key(case)))


def _day(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%A %Y-%m-%d}"


def _key(case: InventedCase) -> str:
    return f"case {case.number}"


def _submission(case: InventedCase) -> str:
    return submission_id(_CLIENT, _key(case))
