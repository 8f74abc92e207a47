"""The picture that `imr up` draws: the day, services, cases by stage and the newest moves.

It fits the terminal: the newest move is always shown, and nothing that is typed again is cut.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.text import Text

from cli.session.output import printable, wrap
from cli.session.timeline import tell
from runtime.outside.follow import Seen
from schemas.case import OfACase
from services.ops.domain.stages import CLOSED

MOVES_SHOWN = 12
_MOVES_MIN = 3
"""Lines kept for moves where the terminal is low."""

_GAP = 6


@dataclass
class Moves:
    """The newest moves in the order of their time, whichever topic was read first."""

    seen: list[Seen] = field(default_factory=list)
    passed_over: int = 0

    def note(self, polled: Iterable[Seen], passed_over: int = 0) -> None:
        """Take the messages of a poll; add the number passed over to keep up."""
        of_cases = [each for each in polled if isinstance(each.message, OfACase)]
        self.seen = sorted([*self.seen, *of_cases], key=lambda each: each.envelope.time)[-MOVES_SHOWN:]
        self.passed_over += passed_over


@dataclass(frozen=True)
class Scene:
    """Everything that a picture shows.

    *counted* is the answer of ops, empty while it starts. *hint* is printed above the view of a
    system without cases, since the view cannot hold a line that is wider than the terminal.
    """

    today: str
    clock_is_set: bool
    places: Sequence[str]
    services: Sequence[tuple[str, str]]
    parked: int
    desk: str
    counted: dict[str, Any]
    moves: Moves
    hint: Sequence[str]
    now: datetime
    zone: ZoneInfo


def picture(scene: Scene, width: int, height: int) -> list[Text]:
    """Return the lines of the view, at most *height* of them."""
    top = [Text(each, "yellow" if scene.clock_is_set else "bold") for each in wrap(scene.today, width)]
    top += [Text(each, "dim") for each in _joined(scene.places, width)]
    middle = _side_by_side([_padded(scene.services), _padded(_stages(scene.counted))], width)
    notes = [Text(line, "yellow") for note in _notes(scene) for line in wrap(note, width)]
    notes = notes[: max(0, height - _MOVES_MIN - 2)]
    top = top[: max(1, height - _MOVES_MIN - 1 - len(notes))]
    title = Text("last moves", "italic")
    blanks = 2 if height >= len(top) + len(middle) + len(notes) + 3 + _MOVES_MIN else 0
    room = height - len(top) - len(notes) - 1 - blanks
    middle = middle[: max(0, room - _MOVES_MIN)]
    bottom = _moves(scene, width, room - len(middle))
    blank = [Text()] * (blanks // 2)
    return [*top, *blank, *map(Text, middle), *blank, *notes, title, *bottom][:height]


def has_no_cases(scene: Scene) -> bool:
    """Return whether it is known that no case has come yet."""
    counted = scene.counted
    return bool(counted) and counted.get("lag") == 0 and not any(counted.get("cases", {}).values()) and not scene.moves.seen


def hint_lines(scene: Scene) -> list[str]:
    """Return the lines above the view of a system without cases, each command on one line."""
    return ["no cases yet; try in another terminal, in this folder:", *scene.hint, ""]


def _stages(counted: dict[str, Any]) -> list[tuple[str, str]]:
    cases = counted.get("cases", {}).items()
    rows = [(f"{stage} in the last hour" if stage in CLOSED else stage, str(number)) for stage, number in cases]
    return [("open cases by stage, and those closed", ""), *rows]


def _notes(scene: Scene) -> list[str]:
    """Return the things that need attention: parked messages, and counts that are behind."""
    notes = []
    if scene.parked:
        told = "1 message is parked: it" if scene.parked == 1 else f"{scene.parked} messages are parked: they"
        notes += [f"{told} could not be read or handled; to see why:", scene.desk]
    lag = scene.counted.get("lag")
    if not scene.counted or (lag is None and not scene.counted.get("cases")):
        notes.append("the cases by stage are not counted yet: ops is starting")
    elif lag:
        notes.append(f"the cases by stage are behind by {lag:,} messages")
    if scene.moves.passed_over:
        notes.append(f"{scene.moves.passed_over:,} messages were passed over to show the newest moves")
    return notes


def _moves(scene: Scene, width: int, room: int) -> list[Text]:
    """Return the newest moves that fit into *room* lines, newest last."""
    if not scene.moves.seen:
        none = "none yet; the commands above take an example in" if has_no_cases(scene) else "none yet"
        return [Text(line) for line in wrap(none, width)]
    lines: list[str] = []
    for seen in reversed(scene.moves.seen):
        told = wrap(_told(seen, scene), width, 2)
        if len(lines) + len(told) > room:
            break
        lines = [*told, *lines]
    newest = wrap(_told(scene.moves.seen[-1], scene), width, 2)[: max(1, room)]
    return [Text(line) for line in lines or newest]


def _told(seen: Seen, scene: Scene) -> str:
    at = seen.envelope.time.astimezone(scene.zone)
    is_today = at.date() == scene.now.astimezone(scene.zone).date()
    time = f"{at:%H:%M:%S}" if is_today else f"{at:%Y-%m-%d %H:%M:%S}"
    return printable(f"{time}  {seen.envelope.subject}  {tell(seen.message, scene.zone)}")


def _joined(parts: Sequence[str], width: int) -> list[str]:
    """Return *parts* on as few lines as hold them, each part whole."""
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]} · {part}"
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _padded(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return *rows* of two columns as aligned lines."""
    first = max((cell_len(name) for name, value in rows if value), default=0)
    return [f"{name:<{first}}  {value}".rstrip() for name, value in rows]


def _side_by_side(blocks: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return *blocks* beside each other, or below each other where they are too wide."""
    left, right = blocks
    column = max(map(cell_len, left), default=0) + _GAP
    if column + max(map(cell_len, right), default=0) > width:
        return [*left, *right]
    rows = range(max(len(left), len(right)))
    pairs = (((left[row] if row < len(left) else ""), (right[row] if row < len(right) else "")) for row in rows)
    return [f"{one:<{column}}{other}".rstrip() for one, other in pairs]


def services_told(states: Sequence[tuple[str, str]], waiting: Counter[str]) -> list[tuple[str, str]]:
    """Return each service with its state and the messages parked by it."""
    told = [(name, f"{state}, {waiting[name]} parked" if waiting[name] else state) for name, state in states]
    return [("services", ""), *told]
