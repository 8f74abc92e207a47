"""Parked messages told in lines and tables."""

import builtins
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from cli.dead_letters.contents import Contents, printable_value
from cli.dead_letters.queue import DeadLetter
from cli.session.local_time import second
from cli.session.output import say_whole
from cli.session.table import Column, Prose, print_table

_WORD = re.compile("[A-Z][a-z0-9]*|[a-z0-9]+")


def row(dead: DeadLetter) -> dict[str, Any]:
    """Return the fields of a dead letter for programs, without its content."""
    parked = dead.parked
    return {
        "id": parked.id,
        "consumer": parked.consumer,
        "parked_as": parked.reason,
        "type": parked.message_type,
        "subject": parked.message_subject,
        "message_id": parked.message_id,
        "parked_at": dead.parked_at.isoformat(),
        "attempt": parked.attempt,
        "problem": problem(dead),
        "value_bytes": parked.value_bytes,
        "by_reference": parked.by_reference,
        "state": dead.state,
    }


def print_dead_letters(dead_letters: Sequence[DeadLetter], zone: ZoneInfo, *, history: bool) -> None:
    """Print *dead_letters* in their order, with *history* the end of each too."""
    rows = []
    for dead in dead_letters:
        attempt = "" if dead.parked.attempt == 1 else f", attempt {dead.parked.attempt}"
        size = f", {dead.parked.value_bytes or 0:,} bytes kept by reference" if dead.parked.by_reference else ""
        rows.append(
            (
                dead.parked.id,
                dead.parked.consumer,
                dead.parked_at.astimezone(zone),
                dead.parked.message_subject,
                f"{what(dead)}{size}",
                f"{dead.parked.reason}{attempt}: {_in_words(problem(dead), dead.parked.reason)}",
                *([dead.state] if history else []),
            )
        )
    columns: list[Column] = ["id", "by", "parked", "subject", Prose("message"), Prose("why"), *([Prose("now")] if history else [])]
    print_table(columns, rows)


def print_contents(dead: DeadLetter, contents: Contents | None, note: str | None, zone: ZoneInfo) -> None:
    """Print the content of a message, with a *note* on its source."""
    parked = dead.parked
    lines = [
        f"{parked.id}, parked by {parked.consumer} at {second(dead.parked_at, zone)}: {parked.reason}, attempt {parked.attempt}",
        f"error: {parked.error}",
        f"state: {dead.state}",
        "The following may hold personal data. That you looked is on the record.",
        *(f"  {name}: {value}" for name, value in (contents.headers if contents else ())),
        f"value: {'of unknown size' if parked.value_bytes is None else f'{parked.value_bytes:,} bytes'}{f', {note}' if note else ''}",
        *(printable_value(contents).split("\n") if contents else []),
    ]
    for line in lines:
        say_whole(line)


def what(dead: DeadLetter) -> str:
    """Type and subject, as far as they can be read."""
    return f"{dead.parked.message_type or 'no type'} of {dead.parked.message_subject or 'no subject'}"


def problem(dead: DeadLetter) -> str:
    """The error; of a handler's only its class, for its words may come from the message."""
    return dead.parked.error.partition(":")[0] if dead.parked.reason == "unhandled" else dead.parked.error


def _in_words(told: str, reason: str) -> str:
    """Return the class of a handler's error in words; any other problem has words already."""
    if reason != "unhandled":
        return told
    return f"an error in the program ({told})" if hasattr(builtins, told) else " ".join(_WORD.findall(told)).lower()


def summary(dead_letters: Sequence[DeadLetter]) -> str:
    """Return the number of waiting messages by kind."""
    waiting = Counter(dead.parked.reason for dead in dead_letters if dead.end is None)
    return ", ".join(f"{number} {reason}" for reason, number in sorted(waiting.items())) or "none of them waits"
