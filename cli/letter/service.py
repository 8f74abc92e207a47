"""`imr letter services`, `reissue`, `confirm` and `returned`: serve a letter on parties."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from cli.letter.answer import send
from cli.letter.outcome import ended_without_determination, why_no_letter
from cli.session.connection import connect, fail, no_such_case, partition_of_case, require_case, wrong_option
from cli.session.local_time import a_day, zone_of
from cli.session.options import Actor, AsJson, AsJsonLines, Reason, Timeout, command_of, who
from cli.session.output import print_json
from cli.session.table import Prose, print_table
from cli.session.timeline import EVENT_TOPICS, cases, tell
from cli.session.wait import wait_for
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.message import Event, Message
from schemas.messages.letters import (
    SERVICE_ID,
    ConfirmService,
    OfServiceOnParty,
    ReissueLetter,
    ReportReturnedMail,
    ServiceAttempted,
    ServiceIntended,
)
from schemas.topics import LETTERS_EVENTS

On = Annotated[date, typer.Option("--on", parser=a_day, metavar="YYYY-MM-DD", help="The day, in the jurisdiction's time.")]
ServiceId = Annotated[
    str, typer.Argument(help="The id of a service, such as CM26-4170023.1.worker.1; `imr letter services` lists them.")
]

Notice = Annotated[
    str | None, typer.Option(help="The id of a notice, such as ineligibility. Default: the letter of the determination.")
]

_UNDER_WAY = (ServiceIntended, ServiceAttempted)


def services(
    case_number: str,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until no service is under way.")] = False,
    timeout: Timeout = 30,
    as_json: AsJsonLines = False,
) -> None:
    """Show how each party of CASE_NUMBER was served, and its last day to appeal."""
    settings = connect()
    partition = partition_of_case(case_number, settings)
    known = _Progress(case_number)
    if wait and asyncio.run(_served(settings, known, timeout, partition)) is None:
        fail(f"not every party was served within {timeout:.0f} seconds; `imr letter services {case_number}` shows each service")
    for seen in asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition, subject=case_number)):
        known.take(seen)
    if not known.latest:
        asyncio.run(require_case(settings, case_number))
    if not known.latest and not as_json:
        fail(f"no party of {case_number} has been served yet; `imr case show {case_number}` shows its stage")
    _show(known.latest, zone_of(settings), as_json=as_json)


@dataclass
class _Progress:
    """The latest event of each service of a case; *awaited* until a determination is served."""

    case_number: str
    latest: dict[str, Message] = field(default_factory=dict)
    awaited: bool = False

    def take(self, seen: Seen) -> bool | None:
        """Take an event; return True if no service is under way, else None."""
        message = seen.message
        if isinstance(message, OfServiceOnParty) and isinstance(message, Event) and message.case_number == self.case_number:
            self.latest[message.service_id] = message
            self.awaited = self.awaited and not is_of_determination(message.service_id)
        under_way = any(isinstance(each, _UNDER_WAY) for each in self.latest.values())
        return None if not self.latest or self.awaited or under_way else True


async def _served(settings: Settings, known: _Progress, seconds: float, partition: int) -> bool | None:
    """Return True once no service is under way, None after *seconds*."""
    case_number = known.case_number
    events = await read_to_end(settings, EVENT_TOPICS, partition, subject=case_number)
    case = cases(events).get(case_number)
    if case is None:
        no_such_case(case_number)
    reasons = why_no_letter(case, zone_of(settings))
    known.awaited = reasons is None
    for seen in events:
        known.take(seen)
    if not known.latest and reasons is not None and not ended_without_determination(case):
        fail(f"{case_number}: {reasons[0]}", *reasons[1:])
    return await wait_for(settings, (LETTERS_EVENTS,), known.take, seconds, partition, subject=case_number)


def reissue(
    case_number: str,
    reason: Reason,
    actor: Actor = None,
    party: Annotated[list[str] | None, typer.Option(help="A party to serve; repeat for more. Default: every party.")] = None,
    method: Annotated[str | None, typer.Option(help="mail, electronic, fax or hand. Default: the party's own method.")] = None,
    address: Annotated[str | None, typer.Option(help="A new address for the party, which must be the only --party.")] = None,
    notice: Notice = None,
    new_version: Annotated[
        bool, typer.Option("--new-version", help="Print the determination again instead of sending the same files.")
    ] = False,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Serve the letter of CASE_NUMBER again, with the same files or newly printed ones.

    With --notice it is that notice. A notice is always printed again, with
    today's date, and --new-version takes today's layout.
    """
    command = command_of(
        ReissueLetter,
        case_number=case_number,
        actor=who(actor),
        notice=notice,
        reason=reason,
        new_version=new_version,
        parties=tuple(party or ()),
        method=method,
        address=address,
    )
    send(connect(), command, timeout, as_json=as_json)


def confirm(
    service: ServiceId,
    on: On,
    proof: Annotated[str, typer.Option(help="The proof of service.")],
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Confirm that the party of SERVICE was served; its time to appeal runs from that day."""
    command = command_of(
        ConfirmService,
        {"served_on": "--on"},
        case_number=_case(service),
        service_id=service,
        actor=who(actor),
        served_on=on,
        proof=proof,
    )
    send(connect(), command, timeout, as_json=as_json)


def returned(
    service: ServiceId, on: On, reason: Reason, actor: Actor = None, timeout: Timeout = 30, as_json: AsJson = False
) -> None:
    """Report that the letter of SERVICE came back, so that the party was not served."""
    command = command_of(
        ReportReturnedMail,
        {"returned_on": "--on"},
        case_number=_case(service),
        service_id=service,
        actor=who(actor),
        returned_on=on,
        reason=reason,
    )
    send(connect(), command, timeout, as_json=as_json)


def is_of_determination(service_id: str) -> bool:
    """Return whether a service is of a determination's letter, and not of a notice."""
    return service_id.split(".")[1].isdigit()


def _show(latest: dict[str, Message], zone: ZoneInfo, *, as_json: bool) -> None:
    """Print the latest event of each service."""
    if as_json:
        for message in latest.values():
            print_json({"type": message.type, **message.model_dump(mode="json")})
        return
    rows = [(service_id, tell(message, zone)) for service_id, message in latest.items()]
    print_table(("service", Prose("latest event")), rows)


def _case(service: str) -> str:
    """Return the case number in the id of a service; ends the command if the id is invalid."""
    if not re.fullmatch(SERVICE_ID, service):
        wrong_option(
            "SERVICE",
            f"{service} is not the id of a service; one looks like CM26-4170023.1.worker.1, and `imr letter services` lists them",
        )
    return service.partition(".")[0]
