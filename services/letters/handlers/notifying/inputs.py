"""Take the facts of a new application, and the events that make a notice."""

from collections.abc import Sequence
from datetime import datetime

from schemas.case import OfACase
from schemas.message import Event
from schemas.messages.intake import ApplicationReceived
from services.letters.context import Context
from services.letters.handlers.notifying.facts import facts_of
from services.letters.handlers.notifying.issue import take_up
from services.letters.handlers.notifying.kinds import NoticeKind
from services.letters.handlers.serving.parties import parties_of
from services.letters.state import NO_NOTICES


def on_application_received(message: ApplicationReceived, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Keep the facts that notices print and, apart from them, the parties."""
    known = context.notices.get(message.case_number, NO_NOTICES)
    if known.facts is None and not known.issued and message.case_number not in context.case_files:
        rules = context.maker.jurisdiction(message.application.jurisdiction)
        facts = facts_of(message.application, rules.local_date(message.received_at))
        context.notices[message.case_number] = known.model_copy(update={"facts": facts})
        context.parties.setdefault(message.case_number, parties_of(message.application))
    return []


async def on_noticed(message: Event, at: datetime, *, kind: NoticeKind, context: Context) -> Sequence[Event]:
    """Tell the parties of an event, once."""
    assert isinstance(message, OfACase), "the events of NOTICES are of a case"
    return await take_up(message.case_number, message, kind, context, at)
