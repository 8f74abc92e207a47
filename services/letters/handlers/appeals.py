"""A petition against the end of a case, and an order to review it anew."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from schemas.message import Event
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed, EndState
from schemas.messages.acts.remand import CaseRemanded
from services.letters.context import Context
from services.letters.handlers.notifying.facts import facts_of, without
from services.letters.handlers.notifying.issue import take_up
from services.letters.handlers.notifying.kinds import NOTICES
from services.letters.handlers.serving.parties import parties_of
from services.letters.state import NEW_CASE, NO_NOTICES, CaseNotices, CaseState


def on_appeal(message: CaseAppealed | CaseAffirmed, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Mark the case as appealed, or no longer; one without a file here has nothing to keep."""
    if (case_file := context.case_files.get(message.case_number)) is not None:
        update = {"appealed": isinstance(message, CaseAppealed) or bool(message.pending)}
        context.case_files[message.case_number] = case_file.model_copy(update=update)
    return []


async def on_case_remanded(message: CaseRemanded, at: datetime, *, context: Context) -> Sequence[Event]:
    """Open the case again, with its parties and facts, and tell the parties (LC 4610.6(i)).

    A letter of the former review that is held, or waits, lapses; one of the new review may have
    come before its order and stays. The notice of an end that was set aside is neither released nor
    served again. Intake leaves nothing in dispute of an item that is not under review.
    """
    number, application = message.case_number, message.application
    case_file = context.case_files.get(number, NEW_CASE)
    held, former = case_file.held, message.determination_version
    lapsed = {
        "held": None if held is None or held.determination.is_former(former) else held,
        "waiting": tuple(each for each in case_file.waiting if not each.is_former(former)),
        "appealed": False,
        "set_aside": max((former, *_former_corrections(case_file))),
    }
    context.case_files[number] = case_file.model_copy(update=lapsed)
    context.parties.setdefault(number, parties_of(application))
    known = context.notices.get(number, NO_NOTICES)
    others = [item.number for item in application.items if item.quantity.in_dispute and not Decimal(item.quantity.in_dispute)]
    facts = without(facts_of(application, message.received_on), others)
    context.notices[number] = _without_end(known, message.against).model_copy(update={"facts": facts, "ended": False})
    return await take_up(number, message, NOTICES[CaseRemanded], context, at)


def _former_corrections(case_file: CaseState) -> Iterator[int]:
    """Yield the versions of corrections, which crossed the order if intake did not know them."""
    yield from (each.determination_version for each in case_file.letters if each.corrects is not False)
    if case_file.held is not None and case_file.held.determination.reason_for_correction is not None:
        yield case_file.held.determination.determination_version


_NOTICES_OF: Mapping[EndState, str] = {"ineligible": "ineligibility", "terminated": "termination"}
"""The kind of the notice that tells of an end; of a determination its letter does."""


def _without_end(known: CaseNotices, end: EndState) -> CaseNotices:
    """Return the notices with those that tell of *end* marked as set aside."""
    kind = _NOTICES_OF.get(end)
    issued = tuple(each.model_copy(update={"set_aside": True}) if each.kind == kind else each for each in known.issued)
    held = tuple(each.model_copy(update={"set_aside": True}) if each.kind == kind else each for each in known.held)
    return known.model_copy(update={"issued": issued, "held": held})
