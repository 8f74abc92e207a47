"""`imr case amend`: corrections of an application after it came."""

import asyncio
from collections.abc import Mapping
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
from schemas.form.values import Place
from schemas.messages.acts.amendment import AmendApplication, Amendment
from schemas.messages.intake import ApplicationReceived
from schemas.topics import INTAKE_EVENTS

_A_REQUEST = "ITEM=WORDS"
_A_STATUS = "ITEM=STATUS"
_YES_OR_NO = "ITEM=yes|no"
_FORMS = {"request": _A_REQUEST, "formulary-status": _A_STATUS, "emergency-care": _YES_OR_NO}
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
MailedFrom = Annotated[
    Place | None, typer.Option(help="The place from which the utilization review decision was mailed; before the review only.")
]
EmployeePlace = Annotated[
    Place | None, typer.Option(help="The place of the address to which the decision was mailed; before the review only.")
]
FormularyStatus = Annotated[
    list[str] | None,
    typer.Option(
        help="The status of an item's drug on the list of the formulary, by the item's number; before the review only. Repeat.",
        metavar=_A_STATUS,
    ),
]
EmergencyCare = Annotated[
    list[str] | None,
    typer.Option(
        help="Whether an item was emergency care of the provider who signed; before the review only. Repeat.",
        metavar=_YES_OR_NO,
    ),
]
Proof = Annotated[
    bool | None,
    typer.Option(
        "--proof-of-representation/--no-proof-of-representation",
        help="Whether there is proof that the attorney who signed represents the employee; before the review only.",
    ),
]
DesignatedOn = Annotated[
    date | None,
    typer.Option(
        help="The day on which the employee named the designee who signed; before the review only.",
        parser=a_day,
        metavar="YYYY-MM-DD",
    ),
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
    mailed_from: MailedFrom = None,
    employee_place: EmployeePlace = None,
    formulary_status: FormularyStatus = None,
    emergency_care: EmergencyCare = None,
    proof_of_representation: Proof = None,
    designated_on: DesignatedOn = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Correct the application of CASE_NUMBER, or tell a fact that it leaves out.

    That is a name, a number, a day, the words of an item, or the answer to a question on which the
    eligibility rests. It is compared with other cases again, before the review its window is tested
    again, and the case's reviewer is replaced if a corrected name shows a tie. The parties are
    told. An address is changed with `imr case change-address`.
    """
    settings = connect()
    values = {
        "employee-name": employee_name,
        "born-on": born_on,
        "claim-number": claim_number,
        "employer": employer,
        "denial-served-on": denial_served_on,
        "mailed-from": mailed_from,
        "employee-place": employee_place,
        "proof-of-representation": proof_of_representation,
        "designated-on": designated_on,
    }
    of_items = {"request": request, "formulary-status": formulary_status, "emergency-care": emergency_care}
    changes = tuple(_changes(values, of_items))
    command = command_of(
        AmendApplication,
        {"changes": "--request"},
        case_number=case_number,
        submission_id=_submission_of(case_number, settings),
        changes=changes,
        actor=who(actor),
        reason=reason,
        acted_at=clock.now(),
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def _changes(values: Mapping[str, str | date | bool | None], of_items: Mapping[str, list[str] | None]) -> list[Amendment]:
    """Return the changes of the options that were given; end the command if none was."""
    found = [_amendment(field, None, _as_text(value)) for field, value in values.items() if value is not None]
    found += [_of_an_item(field, each) for field, texts in of_items.items() for each in texts or ()]
    if not found:
        wrong_option("--employee-name", "no correction is named; name one or more fields with their right values")
    return found


def _as_text(value: str | date | bool) -> str:
    """Return *value* as a message has it: a day as YYYY-MM-DD, a yes or no as that word."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else value.isoformat()


def _submission_of(case_number: str, settings: Settings) -> str:
    """Return the id of the application; end the command if there is no such case."""
    partition = partition_of_case(case_number, settings)
    seen = asyncio.run(read_to_end(settings, (INTAKE_EVENTS,), partition, subject=case_number))
    received = next((each.message for each in seen if isinstance(each.message, ApplicationReceived)), None)
    return no_such_case(case_number) if received is None else received.submission_id


def _amendment(field: str, item: int | None, value: str) -> Amendment:
    option = f"--{field}"
    return command_of(Amendment, {"field": option, "item": option, "value": option}, field=field, item=item, value=value)


def _of_an_item(field: str, text: str) -> Amendment:
    item, is_divided, value = text.partition("=")
    if not is_divided or not item.isdecimal() or len(item) > _DIGITS_MAX:
        wrong_option(f"--{field}", f"{text[:80]!r} is not of the form {_FORMS[field]}")
    return _amendment(field, int(item), value)
