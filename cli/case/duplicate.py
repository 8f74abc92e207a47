"""`imr case duplicate`: settle a possible duplicate, or undo a finding that was wrong."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import typer

from cli.session.ask import ask
from cli.session.connection import connect, fail, no_such_case, partition_of_case, require_case
from cli.session.local_time import zone_of
from cli.session.options import NUMBER_MAX, Actor, AsJson, Reason, Timeout, command_of, who
from cli.session.output import print_json, say
from cli.session.table import Prose, print_table
from cli.session.timeline import tell
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.application import Application, Item
from schemas.messages.duplicates import (
    DuplicateFound,
    DuplicateItemsDropped,
    DuplicateRequestRefused,
    DuplicateReversed,
    DuplicateSettled,
    DuplicateSuspected,
    ItemMatch,
    ReverseDuplicate,
    SettleDuplicate,
)
from schemas.messages.intake import ApplicationReceived, Arrival
from schemas.topics import INTAKE_EVENTS

app = typer.Typer(help="Settle possible duplicates, and undo findings that were wrong.", no_args_is_help=True)

Items = Annotated[list[int] | None, typer.Option("--item", help="Only this item; repeat for more.", min=1, max=NUMBER_MAX)]


@app.command()
def show(case_number: str, as_json: AsJson = False) -> None:
    """Show both sides of each match of CASE_NUMBER: the items, and the fields that are open."""
    settings = connect()
    events = _events(settings, case_number)
    matches = [match for each in events if isinstance(each, DuplicateSuspected | DuplicateItemsDropped) for match in each.items]
    if not matches:
        asyncio.run(require_case(settings, case_number))
        fail(f"nothing of {case_number} was found to be a duplicate, nor suspected to be one")
    if as_json:
        print_json([match.model_dump(mode="json") for match in matches])
        return
    here = _application(events, case_number)
    for match in matches:
        _print_match(match, here, _application(_events(settings, match.case_number), match.case_number), case_number)


@app.command()
def confirm(
    case_number: str, reason: Reason, item: Items = None, actor: Actor = None, timeout: Timeout = 30, as_json: AsJson = False
) -> None:
    """Say that suspected items of CASE_NUMBER are duplicates; the others are reviewed."""
    _settle(case_number, "confirm", item, actor, reason, timeout, as_json=as_json)


@app.command()
def reject(
    case_number: str, reason: Reason, item: Items = None, actor: Actor = None, timeout: Timeout = 30, as_json: AsJson = False
) -> None:
    """Say that suspected items of CASE_NUMBER are no duplicates; they are reviewed."""
    _settle(case_number, "reject", item, actor, reason, timeout, as_json=as_json)


@app.command()
def reverse(
    found_as: Annotated[str, typer.Argument(metavar="CASE_OR_SUBMISSION", help="A case with dropped items, or a submission's id.")],
    reason: Reason,
    item: Items = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Undo a finding: the items get a case of their own, with their day of receipt."""
    settings = connect()
    submission, found = _finding(settings, found_as)
    numbers = tuple(item or found)
    if missing := [number for number in numbers if number not in found]:
        fail(f"item {missing[0]} of {found_as} was not found to be a duplicate; `imr case duplicate show` lists those that were")
    earlier = found[numbers[0]]
    command = command_of(
        ReverseDuplicate, case_number=earlier, submission=submission, items=numbers, actor=who(actor), reason=reason
    )
    _answer(settings, command, earlier, timeout, as_json=as_json)


def _settle(
    case_number: str,
    verdict: Literal["confirm", "reject"],
    items: list[int] | None,
    actor: str | None,
    reason: str,
    timeout: float,
    *,
    as_json: bool,
) -> None:
    settings = connect()
    command = command_of(
        SettleDuplicate, case_number=case_number, verdict=verdict, items=tuple(items or ()), actor=who(actor), reason=reason
    )
    _answer(settings, command, case_number, timeout, as_json=as_json)


def _answer(
    settings: Settings, command: SettleDuplicate | ReverseDuplicate, case_number: str, timeout: float, *, as_json: bool
) -> None:
    """Ask, and print the answer; a refusal is a failure."""
    told = ask(settings, command, case_number, timeout, INTAKE_EVENTS, _is_answer)
    if as_json:
        print_json({"type": told.type, **told.model_dump(mode="json")})
    if isinstance(told, DuplicateRequestRefused):
        fail(f"refused: {told.text}", f"imr case show {case_number} shows its history")
    if not as_json and isinstance(told, DuplicateSettled | DuplicateReversed):
        say(f"{told.case_number}: {tell(told, zone_of(settings))}")


def _is_answer(message: Message) -> bool:
    return isinstance(message, DuplicateSettled | DuplicateReversed | DuplicateRequestRefused)


def _finding(settings: Settings, found_as: str) -> tuple[Arrival, dict[int, str]]:
    """Return the application, and the items that were found to be duplicates with their cases."""
    if found_as.startswith("CM"):
        events = _events(settings, found_as)
        matches = {match.item: match.case_number for match in _matches(events)}
        received = next((each for each in events if isinstance(each, ApplicationReceived)), None)
        if received is None or not matches:
            fail(f"nothing of {found_as} was found to be a duplicate")
        fields: dict[str, Any] = {name: getattr(received, name) for name in Arrival.model_fields}
        return Arrival(**fields), matches
    # In every partition: it is in that of the lot of its injury, which the id does not tell.
    seen = asyncio.run(read_to_end(settings, (INTAKE_EVENTS,), subject=found_as))
    found = next((each.message for each in seen if isinstance(each.message, DuplicateFound)), None)
    if found is None:
        fail(f"no submission {found_as} was found to be a duplicate")
    if found.submission is None:
        fail("an earlier version found it and kept no application; submit it again under another client or key")
    return found.submission, {match.item: match.case_number for match in found.items}


def _matches(events: Iterable[Message]) -> list[ItemMatch]:
    """Return the matches that count: dropped for certain, or confirmed by staff."""
    suspected: dict[int, ItemMatch] = {}
    found: list[ItemMatch] = []
    for each in events:
        match each:
            case DuplicateItemsDropped():
                found += each.items
            case DuplicateSuspected():
                for one in each.items:
                    suspected.setdefault(one.item, one)
            case DuplicateSettled(verdict="confirm"):
                found += [suspected[number] for number in each.items if number in suspected]
    return found


def _events(settings: Settings, case_number: str) -> list[Message]:
    partition = partition_of_case(case_number, settings)
    seen = asyncio.run(read_to_end(settings, (INTAKE_EVENTS,), partition, subject=case_number))
    return [each.message for each in seen]


def _application(events: Iterable[Message], case_number: str) -> Application:
    received = next((each for each in events if isinstance(each, ApplicationReceived)), None)
    return received.application if received is not None else no_such_case(case_number)


def _print_match(match: ItemMatch, here: Application, there: Application, case_number: str) -> None:
    there_item = f"item {match.case_item}" if match.case_item else "an item"
    say(f"item {match.item} of {case_number} and {there_item} of {match.case_number}", style="bold")
    say(f"open: {', '.join(match.open) or 'nothing'}; agree: {', '.join(match.agreed)}")
    rows = zip(_side(here, match.item), _side(there, match.case_item), strict=True)
    print_table(("field", Prose(case_number), Prose(match.case_number)), [(field, one, other) for (field, one), (_, other) in rows])
    say()


def _side(application: Application, number: int | None) -> list[tuple[str, str | None]]:
    """Return the fields that are compared, without those of an item that is unknown."""
    item = next((each for each in application.items if each.number == number), None)
    review = application.utilization_review
    return [
        ("employee", application.employee.name),
        ("born", str(application.employee.born_on or "")),
        ("claim", application.claims_administrator.claim_number),
        ("requested", str(review.requested_on)),
        ("decided", str(review.decided_on)),
        *_of_item(item),
    ]


def _of_item(item: Item | None) -> list[tuple[str, str | None]]:
    if item is None:
        return [("request", None), ("quantity", None), ("part", None)]
    quantity = " ".join(filter(None, (item.quantity.requested, item.quantity.unit)))
    part = " ".join(filter(None, (item.body_side, item.body_region)))
    return [("request", item.request), ("quantity", quantity), ("part", part)]
