"""The live view fits the terminal, and its newest move is always there."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cli.system.live_view import MOVES_SHOWN, Moves, Scene, has_no_cases, hint_lines, picture, services_told
from runtime.outside.follow import Seen
from schemas.message import Message
from schemas.messages.letters import LetterSent
from schemas.messages.seats import CaseReturned
from schemas.wire.codec import read
from schemas.wire.envelope import Envelope
from services.ops.domain.stages import STAGES
from tests.examples import ROOT
from tests.services.letters.verification.case_events import RECEIVED

AT = datetime(2015, 4, 17, 16, 0, tzinfo=UTC)
PLACES = [
    "intake http://127.0.0.1:8090/v1/applications",
    "live http://127.0.0.1:8091/v1/live",
    "Kafka 127.0.0.1:54111",
    "logs var/imr/logs",
    "Ctrl-C stops",
]
HINT = [".venv/bin/imr submit examples/chiropractic-and-massage.json --received-at 2015-04-17T09:00:00"]


def _example(kind: type[Message]) -> Message:
    return read(kind, kind.version, (ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_bytes())


def move(minutes: int, message: Message = RECEIVED) -> Seen:
    """Return an event so many *minutes* after nine."""
    envelope = Envelope(f"id-{minutes}", "/imr/x", message.type, 1, AT + timedelta(minutes=minutes), f"CM15-{minutes:07}", "id")
    return Seen(envelope, message, "imr.intake.events", 0, minutes)


def scene(moves: Moves, counted: dict[str, Any] | None = None, parked: int = 0, now: datetime = AT) -> Scene:
    """Return a scene of a system whose clock is set."""
    return Scene(
        today="Friday 2015-04-17 09:00 PDT (America/Los_Angeles); the clock is set, the real day is Saturday 2026-11-28",
        clock_is_set=True,
        places=PLACES,
        services=services_told([("intake", "running"), ("ops", "starting")], Counter({"intake": parked})),
        parked=parked,
        desk=".venv/bin/imr dead-letters list",
        counted={"cases": {"received": 3}, "lag": 0} if counted is None else counted,
        moves=moves,
        hint=HINT,
        now=now,
        zone=ZoneInfo("America/Los_Angeles"),
    )


def shown(scene: Scene, width: int = 80, height: int = 23) -> list[str]:
    """Return the lines of the picture."""
    return [line.plain for line in picture(scene, width, height)]


def taken(*seen: Seen) -> Moves:
    """Return moves in the order in which they were read."""
    moves = Moves()
    for each in seen:
        moves.note([each])
    return moves


def test_moves_are_in_the_order_of_time_whatever_is_read_first() -> None:
    """After a restart topics and partitions are read side by side."""
    moves = taken(*(move(minutes) for minutes in (30, 10, 40, 20)))

    lines = [line for line in shown(scene(moves)) if "CM15" in line]
    assert ["09:10:00", "09:20:00", "09:30:00", "09:40:00"] == [line.split()[0] for line in lines]


def test_the_newest_of_many_stay() -> None:
    """An older one that is read late does not push them out."""
    moves = taken(*(move(minutes) for minutes in range(100, 200)), move(1))

    assert [AT + timedelta(minutes=each) for each in range(200 - MOVES_SHOWN, 200)] == [each.envelope.time for each in moves.seen]


@pytest.mark.parametrize("height", range(6, 60))
@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_newest_move_is_shown_in_every_size(width: int, height: int) -> None:
    """With every stage, parked messages and counts that are behind."""
    busy = {"cases": dict.fromkeys(STAGES, 28_000), "lag": 28_000}
    lines = shown(scene(taken(*(move(minutes) for minutes in range(20))), busy, parked=3), width, height)

    assert len(lines) <= height
    assert any("CM15-0000019" in line for line in lines)


def test_it_has_the_systems_day_and_says_that_its_clock_is_set() -> None:
    """The first line; at 80 columns it goes on in the second."""
    assert shown(scene(Moves()), 200)[0] == scene(Moves()).today
    assert "the real day is Saturday 2026-11-28" in " ".join(shown(scene(Moves())))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_nothing_that_is_typed_again_is_cut(width: int) -> None:
    """Addresses, the number of a case and the id of a service stand whole in a line."""
    sent = _example(LetterSent)
    lines = shown(scene(taken(move(1, sent)), parked=1), width, 40)

    for whole in (*(place.split()[-1] for place in PLACES), "CM15-0000001", sent.service_id):  # type: ignore[attr-defined]
        assert any(whole in line for line in lines), whole
    assert "…" not in "".join(lines)


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ({"cases": {"received": 1}, "lag": 28_000}, "the cases by stage are behind by 28,000 messages"),
        ({}, "the cases by stage are not counted yet: ops is starting"),
        ({"cases": {}, "lag": None}, "the cases by stage are not counted yet: ops is starting"),
        ({"cases": {"received": 1}, "lag": 0}, None),
        ({"cases": {"received": 1}, "lag": None}, None),
    ],
)
def test_counts_that_are_behind_say_so(counted: dict[str, Any], told: str | None) -> None:
    """And those that are not there."""
    lines = shown(scene(Moves(), counted))

    assert told in lines if told else not any("by stage are" in line for line in lines)


def test_moves_that_are_passed_over_are_counted() -> None:
    """Under load only the newest are read."""
    moves = Moves()
    moves.note([move(1)], 12_000)
    moves.note([move(2)], 345)
    moves.note([move(3)])

    assert "12,345 messages were passed over to show the newest moves" in shown(scene(moves))


def test_moves_of_another_day_have_their_date() -> None:
    """After a restart on the next day."""
    lines = shown(scene(taken(move(1)), now=AT + timedelta(days=1)))

    assert any(line.startswith("2015-04-17 09:01:00  CM15-0000001") for line in lines)


def test_messages_that_are_no_cases_are_left_out() -> None:
    """A registry change moves no case; a returned case does."""
    returned = _example(CaseReturned)

    assert 1 == len(taken(move(1, returned)).seen)


@pytest.mark.parametrize(
    ("counted", "moved", "known"),
    [
        ({}, False, False),
        ({"cases": {}, "lag": None}, False, False),
        ({"cases": {}, "lag": 0}, False, True),
        ({"cases": {"received": 0}, "lag": 0}, False, True),
        ({"cases": {"received": 1}, "lag": 0}, False, False),
        ({"cases": {}, "lag": 0}, True, False),
    ],
)
def test_a_system_without_cases_has_a_hint_above_the_view(counted: dict[str, Any], *, moved: bool, known: bool) -> None:
    """Each command is one line, which can be pasted; the view points to it."""
    there = scene(taken(move(1)) if moved else Moves(), counted)

    assert known == has_no_cases(there)
    assert known == ("none yet; the commands above take an example in" in shown(there))
    assert HINT == hint_lines(there)[1:-1]


@pytest.mark.parametrize(("parked", "told"), [(0, None), (1, "1 message is parked: it"), (2, "2 messages are parked: they")])
def test_parked_messages_come_with_the_command_to_look(parked: int, told: str | None) -> None:
    """On a line of its own."""
    lines = shown(scene(Moves(), parked=parked))

    assert bool(told) == (".venv/bin/imr dead-letters list" in lines)
    assert told is None or f"{told} could not be read or handled; to see why:" in lines


def test_a_service_has_its_parked_messages() -> None:
    """Others have their state alone."""
    told = services_told([("intake", "running"), ("ops", "starting")], Counter({"intake": 2}))

    assert [("services", ""), ("intake", "running, 2 parked"), ("ops", "starting")] == told
