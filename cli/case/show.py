"""`imr case show`: the history of a case."""

import asyncio
from zoneinfo import ZoneInfo

from cli.case.summary import CaseSummary
from cli.dead_letters.of_case import tell_parked
from cli.session.connection import connect, no_such_case, partition_of_case
from cli.session.local_time import minute, now_told, zone_of
from cli.session.options import AsJsonLines
from cli.session.output import print_json, say, say_aside, terminal_width
from cli.session.table import Prose, print_table
from cli.session.timeline import EVENT_TOPICS, history, tell
from runtime import clock
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.intake import CaseReadyForReview, RecordsOverdue
from schemas.messages.ledgers.clocks import ClockChanged
from services.intake.domain.lifecycle import NEXT_STEP


def show(case_number: str, as_json: AsJsonLines = False) -> None:
    """Show the history of CASE_NUMBER, event by event, in the jurisdiction's time."""
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
    zone = zone_of(settings)
    if terminal_width():
        _print_heading(settings, case_number, events, zone)
    print_table(
        ("time", Prose("what happened")),
        [(each.envelope.time.astimezone(zone), tell(each.message, zone)) for each in events if not _is_beside(each.message)],
    )
    if (step := _next_step(events)) is not None:
        say_aside(f"next: {step}")
    asyncio.run(tell_parked(settings, case_number))


def _is_beside(message: Message) -> bool:
    """Whether the line of another event says it: a clock changes so with one."""
    return isinstance(message, ClockChanged) and message.change in {"start", "extend", "stop"}


def _next_step(events: list[Seen]) -> str | None:
    """Return the step that ends a wait which no clock ends."""
    kinds = {type(each.message) for each in events}
    return NEXT_STEP["overdue"] if RecordsOverdue in kinds and CaseReadyForReview not in kinds else None


def _print_heading(settings: Settings, case_number: str, events: list[Seen], zone: ZoneInfo) -> None:
    """Print stage, deadline and the system's day, above the events."""
    summary = CaseSummary(case_number)
    for each in events:
        summary.take(each.message, each.envelope.time)
    now = clock.now()
    due = summary.due_at(zone)
    deadline = f"; due {minute(due, zone)}{', overdue' if due < now else ''}" if due else ""
    say(f"{case_number}: {summary.stage}{deadline}", style="bold")
    say(f"now {now_told(settings)}")
    say()
