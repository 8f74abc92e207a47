"""`imr case amend`: corrections of an application after it came."""

import asyncio
from datetime import date
from typing import Annotated

import typer

from cli.case.acts.sending import send
from cli.session.connection import connect, no_such_case, partition_of_case, wrong_option
from cli.session.local_time import a_birthday, a_day
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, who
from runtime import clock
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.messages.acts.amendment import AmendApplication, Amendment
from schemas.messages.intake import ApplicationReceived
from schemas.topics import INTAKE_EVENTS

_A_REQUEST = "ITEM=WORDS"
_DIGITS_MAX = 3


EmployeeName = Annotated[str | None, typer.Option(help="The right name of the employee.")]
BornOn = Annotated[
    date | None, typer.Option(help="The right date of birth of the employee.", parser=a_birthday, metavar="YYYY-MM-DD")
]
ServedOn = Annotated[
    date | None,
    typer.Option(
        help="The right day of service of the utilization review decision; before the review only.",
        parser=a_day,
        metavar="YYYY-MM-DD",
    ),
]
Words = Annotated[
    list[str] | None,
    typer.Option(help="The right words of an item, by its number; before the review only. Repeat for more.", metavar=_A_REQUEST),
]


def amend(
    case_number: str,
    reason: Reason,
    employee_name: EmployeeName = None,
    born_on: BornOn = None,
    claim_number: Annotated[str | None, typer.Option(help="The right claim number.")] = None,
    employer: Annotated[str | None, typer.Option(help="The right name of the employer.")] = None,
    denial_served_on: ServedOn = None,
    request: Words = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Correct the application of CASE_NUMBER: a name, a number, a day, the words of an item.

    It is compared with other cases again, before the review its window is tested again, and the
    case's reviewer is replaced if a corrected name shows a tie. The parties are told. An address is
    changed with `imr case change-address`.
    """
    settings = connect()
    values = {
        "employee-name": employee_name,
        "born-on": born_on.isoformat() if born_on else None,
        "claim-number": claim_number,
        "employer": employer,
        "denial-served-on": denial_served_on.isoformat() if denial_served_on else None,
    }
    changes = [_amendment(field, None, value) for field, value in values.items() if value is not None]
    changes += [_words(each) for each in request or ()]
    if not changes:
        wrong_option("--employee-name", "no correction is named; name one or more fields with their right values")
    command = command_of(
        AmendApplication,
        {"changes": "--request"},
        case_number=case_number,
        submission_id=_submission_of(case_number, settings),
        changes=tuple(changes),
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def _submission_of(case_number: str, settings: Settings) -> str:
    """Return the id of the application; end the command if there is no such case."""
    partition = partition_of_case(case_number, settings)
    seen = asyncio.run(read_to_end(settings, (INTAKE_EVENTS,), partition, subject=case_number))
    received = next((each.message for each in seen if isinstance(each.message, ApplicationReceived)), None)
    return no_such_case(case_number) if received is None else received.submission_id


def _amendment(field: str, item: int | None, value: str) -> Amendment:
    option = f"--{field}"
    return command_of(Amendment, {"field": option, "item": option, "value": option}, field=field, item=item, value=value)


def _words(text: str) -> Amendment:
    item, is_divided, words = text.partition("=")
    if not is_divided or not item.isdecimal() or len(item) > _DIGITS_MAX:
        wrong_option("--request", f"{text[:80]!r} is not of the form {_A_REQUEST}")
    return _amendment("request", int(item), words)
