"""The facts of an application that notices print, kept until the case ends."""

from collections.abc import Iterable
from datetime import date

from schemas.messages.application import Application
from services.letters.context import Context
from services.letters.state import NO_NOTICES, CaseNotices, NoticeFacts


def facts_of(application: Application, received_on: date) -> NoticeFacts:
    """Return the facts of a new application."""
    return NoticeFacts(
        jurisdiction=application.jurisdiction,
        priority=application.priority,
        injured_on=application.injured_on,
        denied_on=application.utilization_review.decided_on,
        received_on=received_on,
        requested_on=application.utilization_review.requested_on,
        requests=tuple(item.request for item in application.items),
        items=tuple(item.number for item in application.items),
        injured_from_on=application.injured_from_on,
    )


def without(facts: NoticeFacts, numbers: Iterable[int]) -> NoticeFacts:
    """Return *facts* without the items *numbers*, which are not reviewed."""
    dropped = set(numbers)
    left = {number: request for number, request in facts.by_item.items() if number not in dropped}
    return facts.model_copy(update={"items": tuple(left), "requests": tuple(left.values())}) if left else facts


def known_facts(case_number: str, known: CaseNotices, context: Context) -> NoticeFacts | None:
    """Return the facts of a case, those of its file where the application came before notices."""
    case_file = context.case_files.get(case_number)
    if known.facts is not None or case_file is None or case_file.facts is None:
        return known.facts
    facts = case_file.facts
    return NoticeFacts(
        jurisdiction=facts.jurisdiction,
        priority=facts.priority,
        injured_on=facts.injured_on,
        denied_on=facts.denied_on,
        received_on=facts.received_on,
        requested_on=facts.requested_on,
        injured_from_on=facts.injured_from_on,
    )


def forget_facts(case_number: str, context: Context) -> None:
    """Keep no facts of a determined case beside those of its file."""
    known = context.notices.get(case_number, NO_NOTICES)
    if (without := known.model_copy(update={"facts": None})) == NO_NOTICES:
        context.notices.pop(case_number, None)
    elif known.facts is not None:
        context.notices[case_number] = without
