"""`imr case show`: the history of a case."""

import asyncio

from cli.case.next_step import next_steps
from cli.case.summary import CaseSummary
from cli.dead_letters.of_case import tell_parked
from cli.session.connection import connect, no_such_case, partition_of_case
from cli.session.local_time import minute, now_told, zone_of
from cli.session.options import AsJsonLines
from cli.session.output import print_json, say, say_aside, terminal_width
from cli.session.table import Prose, print_table
from cli.session.timeline import EVENT_TOPICS, history, tell
from jurisdictions.files import load_jurisdiction
from runtime import clock
from runtime.outside.follow import read_to_end
from schemas.message import Message
from schemas.messages.ledgers.clocks import ClockChanged
from services.intake.clocks.running import IMPLEMENTATION_CLOCKS


def show(case_number: str, as_json: AsJsonLines = False) -> None:
    """Show the history of CASE_NUMBER, event by event, in the jurisdiction's time.

    After it come the next steps: who takes each, by when, and with which command.
    """
    settings = connect()
    partition = partition_of_case(case_number, settings)
    events = history(asyncio.run(read_to_end(settings, EVENT_TOPICS, partition, subject=case_number)), case_number)
    if not events:
        no_such_case(case_number)
    if as_json:
        for each in events:
            envelope = each.envelope
            print_json(
                {"time": envelope.time, "type": envelope.type, "id": envelope.id, "data": each.message.model_dump(mode="json")}
            )
        asyncio.run(tell_parked(settings, case_number))
        return
    zone, now = zone_of(settings), clock.now()
    summary = CaseSummary(case_number)
    for each in events:
        summary.take(each.message, each.envelope.time, each.offset)
    due = summary.due(zone, load_jurisdiction)
    if terminal_width():
        deadline = f"; due {minute(due.at, zone)}{', overdue' if due.at < now else ''}" if due else ""
        say(f"{case_number}: {summary.stage}{deadline}", style="bold")
        say(f"now {now_told(settings)}")
        say()
    print_table(
        ("time", Prose("what happened")),
        [(each.envelope.time.astimezone(zone), tell(each.message, zone)) for each in events if not _is_beside(each.message)],
    )
    for step in next_steps(case_number, [each.message for each in events], zone, load_jurisdiction, due and due.at):
        say_aside(f"next: {step.told(zone, now)}")
    asyncio.run(tell_parked(settings, case_number))


def _is_beside(message: Message) -> bool:
    """Whether the line of another event says it: a clock changes so with one."""
    if not isinstance(message, ClockChanged) or message.change not in {"start", "extend", "stop"}:
        return False
    return message.name not in IMPLEMENTATION_CLOCKS
