"""Helpers that give messages to a pool and read its answers."""

from datetime import datetime
from typing import Any

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.triage import (
    AdjustCase,
    EnrolReviewer,
    FindAnotherReviewer,
    FindReviewer,
    FindReviewerAnew,
    NoReviewerFound,
    RecheckCase,
    ReleaseReviewer,
    ReviewerAssigned,
)
from services.triage.handlers.adjusting import on_adjust_case, on_recheck_case
from services.triage.handlers.pool import (
    on_enrol_reviewer,
    on_find_another_reviewer,
    on_find_reviewer,
    on_find_reviewer_anew,
    on_release_reviewer,
)
from services.triage.handlers.recount import on_recount
from services.triage.state import PoolTables
from tests.services.triage.messages import AT, POOL, find

RECOUNT_KEY = f"{POOL}/recount"


def say(tables: PoolTables, *messages: Message, at: datetime = AT) -> list[Message]:
    """Give *messages* to the pool one by one; return its answers."""
    handlers: dict[type[Message], Any] = {
        FindReviewer: on_find_reviewer,
        FindReviewerAnew: on_find_reviewer_anew,
        FindAnotherReviewer: on_find_another_reviewer,
        EnrolReviewer: on_enrol_reviewer,
        ReleaseReviewer: on_release_reviewer,
        AdjustCase: on_adjust_case,
        RecheckCase: on_recheck_case,
    }
    answers: list[Message] = []
    for message in messages:
        answers += handlers[type(message)](message, at, tables=tables, jurisdiction_of=load_jurisdiction)
    return answers


def recount(tables: PoolTables) -> list[Message]:
    """The clock of the recount runs out."""
    timer = tables.timers.pop(RECOUNT_KEY)
    return on_recount(POOL, timer.due_at, tables=tables, jurisdiction_of=load_jurisdiction)


def assigned(messages: list[Message]) -> dict[str, str]:
    """Who reviews which case, in the order of the messages."""
    return {each.case_number: each.reviewer_id for each in messages if isinstance(each, ReviewerAssigned)}


def no_reviewer(number: int, considered: int, **excluded: int) -> NoReviewerFound:
    """Return the event that no reviewer was found, with the counts."""
    reasons = {reason.replace("_", "-"): count for reason, count in excluded.items()}
    return NoReviewerFound(case_number=find(number).case_number, pool=POOL, considered=considered, excluded=reasons)
