"""Ask for facts on which the eligibility of a numbered case rests (8 CCR 9792.10.3(c))."""

from collections.abc import Mapping
from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.amendment import AmendedField
from schemas.messages.acts.questions import AskedFact, FactsAsked
from schemas.messages.application import Application
from schemas.messages.duplicates import ItemMatch
from schemas.messages.intake import Arrival
from services.intake.clocks.running import ANSWER_DUE, start
from services.intake.domain.plausibility import Doubt
from services.intake.eligibility_screen import is_expedited, reasons_against
from services.intake.handlers.known_items import put_under_review
from services.intake.questions import questions
from services.intake.state import Questioned, Tables

_FIELDS: Mapping[str, AmendedField] = {
    "proof_of_representation": "proof-of-representation",
    "designated_on": "designated-on",
    "emergency_care": "emergency-care",
    "mailed_from": "mailed-from",
    "place": "employee-place",
    "formulary_status": "formulary-status",
}
"""The field of a correction that answers a question, by the last step of its place."""


def facts_to_ask(submission: Arrival, at: datetime, rules: Jurisdiction) -> tuple[AskedFact, ...]:
    """Return the questions for which a case waits.

    None where the law has no time for answers, and none where health is in danger and the known
    facts suffice for a review.
    """
    application, received_on = submission.application, rules.local_date(submission.received_at)
    if not _has_a_time(at, rules):
        return ()
    if is_expedited(application, rules) and not reasons_against(application, received_on, rules):
        return ()
    return tuple(_fact(each, application) for each in questions(application, received_on, rules))


def ask(
    number: str,
    submission: Arrival,
    asked: tuple[AskedFact, ...],
    at: datetime,
    tables: Tables,
    rules: Jurisdiction,
    dropped: tuple[ItemMatch, ...],
    complete_at: datetime | None,
    resolved_at: datetime | None,
) -> list[Message]:
    """Let the case wait for the answers; its items are known meanwhile, as under review."""
    put_under_review(number, submission.application, submission.received_at, tables)
    tables.questioned[number] = Questioned(
        submission=submission, asked=asked, dropped=dropped, complete_at=complete_at, resolved_at=resolved_at
    )
    told = FactsAsked(
        case_number=number,
        submission_id=submission.submission_id,
        asked=asked,
        clock=ANSWER_DUE,
        answer_due_at=rules.deadline(ANSWER_DUE, at),
    )
    return [start(number, ANSWER_DUE, at, tables, rules), told]


def _has_a_time(at: datetime, rules: Jurisdiction) -> bool:
    return ANSWER_DUE in rules.clocks and rules.local_date(at) >= rules.clocks[ANSWER_DUE].versions[0].from_on


def _fact(doubt: Doubt, application: Application) -> AskedFact:
    """Return the question as the parties are asked it, with the number of its item."""
    place, name = doubt.path[:-1], str(doubt.path[-1])
    item = next((application.items[step].number for step in place if isinstance(step, int)), None)
    question = doubt.reason.removeprefix("is missing: ")
    return AskedFact(field=_FIELDS[name], item=item, question=f"{question[:1].upper()}{question[1:]}")
