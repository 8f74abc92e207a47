"""What staff ask of letters: let a held one go, serve again, say that a party was served or that mail came back."""

import asyncio
import os
import re
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from rich.table import Table

from cli.session.connection import connect, fail, partition_of_case
from cli.session.options import AsJson, Timeout
from cli.session.output import console, print_json
from cli.session.timeline import tell
from cli.session.wait import wait_for
from runtime.outside.follow import Seen, read_to_end
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.ids import derived_id
from schemas.message import Event, Message
from schemas.messages.letters import (
    SERVICE_ID,
    ConfirmService,
    LetterHeld,
    LetterIssued,
    LetterRequestRefused,
    LetterReturned,
    LetterServed,
    OfAService,
    ReissueLetter,
    ReleaseLetter,
    ReportReturnedMail,
    ServiceAttempted,
    ServiceIntended,
)
from schemas.topics import LETTERS_EVENTS

Request = ReleaseLetter | ReissueLetter | ConfirmService | ReportReturnedMail
R = TypeVar("R", ReleaseLetter, ReissueLetter, ConfirmService, ReportReturnedMail)

Actor = Annotated[str, typer.Option(help="Who asks for it; it goes on record.")]
Reason = Annotated[str, typer.Option(help="Why; it goes on record.")]
On = Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day, YYYY-MM-DD.")]
Service = Annotated[
    str, typer.Argument(help="The id of a service, such as CM26-4170023.1.worker.1; `imr letter services` lists them.")
]

_UNDER_WAY = (ServiceIntended, ServiceAttempted)
_ANSWERS = (LetterIssued, ServiceIntended, LetterServed, LetterReturned, LetterRequestRefused)


def services(
    case_number: str,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until nothing is under way.")] = False,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Show how each party of CASE_NUMBER was served, and until when it may appeal."""
    settings = connect()
    partition = partition_of_case(case_number, settings)
    latest: dict[str, Message] = {}

    def take(seen: Seen) -> bool | None:
        message = seen.message
        if isinstance(message, OfAService) and isinstance(message, Event) and message.case_number == case_number:
            latest[message.service_id] = message
        return None if not latest or any(isinstance(each, _UNDER_WAY) for each in latest.values()) else True

    if wait and asyncio.run(wait_for(settings, (LETTERS_EVENTS,), take, timeout, partition)) is None:
        fail(f"not everybody was served within {timeout:.0f} seconds; `imr case show {case_number}` tells how far it is")
    for seen in asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition)):
        take(seen)
    if not latest and not as_json:
        fail(f"nobody is served in {case_number} yet; `imr case show {case_number}` tells where it is")
    _show(latest, as_json=as_json)


def release(
    case_number: str,
    actor: Actor,
    reason: Reason,
    finding: Annotated[
        list[str] | None, typer.Option(help="A finding that is accepted, by its id; once for each. None: show them.")
    ] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Issue the held letter of CASE_NUMBER as it is. Every finding is accepted by its id, so that none is overlooked."""
    settings = connect()
    if not finding:
        _show_findings(settings, case_number)
    _ask(
        settings,
        _command(ReleaseLetter, case_number=case_number, actor=actor, reason=reason, findings=tuple(finding or ())),
        timeout,
        as_json=as_json,
    )


def reissue(
    case_number: str,
    actor: Actor,
    reason: Reason,
    party: Annotated[list[str] | None, typer.Option(help="Whom to serve, once for each; nobody named: everybody.")] = None,
    method: Annotated[str | None, typer.Option(help="mail, electronic, fax or hand, in the place of the party's own.")] = None,
    address: Annotated[str | None, typer.Option(help="Where to serve the one party that is named, from now on.")] = None,
    new_version: Annotated[
        bool, typer.Option("--new-version", help="Print the determination anew instead of sending the same bytes.")
    ] = False,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Serve the letter of CASE_NUMBER again: the same bytes, or printed anew from the same determination."""
    command = _command(
        ReissueLetter,
        case_number=case_number,
        actor=actor,
        reason=reason,
        new_version=new_version,
        parties=tuple(party or ()),
        method=method,
        address=address,
    )
    _ask(connect(), command, timeout, as_json=as_json)


def confirm(
    service: Service,
    actor: Actor,
    on: On,
    proof: Annotated[str, typer.Option(help="What proves it.")],
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Say that the party of SERVICE was served: its time to appeal runs from that day."""
    command = _command(ConfirmService, case_number=_case(service), service_id=service, actor=actor, served_on=_day(on), proof=proof)
    _ask(connect(), command, timeout, as_json=as_json)


def returned(service: Service, actor: Actor, on: On, reason: Reason, timeout: Timeout = 30, as_json: AsJson = False) -> None:
    """Say that the letter of SERVICE came back: that party was not served."""
    command = _command(
        ReportReturnedMail, case_number=_case(service), service_id=service, actor=actor, returned_on=_day(on), reason=reason
    )
    _ask(connect(), command, timeout, as_json=as_json)


def _show(latest: dict[str, Message], *, as_json: bool) -> None:
    """Print what happened last to each service."""
    if as_json:
        for message in latest.values():
            print_json({"type": message.type, **message.model_dump(mode="json")})
        return
    table = Table("service", "what happened last", box=None, padding=(0, 2))
    for service_id, message in latest.items():
        table.add_row(service_id, tell(message))
    console.print(table)


def _ask(settings: Settings, command: Request, seconds: float, *, as_json: bool) -> None:
    """Publish *command* and print what letters answers; a refusal ends the command."""
    try:
        answer = asyncio.run(_answer(settings, command, seconds))
    except BrokerUnavailable as error:
        fail(str(error))
    if answer is None:
        fail(f"no answer within {seconds:.0f} seconds; `imr case show {command.case_number}` will show what became of it")
    if as_json:
        print_json({"type": answer.type, **answer.model_dump(mode="json")})
    if isinstance(answer, LetterRequestRefused):
        fail(f"refused: {answer.text}")
    if not as_json:
        console.print(tell(answer), highlight=False)


async def _answer(settings: Settings, command: Request, seconds: float) -> Message | None:
    """What letters answers to this very command, first of all."""
    message_id = derived_id("ask", command.model_dump_json(), os.getpid())

    def find(seen: Seen) -> Message | None:
        return seen.message if isinstance(seen.message, _ANSWERS) and seen.envelope.causation_id == message_id else None

    partition = partition_of_case(command.case_number, settings)
    async with Publisher(settings, "/imr/cli") as publisher:
        await publisher.publish(command, message_id)
    return await wait_for(settings, (LETTERS_EVENTS,), find, seconds, partition)


def _command(kind: type[R], **fields: Any) -> R:
    """The command; ends with a line where a field of it cannot be."""
    try:
        return kind(**fields)
    except ValidationError as error:
        fail("; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors()))


def _show_findings(settings: Settings, case_number: str) -> None:
    """Print what holds the letter and end: it is to be read before it is accepted."""
    events = asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition_of_case(case_number, settings)))
    held = [seen.message for seen in events if isinstance(seen.message, LetterHeld) and seen.message.case_number == case_number]
    if not held:
        fail(f"no letter of {case_number} is held")
    for each in held[-1].findings:
        console.print(f"{each.id}  {each.severity} at {each.place}: {each.text}", highlight=False, soft_wrap=True)
    fail("name each finding that is accepted: --finding ID")


def _case(service: str) -> str:
    """The case of a service; ends the command if that is none."""
    if not re.fullmatch(SERVICE_ID, service):
        fail(f"{service} is no service; its id looks like CM26-4170023.1.worker.1, and `imr letter services` lists them")
    return service.partition(".")[0]


def _day(on: datetime) -> date:
    return on.date()
