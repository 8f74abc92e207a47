"""The check that no reviewer has more open cases than room.

A pool is one partition with one owner, so its commands have one order, and their consequences
are replayed in that order. An assignment caused by a timer or a replayed message has no place of
its own; it is put at the last possible moment, before the release.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bench.checker.facts import Fact
from bench.checker.finding import Finding

POOL = "imr.triage.pool"


def check_capacity(own: Sequence[Fact], foreign_to_order: set[str]) -> Iterator[Finding]:
    """Replay the pools and yield each assignment that exceeds a reviewer's room.

    *foreign_to_order* has the ids of parked commands that were replayed later than their place.
    """
    commands = sorted((fact for fact in own if fact.place.topic == POOL), key=lambda fact: fact.place)
    ids = {command.id for command in commands} - foreign_to_order
    assigned = [fact for fact in own if fact.name == "reviewer-assigned"]
    at_once: dict[str, list[Fact]] = defaultdict(list)
    for fact in assigned:
        at_once[fact.cause].append(fact)
    floating = {fact.case: fact for fact in assigned if fact.cause not in ids}
    play = _Play()
    for command in commands:
        if command.name == "release-reviewer" and command.case in floating:
            yield from play.assign(floating.pop(command.case))
        play.note(command)
        for fact in at_once[command.id] if command.id in ids else ():
            yield from play.assign(fact)
    for fact in floating.values():
        yield from play.assign(fact)


class _Play:
    """The pools after the commands so far."""

    def __init__(self) -> None:
        self._room: dict[tuple[str, str], int] = {}
        self._open: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._reviewer: dict[str, tuple[str, str]] = {}

    def note(self, command: Fact) -> None:
        """Apply an enrolment, a release, or that a case stands still or goes on.

        One that goes on is its reviewer's again, even beyond the room.
        """
        if command.name == "enrol-reviewer":
            self._room[command.data["pool"], command.data["reviewer_id"]] = command.data["room"]
        elif command.name == "release-reviewer" and command.case in self._reviewer:
            self._open[self._reviewer.pop(command.case)].discard(command.case)
        elif command.name == "adjust-case" and command.case in self._reviewer:
            mine = self._open[self._reviewer[command.case]]
            if command.data["on_hold"]:
                mine.discard(command.case)
            else:
                mine.add(command.case)

    def assign(self, fact: Fact) -> Iterator[Finding]:
        """Give the case to its reviewer; yield a finding where there is no room."""
        reviewer = (fact.data["pool"], fact.data["reviewer_id"])
        self._reviewer[fact.case] = reviewer
        self._open[reviewer].add(fact.case)
        if reviewer not in self._room:
            yield Finding("over capacity", f"{fact}: {reviewer[1]} was never enrolled")
        elif len(self._open[reviewer]) > self._room[reviewer]:
            yield Finding(
                "over capacity",
                f"{fact}: {reviewer[1]} has {len(self._open[reviewer])} open cases and room for {self._room[reviewer]}",
            )
