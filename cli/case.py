"""`imr case`: the history of a case, and the list of all cases."""

import asyncio
from typing import Annotated

import typer
from rich.table import Table

from cli.session.connection import connect, fail, partition_of_case
from cli.session.options import AsJson
from cli.session.output import console, print_json
from cli.session.timeline import EVENT_TOPICS, cases, tell
from runtime.outside.follow import read_to_end
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import ApplicationReceived
from schemas.messages.triage import ReviewerAssigned

app = typer.Typer(help="Show the history of a case and list all cases.", no_args_is_help=True)


@app.command()
def show(case_number: str, as_json: AsJson = False) -> None:
    """Show the history of CASE_NUMBER, event by event."""
    settings = connect()
    case = cases(asyncio.run(read_to_end(settings, EVENT_TOPICS, partition_of_case(case_number, settings)))).get(case_number)
    if case is None:
        fail(f"no case has the number {case_number}; `imr case list` shows all")
    if as_json:
        for seen in case.events:
            envelope = seen.envelope
            print_json(
                {"time": envelope.time, "type": envelope.type, "id": envelope.id, "data": seen.message.model_dump(mode="json")}
            )
        return
    table = Table(title=f"{case_number}: {case.stage}", title_justify="left", box=None, padding=(0, 2))
    for heading in ("time (UTC)", "what happened"):
        table.add_column(heading, overflow="fold")
    for seen in case.events:
        table.add_row(f"{seen.envelope.time:%Y-%m-%d %H:%M:%S}", tell(seen.message))
    console.print(table)


@app.command("list")
def list_cases(
    stage: Annotated[str | None, typer.Option(help="Only cases at this stage.")] = None,
    as_json: AsJson = False,
) -> None:
    """List all cases with their stage."""
    found = cases(asyncio.run(read_to_end(connect(), EVENT_TOPICS))).values()
    rows = []
    for case in (each for each in found if stage in {None, each.stage}):
        received, assigned, signed = (case.last(kind) for kind in (ApplicationReceived, ReviewerAssigned, DeterminationSigned))
        rows.append(
            {
                "case": case.case_number,
                "stage": case.stage,
                "received": f"{received.received_at:%Y-%m-%d}" if isinstance(received, ApplicationReceived) else None,
                "reviewer": assigned.reviewer_id if isinstance(assigned, ReviewerAssigned) else None,
                "outcome": signed.outcome if isinstance(signed, DeterminationSigned) else None,
            }
        )
    if as_json:
        for row in rows:
            print_json(row)
    elif rows:
        table = Table(*rows[0], box=None, padding=(0, 2))
        for row in rows:
            table.add_row(*(value or "" for value in row.values()))
        console.print(table)
    else:
        console.print("no cases yet" if stage is None else f"no case is at the stage {stage!r}")
