"""Take the facts of a new application, and the events that make a notice."""

from collections.abc import Sequence
from datetime import datetime

from schemas.case import OfACase
from schemas.message import Event, Message
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, DuplicateSettled
from schemas.messages.intake import ApplicationFoundEligible, ApplicationReceived
from schemas.messages.lifecycle import LiabilityResolved, TreatmentAuthorised
from services.letters.context import Context
from services.letters.handlers.notifying.facts import facts_of, without
from services.letters.handlers.notifying.issue import has_determination, take_up
from services.letters.handlers.notifying.kinds import NOTICES
from services.letters.handlers.notifying.writing import NoticeKind
from services.letters.handlers.serving.parties import parties_of
from services.letters.state import NEW_CASE, NO_NOTICES


def on_application_received(message: ApplicationReceived, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep the facts that notices print and, apart from them, the parties."""
    known = context.notices.get(message.case_number, NO_NOTICES)
    if known.facts is None and not known.issued and message.case_number not in context.case_files:
        rules = context.maker.jurisdiction(message.application.jurisdiction)
        facts = facts_of(message.application, rules.local_date(message.received_at))
        context.notices[message.case_number] = known.model_copy(update={"facts": facts})
        context.parties.setdefault(message.case_number, parties_of(message.application))
    return []


_CORRECTED = ("worker", "employer")
"""The parties whose names can be corrected."""

Dropped = DuplicateItemsDropped | DuplicateSettled | TreatmentAuthorised | ItemsWithdrawn


def on_items_dropped(message: Dropped, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep no request of an item that is reviewed in another case, or authorised.

    The event that names a duplicate carries its words.
    """
    known = context.notices.get(message.case_number, NO_NOTICES)
    if known.facts is not None and not (isinstance(message, DuplicateSettled) and message.verdict == "reject"):
        numbers = [each.item for each in message.items] if isinstance(message, DuplicateItemsDropped) else message.items
        context.notices[message.case_number] = known.model_copy(update={"facts": without(known.facts, numbers)})
    return []


async def on_items_ended(message: TreatmentAuthorised | ItemsWithdrawn, at: datetime, *, context: Context) -> Sequence[Event]:
    """Tell the parties which treatments left the review, unless the case ended with them.

    Where the case was determined meanwhile, its letter tells them instead.
    """
    number = message.case_number
    facts = context.notices.get(number, NO_NOTICES).facts
    told: Sequence[Event] = []
    if facts is not None and set(facts.items) & set(message.items) and not has_determination(number, context):
        is_left = set(facts.items) - set(message.items)
        told = await on_noticed(message, at, kind=NOTICES[type(message)], context=context) if is_left else []
    return [*told, *on_items_dropped(message, at, context=context)]


async def on_noticed(message: Event, at: datetime, *, kind: NoticeKind, context: Context) -> Sequence[Event]:
    """Tell the parties of an event, once.

    A duplicate of an earlier version carries no application, so there is no party to tell.
    """
    if kind.arrival is not None and kind.arrival(message) is None:
        return []
    return await take_up(case_of(message), message, kind, context, at)


async def on_found_eligible(message: ApplicationFoundEligible, at: datetime, *, context: Context) -> Sequence[Event]:
    """Tell the parties, also of the items not reviewed; later notices leave these out."""
    told = await on_noticed(message, at, kind=NOTICES[ApplicationFoundEligible], context=context)
    known = context.notices.get(message.case_number, NO_NOTICES)
    if known.facts is not None:
        numbers = [item for each in message.not_under_review for item in each.items]
        context.notices[message.case_number] = known.model_copy(update={"facts": without(known.facts, numbers)})
    return told


async def on_liability_resolved(message: LiabilityResolved, at: datetime, *, context: Context) -> Sequence[Event]:
    """Tell the parties that the application waits no longer.

    Without liability it ends, and the notice of that end tells why. Of a case that was determined
    meanwhile the letter is out, or on its way.
    """
    if message.outcome == "not-liable" or has_determination(message.case_number, context):
        return []
    return await on_noticed(message, at, kind=NOTICES[LiabilityResolved], context=context)


async def on_review_converted(message: ReviewConverted, at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep the priority for the letters that follow, and tell the parties.

    A conversion that crosses the determination changes no letter.
    """
    number = message.case_number
    if has_determination(number, context):
        return []
    priority = {"priority": message.priority}
    known, case_file = context.notices.get(number, NO_NOTICES), context.case_files.get(number, NEW_CASE)
    if known.facts is not None:
        context.notices[number] = known.model_copy(update={"facts": known.facts.model_copy(update=priority)})
    if case_file.facts is not None:
        context.case_files[number] = case_file.model_copy(update={"facts": case_file.facts.model_copy(update=priority)})
    return await on_noticed(message, at, kind=NOTICES[ReviewConverted], context=context)


async def on_application_amended(message: ApplicationAmended, at: datetime, *, context: Context) -> Sequence[Event]:
    """Take the corrected names and words, and tell the parties.

    A party with another name is the same one: it keeps the address that staff may have changed. A
    correction that crosses the determination changes no letter.
    """
    number = message.case_number
    if has_determination(number, context):
        return []
    known = context.notices.get(number, NO_NOTICES)
    if known.facts is not None and known.facts.items:
        words = {item.number: item.request for item in message.application.items}
        requests = tuple(words.get(item, before) for item, before in known.facts.by_item.items())
        context.notices[number] = known.model_copy(update={"facts": known.facts.model_copy(update={"requests": requests})})
    if (parties := context.parties.get(number)) is not None:
        named = {each.kind: each for each in parties_of(message.application).parties}
        renamed = tuple(
            each.model_copy(update={"name": named[each.kind].name}) if each.kind in _CORRECTED and each.kind in named else each
            for each in parties.parties
        )
        context.parties[number] = parties.model_copy(update={"parties": renamed})
    return await on_noticed(message, at, kind=NOTICES[ApplicationAmended], context=context)


def case_of(message: Message) -> str:
    """Return the case that a message is about: of a duplicate, the case under review."""
    if isinstance(message, DuplicateFound):
        return message.duplicate_of
    assert isinstance(message, OfACase), "every other message to letters is of a case"
    return message.case_number
