"""Keep facts, credentials and determinations until a letter can be issued.

They arrive in any order.
"""

from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import ReceiptMoved
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged
from schemas.messages.triage import ReviewerAssigned
from services.letters.context import Context
from services.letters.handlers.issuing.assemble import facts_of
from services.letters.handlers.issuing.issue import take_up
from services.letters.handlers.notifying.facts import facts_of as notice_facts_of
from services.letters.handlers.notifying.facts import forget_facts, without
from services.letters.handlers.serving.parties import parties_of_complete
from services.letters.state import NEW_CASE, NO_NOTICES, NO_PARTIES, Credentials


async def on_case_ready_for_review(message: CaseReadyForReview, at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep the facts of the case file and, apart from them, the parties."""
    known = context.parties.get(message.case_number, NO_PARTIES)
    context.parties[message.case_number] = parties_of_complete(message.application, known)
    case_file = context.case_files.get(message.case_number, NEW_CASE)
    return await take_up(message.case_number, case_file.model_copy(update={"facts": facts_of(message)}), context, at)


async def on_case_file_changed(message: CaseFileChanged, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep the facts of the changed file, unless a letter already rests on the one before."""
    case_file = context.case_files.get(message.case_number, NEW_CASE)
    if case_file.is_determined:
        return []
    known = context.parties.get(message.case_number, NO_PARTIES)
    context.parties[message.case_number] = parties_of_complete(message.application, known)
    context.case_files[message.case_number] = case_file.model_copy(update={"facts": facts_of(message)})
    return []


async def on_items_joined(message: ItemsJoined, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep the facts and parties of both cases, for the letter and the notices that follow.

    A case that has no letter's file yet gets it when it is ready for review.
    """
    number = message.case_number
    case_file, known = context.case_files.get(number, NEW_CASE), context.notices.get(number, NO_NOTICES)
    if case_file.is_determined:
        return []
    context.parties[number] = parties_of_complete(message.application, context.parties.get(number, NO_PARTIES))
    if case_file.facts is not None:
        context.case_files[number] = case_file.model_copy(update={"facts": facts_of(message)})
    if known.facts is not None:
        left_out = [item for each in message.not_under_review for item in each.items]
        facts = without(notice_facts_of(message.application, known.facts.received_on), left_out)
        context.notices[number] = known.model_copy(update={"facts": facts})
    return []


async def on_receipt_moved(message: ReceiptMoved, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Print the earlier day of receipt from the next letter on.

    A file that is not known yet comes with that day.
    """
    case_file = context.case_files.get(message.case_number, NEW_CASE)
    if case_file.facts is not None:
        facts = case_file.facts.model_copy(update={"received_on": message.received_on})
        context.case_files[message.case_number] = case_file.model_copy(update={"facts": facts})
    return []


async def on_reviewer_assigned(message: ReviewerAssigned, at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep the reviewer's credentials beside those of earlier reviewers.

    Their determinations may still be on the way.
    """
    case_file = context.case_files.get(message.case_number, NEW_CASE)
    others = tuple(known for known in case_file.credentials if known.reviewer_id != message.reviewer_id)
    new = Credentials(reviewer_id=message.reviewer_id, licensure=message.licensure, specialties=message.specialties)
    return await take_up(message.case_number, case_file.model_copy(update={"credentials": (*others, new)}), context, at)


async def on_determination_signed(message: DeterminationSigned, at: datetime, *, context: Context) -> Sequence[Event]:
    """Take up a determination newer than those issued or held before.

    A correction of one that a court set aside crossed its order, and makes no letter.
    """
    case_file = context.case_files.get(message.case_number, NEW_CASE)
    is_former = case_file.set_aside is not None and (
        message.determination_version <= case_file.set_aside
        or (message.reason_for_correction is not None and not case_file.is_determined)
    )
    if is_former or message.determination_version <= case_file.newest:
        return []
    forget_facts(message.case_number, context)
    return await take_up(message.case_number, case_file.model_copy(update={"waiting": (*case_file.waiting, message)}), context, at)
