"""Every message type there is, by its name."""

from schemas.message import Command, Event, Message
from schemas.messages import decision, duplicates, history, intake, letters, lifecycle, notices, seats, shadow, triage
from schemas.messages.acts import (
    addresses,
    amendment,
    appeals,
    consolidation,
    conversion,
    deferral,
    extensions,
    fact_corrections,
    implementation,
    questions,
    remand,
    withdrawal,
)
from schemas.messages.ledgers import clocks, fees
from schemas.wire import dead_letters, deployment, transactions

_MODULES = (
    intake,
    duplicates,
    lifecycle,
    clocks,
    extensions,
    triage,
    decision,
    fact_corrections,
    seats,
    letters,
    notices,
    addresses,
    deferral,
    conversion,
    amendment,
    questions,
    consolidation,
    appeals,
    remand,
    withdrawal,
    implementation,
    fees,
    history,
    shadow,
    dead_letters,
    deployment,
    transactions,
)


def _messages() -> dict[str, type[Message]]:
    found: dict[str, type[Message]] = {}
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Event | Command) and "type" in vars(value):
                found[value.type] = value
    return found


MESSAGES: dict[str, type[Message]] = _messages()
"""Message classes by type, at their newest versions."""
