"""Convert a review to expedited by a certification, and back (8 CCR 9792.10.4(c))."""

from datetime import datetime

from jurisdictions.clock_rules import STANDARD
from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.conversion import ConvertReview, ReviewConverted
from schemas.messages.application import Application
from schemas.messages.intake import RecordsRequested
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged, InformationRequested
from services.intake.clocks.running import (
    DETERMINATION_CLOCKS,
    DETERMINATION_DUE,
    FORMULARY_DETERMINATION_DUE,
    FURTHER_RECORDS_DUE,
    RECORDS_DUE,
    JurisdictionOf,
    adopt,
    convert,
    due_at,
    keep,
    start,
)
from services.intake.domain.lifecycle.states import State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.eligibility_screen import is_expedited, tracks
from services.intake.handlers.clocks import case_of, state_now
from services.intake.refusals import impossible_day, not_allowed, refused, unchanged
from services.intake.state import OpenCase, Tables
from services.intake.translation import notice_variant
from terms.law_words import begins

CERTIFIED = "a physician certified that delay threatens the employee's health"
WITHDRAWN = "the certification is withdrawn"
ASKED = {"expedited": "an expedited review is asked for", "standard": "an expedited review is not asked for any more"}
"""Why the clocks go over under a law that asks for no certification."""
SOONER = "The review is expedited now, so an answer is due sooner."
LATER = "The review is no longer expedited, so there is more time for an answer."


def on_convert_review(message: ConvertReview, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Let the review and its clocks go over to another priority, once; it stays in its state."""
    number = message.case_number
    case, state = case_of(number, tables), state_now(number, tables)
    if not allows(state, "convert-review"):
        return [not_allowed(message, state)]
    if case.file is None:
        text = "This case is from a version that held no file of a case under review, so its priority cannot be changed."
        return [refused(message, state, "no-file-held", text)]
    rules = jurisdiction_of(case.file.application.jurisdiction)
    application = _converted(message, state, case.file.application, rules)
    if not isinstance(application, Application):
        return [application]
    because = _because(message, application, rules)
    enter(state, "convert-review", state)
    file = case.file.model_copy(update={"application": application})
    changes = [*adopt(number, tables, rules), *_determination_clocks(number, application, at, because, tables, rules)]
    if state == "waiting":
        changes += convert(number, notice_variant(application), at, because, tables, rules, [RECORDS_DUE])
    changes += convert(number, message.priority, at, because, tables, rules, [FURTHER_RECORDS_DUE])
    records_due_at = due_at(number, RECORDS_DUE, tables, rules)
    if state == "waiting" and records_due_at is not None:
        file = file.model_copy(update={"records_due_on": rules.local_date(records_due_at)})
    tables.cases[number] = case.model_copy(update={"file": file})
    return [*changes, _event(message, state, file, tables, rules), *_told_anew(message, state, file, tables, rules)]


def _converted(
    message: ConvertReview, state: State, before: Application, rules: Jurisdiction
) -> Application | CaseRequestRefused | CaseUnchanged:
    """Return the application at the other priority, or the answer that says why not."""
    if before.priority == message.priority:
        return unchanged(message, state, f"The review is {message.priority} already.")
    if message.certification is not None:
        certified_on = message.certification.certified_on
        if impossible := impossible_day(message, state, "The certification", certified_on, before, rules):
            return impossible
    served_on = before.utilization_review.denial_served_on
    told = rules.told_without_certification(served_on)
    if message.priority == "standard":
        if told is not None and before.utilization_review.expedited is True:
            denier = begins(rules.words_on(served_on).denier)
            text = f"{denier} was expedited itself, so the review is expedited without a certification."
            return refused(message, state, "expedited-by-utilization-review", text)
        return before.model_copy(update={"priority": "standard", "physician_certification": None})
    certification = message.certification or before.physician_certification
    application = before.model_copy(update={"priority": "expedited", "physician_certification": certification})
    if told is None or is_expedited(application, rules):
        return application
    return refused(message, state, "not-certified", told)


def _because(message: ConvertReview, application: Application, rules: Jurisdiction) -> str:
    """Return why the clocks go over, in the words of the law."""
    if rules.told_without_certification(application.utilization_review.denial_served_on) is None:
        return ASKED[message.priority]
    return CERTIFIED if message.priority == "expedited" else WITHDRAWN


def _determination_clocks(
    number: str, application: Application, at: datetime, because: str, tables: Tables, rules: Jurisdiction
) -> list[ClockChanged]:
    """Convert the clocks of the determination to those that its items have at this priority.

    A review that was expedited from the start has one clock. Where some of its items are drugs of
    the formulary, these get their own, from the same start (LC 4610.6(d)(1)(A)).
    """
    running = tables.clocks[number].running if number in tables.clocks else {}
    if DETERMINATION_DUE not in running:
        return []
    if application.priority == "expedited":
        return convert(number, "expedited", at, because, tables, rules, DETERMINATION_CLOCKS)
    changes = convert(number, "formulary", at, because, tables, rules, [FORMULARY_DETERMINATION_DUE])
    clock = running[DETERMINATION_DUE]
    begun = clock.ledger.entries[0].at
    items = tracks(application, DETERMINATION_DUE, begun, rules)
    main = STANDARD if STANDARD in items else next(iter(items))
    end = due_at(number, DETERMINATION_DUE, tables, rules)
    if len(items) > 1 and FORMULARY_DETERMINATION_DUE not in running and end is not None and end >= at:
        keep(number, DETERMINATION_DUE, clock.model_copy(update={"items": items[main]}), tables)
        others = [variant for variant in items if variant != main]
        changes += [start(number, DETERMINATION_DUE, begun, tables, rules, variant=each, items=items[each]) for each in others]
    return [*changes, *convert(number, main, at, because, tables, rules, [DETERMINATION_DUE])]


def _event(message: ConvertReview, state: State, file: OpenCase, tables: Tables, rules: Jurisdiction) -> ReviewConverted:
    number = message.case_number
    ends = [end for name in DETERMINATION_CLOCKS if (end := due_at(number, name, tables, rules)) is not None]
    return ReviewConverted(
        case_number=number,
        priority=message.priority,
        state=state,
        certification=file.application.physician_certification,
        determination_due_at=min(ends, default=None),
        records_due_on=file.records_due_on if state == "waiting" else None,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )


def _told_anew(message: ConvertReview, state: State, file: OpenCase, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return the requests that wait, with their new day: for records, or of the reviewer."""
    number = message.case_number
    answer_due_at = due_at(number, FURTHER_RECORDS_DUE, tables, rules)
    if answer_due_at is not None:
        why = SOONER if message.priority == "expedited" else LATER
        return [InformationRequested(case_number=number, asked=file.asked, explanation=why, answer_due_at=answer_due_at)]
    return [RecordsRequested(case_number=number, records_due_on=file.records_due_on)] if state == "waiting" else []
