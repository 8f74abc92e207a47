"""Send commands to the consumers' desks and collect the answers."""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.progress import Progress, TaskID

from cli.dead_letters.queue import DeadLetter, DeadLetters, Selection, topics_of
from cli.session.output import progress_bar
from runtime import clock
from runtime.outside.follow import Seen, follow, read_to_end
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.ids import derived_id
from schemas.topics import AUDIT_EVENTS
from schemas.wire.dead_letters import (
    DeskCommandRefused,
    DiscardParked,
    ParkedMessageDiscarded,
    ParkedMessageReplayed,
    ReplayFailed,
    ReplayParked,
)

Answer = ParkedMessageReplayed | ParkedMessageDiscarded | ReplayFailed | DeskCommandRefused

_AT_ONCE = 50
_REFUSED = {"not-next": "not next in its queue", "not-waiting": "does not wait", "tried-since": "tried since"}


@dataclass(frozen=True)
class DeskOutcome:
    """The outcome of a desk command in a word, with its error or reason."""

    dead: DeadLetter
    word: str
    detail: str | None = None

    @property
    def well(self) -> bool:
        """Whether the message is done with."""
        return self.word in {"replayed", "discarded"}


@dataclass
class Desk:
    """An operator's session at the desks.

    Commands are sent in the order of the queues and answered within *seconds* in all.
    """

    settings: Settings
    actor: str
    seconds: float
    outcomes: list[DeskOutcome] = field(default_factory=list)

    async def discard(self, dead_letters: Sequence[DeadLetter], reason: str) -> None:
        """Give up *dead_letters* for *reason*."""
        deadline = asyncio.get_running_loop().time() + self.seconds
        with progress_bar() as progress:
            await self._carry_out(
                [(each, DiscardParked(parked=each.parked, actor=self.actor, reason=reason)) for each in dead_letters],
                deadline,
                progress,
                progress.add_task("discarding", total=len(dead_letters)),
            )

    async def replay(self, dead_letters: Sequence[DeadLetter], selection: Selection) -> None:
        """Replay the messages and those parked behind them meanwhile.

        It ends when their queues are empty or one does not move.
        """
        deadline = asyncio.get_running_loop().time() + self.seconds
        with progress_bar() as progress:
            bar = progress.add_task("replaying", total=len(dead_letters))
            while dead_letters:
                commands = [(each, ReplayParked(parked=each.parked, actor=self.actor)) for each in dead_letters]
                await self._carry_out(commands, deadline, progress, bar)
                dead_letters = await self._parked_behind(selection)
                progress.update(bar, total=len(self.outcomes) + len(dead_letters))

    async def _carry_out(
        self,
        commands: Sequence[tuple[DeadLetter, ReplayParked | DiscardParked]],
        deadline: float,
        progress: Progress,
        bar: TaskID,
    ) -> None:
        """Send *commands* in order and note each outcome."""
        sent_at = clock.now().isoformat()
        by_id = {derived_id("desk", command.type, *dead.key, sent_at, os.getpid()): dead for dead, command in commands}
        messages = list(zip((command for _, command in commands), by_id, strict=True))
        async with Publisher(self.settings, "/imr/cli") as publisher:
            for start in range(0, len(messages), _AT_ONCE):
                await publisher.publish_all(messages[start : start + _AT_ONCE])
        answers: dict[str, Answer] = {}
        try:
            async with asyncio.timeout_at(deadline):
                async for seen in follow(self.settings, (AUDIT_EVENTS,)):
                    if _answers(seen, by_id) and seen.envelope.causation_id not in answers:
                        answers[seen.envelope.causation_id or ""] = seen.message  # type: ignore[assignment]  # _answers looked
                        progress.advance(bar)
                    if len(answers) == len(by_id):
                        break
        except TimeoutError:
            pass
        errors = await self._dead_letters() if any(isinstance(each, ReplayFailed) for each in answers.values()) else None
        self.outcomes += _outcomes(by_id, answers, errors)

    async def _parked_behind(self, selection: Selection) -> list[DeadLetter]:
        """Return untried messages of *selection* in queues where every replay succeeded."""
        tried = {outcome.dead.key for outcome in self.outcomes}
        moving = {outcome.dead.queue for outcome in self.outcomes} - {each.dead.queue for each in self.outcomes if not each.well}
        if selection.ids or not moving:
            return []
        waiting = (await self._dead_letters()).waiting()
        return [each for each in waiting if each.key not in tried and each.queue in moving and selection.fits(each)]

    async def _dead_letters(self) -> DeadLetters:
        return DeadLetters(await read_to_end(self.settings, topics_of(None)))


def _answers(seen: Seen, by_id: Mapping[str, DeadLetter]) -> bool:
    return isinstance(seen.message, Answer) and seen.envelope.causation_id in by_id


def _outcomes(by_id: Mapping[str, DeadLetter], answers: Mapping[str, Answer], now: DeadLetters | None) -> Iterator[DeskOutcome]:
    for identifier, dead in by_id.items():
        match answers.get(identifier):
            case ParkedMessageReplayed():
                yield DeskOutcome(dead, "replayed")
            case ParkedMessageDiscarded():
                yield DeskOutcome(dead, "discarded")
            case ReplayFailed():
                newest = now.newest(dead.key) if now else None
                yield DeskOutcome(dead, "parked again", newest.parked.error if newest else None)
            case DeskCommandRefused() as refused:
                yield DeskOutcome(dead, _REFUSED[refused.code], refused.text)
            case _:
                yield DeskOutcome(dead, "no answer yet", "the command is on the stream and is carried out once the consumer runs")
