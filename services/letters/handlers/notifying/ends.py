"""The notices of an end: of a review without a determination, and of single items of one."""

from collections.abc import Mapping

from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.lifecycle import CaseTerminated, EndGround, TreatmentAuthorised
from services.letters.handlers.notifying.writing import Writing
from services.letters.handlers.serving.appeal import days_to_appeal
from services.letters.notices import ItemsEndedNotice, NoticeReason, TerminationNotice

CODES: Mapping[EndGround, str] = {
    "withdrawn": "WITHDRAWN",
    "settled": "SETTLED",
    "awarded": "AWARDED",
    "not-liable": "NOT_LIABLE",
    "authorised": "ALREADY_AUTHORIZED",
}
"""The code of each ground on which a review ends; its sentence is the law's."""


def termination(event: CaseTerminated, writing: Writing) -> TerminationNotice:
    """Give the ground (LC 4610.5(g)) and the time to appeal (8 CCR 9792.10.3(c), 10575(a))."""
    ended_on = writing.rules.local_date(event.acted_at)
    reason = NoticeReason(code=CODES[event.ground], text=writing.rules.end_text(event.ground, ended_on))
    return TerminationNotice(
        kind="termination-notice",
        **writing.shared,
        ended_on=ended_on,
        reasons=(reason,),
        requests=writing.facts.requests,
        appeal_days=days_to_appeal(writing.dated_on, writing.rules),
    )


def items_ended(event: ItemsWithdrawn | TreatmentAuthorised, writing: Writing) -> ItemsEndedNotice:
    """Name the treatments that left the review, why, and those that are still in dispute."""
    ground: EndGround
    if isinstance(event, TreatmentAuthorised):
        ground, ended_on = "authorised", event.authorised_on
    else:
        ground, ended_on = event.ground, writing.rules.local_date(event.acted_at)
    by_item = writing.facts.by_item
    return ItemsEndedNotice(
        kind="items-ended-notice",
        **writing.shared,
        ended_on=ended_on,
        reason=NoticeReason(code=CODES[ground], text=writing.rules.end_text(ground, ended_on)),
        ended=tuple(request for number, request in by_item.items() if number in event.items),
        requests=tuple(request for number, request in by_item.items() if number not in event.items),
    )
