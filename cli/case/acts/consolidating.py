"""`imr case consolidations` lists proposals; `imr case consolidate` answers one."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from cli.case.acts.sending import send
from cli.session.connection import connect
from cli.session.local_time import minute, zone_of
from cli.session.options import Actor, AsJson, AsJsonLines, Reason, Timeout, command_of, who
from cli.session.output import print_json, say_aside
from cli.session.table import Prose, print_table
from runtime import clock
from runtime.outside.follow import Seen, stream_to_end
from runtime.settings import Settings
from schemas.case import OfACase
from schemas.message import Message
from schemas.messages.acts.consolidation import (
    CaseConsolidated,
    ConsolidateCases,
    ConsolidationAbandoned,
    ConsolidationDeclined,
    ConsolidationProposed,
    DeclineConsolidation,
    ItemsJoined,
)
from schemas.messages.decision import DeterminationSigned
from schemas.messages.lifecycle import CaseTerminated
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS

_PROPOSALS: tuple[type[Message], ...] = (ConsolidationProposed, ConsolidationDeclined)
_ENDS: tuple[type[Message], ...] = (CaseTerminated, CaseConsolidated, DeterminationSigned)


@dataclass(frozen=True)
class OpenProposal:
    """A proposal that staff have not answered, of two cases that are both open."""

    proposed: ConsolidationProposed
    at: datetime


def consolidations(as_json: AsJsonLines = False) -> None:
    """List the cases that might have one determination and wait for an answer of staff.

    They have one employee, one date of injury and one requesting physician. `imr case consolidate`
    answers; without an answer each case goes on for itself.
    """
    settings = connect()
    found = open_proposals(asyncio.run(_read(settings)))
    if as_json:
        for each in found:
            print_json({**each.proposed.model_dump(mode="json"), "proposed_at": each.at})
        return
    if not found:
        say_aside("no consolidation is proposed")
        return
    zone = zone_of(settings)
    rows = [
        (each.proposed.case_number, each.proposed.with_case, minute(each.at, zone), ", ".join(each.proposed.agreed))
        for each in found
    ]
    print_table(("case", "with", "proposed", Prose("agree")), rows)


def consolidate(
    case_number: str,
    with_case: Annotated[str, typer.Option("--with", metavar="CASE_NUMBER", help="The other case.")],
    reason: Reason,
    decline: Annotated[bool, typer.Option("--decline", help="Let the two cases stay apart.")] = False,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Let one determination be made for CASE_NUMBER and another case, under CASE_NUMBER.

    The other case ends, and its items go on in CASE_NUMBER with all its papers; the earlier last
    day and the more urgent priority count. Both must be open and not signed. The parties are told.
    """
    settings = connect()
    fields = {"case_number": case_number, "with_case": with_case, "actor": who(actor), "reason": reason, "acted_at": clock.now()}
    kind: type[DeclineConsolidation | ConsolidateCases] = DeclineConsolidation if decline else ConsolidateCases
    command = command_of(kind, {"with_case": "--with"}, **fields)
    acted_at, pair = command.acted_at, {case_number, with_case}

    def ends(message: Message) -> bool:
        """Whether the cases are one now, or stay apart, by this command."""
        match message:
            case ItemsJoined():
                return message.acted_at == acted_at and {message.case_number, message.from_case} == pair
            case ConsolidationAbandoned():
                return message.acted_at == acted_at and {message.case_number, message.with_case} == pair
            case _:
                return False

    send(settings, command, case_number, timeout, as_json=as_json, ends=ends)


def open_proposals(events: Iterable[Seen]) -> list[OpenProposal]:
    """Return the proposals among *events*, in any order, that wait for an answer of staff."""
    proposed: dict[tuple[str, str], OpenProposal] = {}
    declined, ended = set[tuple[str, str]](), set[str]()
    for seen in events:
        match seen.message:
            case ConsolidationProposed(case_number=number, with_case=other) as message:
                proposed[number, other] = OpenProposal(message, seen.envelope.time)
            case ConsolidationDeclined(case_number=number, with_case=other):
                declined.add((number, other))
            case OfACase(case_number=number):
                ended.add(number)
    waiting = [each for pair, each in proposed.items() if pair not in declined and not ended & set(pair)]
    return sorted(waiting, key=lambda each: (each.at, each.proposed.case_number))


async def _read(settings: Settings) -> list[Seen]:
    kinds = (*_PROPOSALS, *_ENDS)
    return [seen async for seen in stream_to_end(settings, (INTAKE_EVENTS, DECISION_EVENTS), kinds=kinds)]
