"""Staff settle a possible duplicate, or undo a finding that was wrong."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.lots import lot_of_injury
from schemas.message import Command, Message
from schemas.messages.duplicates import (
    DuplicateRequestRefused,
    DuplicateReversed,
    DuplicateSettled,
    ItemMatch,
    ReverseDuplicate,
    SettleDuplicate,
)
from schemas.messages.intake import ApplicationFoundIneligible
from services.intake.clocks.deadlines import missed
from services.intake.clocks.running import DUPLICATE_UNSETTLED, JurisdictionOf, stop
from services.intake.handlers.earlier_receipt import move_receipts
from services.intake.handlers.known_items import take_from_review, without
from services.intake.handlers.screening import duplicate_reasons, next_number, received, screen
from services.intake.state import CaseState, Screened, Suspected, Tables

NOT_ANSWERED = "Nobody settled it in time. A second review costs a fee, a lost one costs the worker the treatment."


def on_settle_duplicate(
    message: SettleDuplicate, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Settle suspected items; the last one lets the case go on or ends it."""
    number = message.case_number
    suspected = tables.suspected.get(number)
    if suspected is None:
        return [_refused(message, message.actor, "not-suspected", "The case does not wait for an answer about a duplicate.")]
    items = tuple(dict.fromkeys(message.items or suspected.open))
    if unknown := [item for item in items if item not in suspected.open]:
        text = f"Item {unknown[0]} does not wait for an answer; open: {', '.join(map(str, suspected.open))}."
        return [_refused(message, message.actor, "item-not-open", text)]
    settled = DuplicateSettled(
        case_number=number,
        submission_id=suspected.submission.submission_id,
        verdict=message.verdict,
        items=items,
        actor=message.actor,
        reason=message.reason,
    )
    return [settled, *_settle(settled, suspected, at, tables, jurisdiction_of)]


def on_duplicate_unsettled(subject: str, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Nobody answered in time: the items that are open are taken for no duplicates."""
    suspected = tables.suspected.get(subject)
    if suspected is None or (late := missed(subject, at, DUPLICATE_UNSETTLED, tables, jurisdiction_of)) is None:
        return []
    settled = DuplicateSettled(
        case_number=subject,
        submission_id=suspected.submission.submission_id,
        verdict="reject",
        items=suspected.open,
        actor=None,
        reason=NOT_ANSWERED,
    )
    return [late, settled, *_settle(settled, suspected, at, tables, jurisdiction_of)]


def on_reverse_duplicate(
    message: ReverseDuplicate, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Give items that were found to be duplicates a case, with their day of receipt.

    Items that were dropped from a case get one of their own, because that case may be decided.
    """
    submission, mark = message.submission, tables.screened.get(message.submission.submission_id)
    if (refusal := _not_reversible(message, mark)) is not None or mark is None:
        code, text = refusal or ("not-screened", "")
        return [_refused(message, message.actor, code, text)]
    application = submission.application
    rules = jurisdiction_of(application.jurisdiction)
    number = next_number(rules.local_date(submission.received_at).year, lot_of_injury(application.injured_on), tables)
    others = {item.number for item in application.items} - set(message.items)
    reversed_submission = submission.model_copy(update={"application": without(application, others)})
    left = {item: case for item, case in _duplicates(message, mark).items() if item not in message.items}
    given = {**mark.reversed, **dict.fromkeys(message.items, number)}
    tables.screened[submission.submission_id] = mark.model_copy(update={"duplicates": left, "reversed": given})
    told = DuplicateReversed(
        case_number=number,
        submission_id=submission.submission_id,
        items=message.items,
        not_duplicate_of=message.case_number,
        actor=message.actor,
        reason=message.reason,
    )
    return [received(number, reversed_submission), told, *screen(number, reversed_submission, at, tables, rules)]


def _not_reversible(message: ReverseDuplicate, mark: Screened | None) -> tuple[str, str] | None:
    """Return the code and text of the refusal, if it cannot be reversed."""
    submission = message.submission
    if mark is None or lot_of_injury(submission.application.injured_on) != message.lot:
        return "not-screened", "The application was not screened among the cases of this day of injury."
    found = _duplicates(message, mark)
    if wrong := [item for item in message.items if found.get(item) is None]:
        return (
            "not-a-duplicate",
            f"Item {wrong[0]} is not found to be a duplicate, or it was opened since, by a reversal or an order.",
        )
    return None


def _duplicates(message: ReverseDuplicate, mark: Screened) -> dict[int, str]:
    """Return the items that count as duplicates; of an old mark all of them, by its one case."""
    if mark.duplicates is not None:
        return mark.duplicates
    numbers = (item.number for item in message.submission.application.items)
    return dict.fromkeys(numbers, mark.case_number) if mark.case_number == message.case_number else {}


def _settle(
    settled: DuplicateSettled, suspected: Suspected, at: datetime, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Keep the answer; after the last one, screen the items that are left."""
    number, submission = settled.case_number, suspected.submission
    confirmed = suspected.confirmed + (settled.items if settled.verdict == "confirm" else ())
    still_open = tuple(item for item in suspected.open if item not in settled.items)
    if still_open:
        tables.suspected[number] = suspected.model_copy(update={"open": still_open, "confirmed": confirmed})
        return []
    del tables.suspected[number]
    stopped = stop(number, at, "it is settled", tables, [DUPLICATE_UNSETTLED])
    rules = jurisdiction_of(submission.application.jurisdiction)
    if not confirmed:
        return [*stopped, *screen(number, submission, at, tables, rules, suspected.dropped, complete_at=suspected.complete_at)]
    return [*stopped, *_without_confirmed(number, suspected, _first(suspected.matches, confirmed), at, tables, rules)]


def _without_confirmed(
    number: str, suspected: Suspected, matches: dict[int, ItemMatch], at: datetime, tables: Tables, rules: Jurisdiction
) -> list[Message]:
    """Screen the items that are no duplicates; a case without one is not eligible."""
    submission, application = suspected.submission, suspected.submission.application
    duplicates = (*suspected.dropped, *matches.values())
    take_from_review(number, application, tables)
    mark = tables.screened[submission.submission_id]
    found = {item: match.case_number for item, match in matches.items()}
    tables.screened[submission.submission_id] = mark.model_copy(update={"duplicates": {**(mark.duplicates or {}), **found}})
    moved = move_receipts(submission, matches.values(), at, tables, rules, suspected.complete_at)
    if len(matches) < len(application.items):
        left = submission.model_copy(update={"application": without(application, set(matches))})
        return [*moved, *screen(number, left, at, tables, rules, duplicates, complete_at=suspected.complete_at)]
    tables.cases[number] = CaseState(stage="ineligible", ended_at=at)
    reasons = duplicate_reasons(submission, duplicates, rules)
    return [*moved, ApplicationFoundIneligible(case_number=number, submission_id=submission.submission_id, reasons=reasons)]


def _first(matches: tuple[ItemMatch, ...], items: tuple[int, ...]) -> dict[int, ItemMatch]:
    """Return the first match of each of *items*."""
    found: dict[int, ItemMatch] = {}
    for each in matches:
        if each.item in items:
            found.setdefault(each.item, each)
    return found


def _refused(command: SettleDuplicate | ReverseDuplicate, actor: str, code: str, text: str) -> DuplicateRequestRefused:
    kind: type[Command] = type(command)
    return DuplicateRequestRefused(case_number=command.case_number, request=kind.type, actor=actor, code=code, text=text)
