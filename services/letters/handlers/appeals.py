"""A petition against the end of a case, and an order to review it anew."""

from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.remand import CaseRemanded
from services.letters.context import Context
from services.letters.handlers.notifying.facts import facts_of
from services.letters.handlers.notifying.issue import take_up
from services.letters.handlers.notifying.kinds import NOTICES
from services.letters.handlers.serving.parties import parties_of
from services.letters.state import NEW_CASE, NO_NOTICES


def on_appeal(message: CaseAppealed | CaseAffirmed, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Mark the case as appealed, or no longer; one without a file here has nothing to keep."""
    if (case_file := context.case_files.get(message.case_number)) is not None:
        update = {"appealed": isinstance(message, CaseAppealed)}
        context.case_files[message.case_number] = case_file.model_copy(update=update)
    return []


async def on_case_remanded(message: CaseRemanded, at: datetime, *, context: Context) -> Sequence[Event]:
    """Open the case again, with its parties and facts, and tell the parties (LC 4610.6(i)).

    A letter that is held, or waits, is of a determination that no longer holds: it lapses.
    """
    number, application = message.case_number, message.application
    case_file = context.case_files.get(number, NEW_CASE)
    set_aside = max(message.determination_version, case_file.newest)
    lapsed = {"held": None, "waiting": (), "appealed": False, "set_aside": set_aside}
    context.case_files[number] = case_file.model_copy(update=lapsed)
    context.parties.setdefault(number, parties_of(application))
    known = context.notices.get(number, NO_NOTICES)
    context.notices[number] = known.model_copy(update={"facts": facts_of(application, message.received_on), "ended": False})
    return await take_up(number, message, NOTICES[CaseRemanded], context, at)
