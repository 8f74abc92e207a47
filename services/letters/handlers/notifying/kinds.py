"""The notices: which event makes which letter, and how its content follows from the event.

A new notice is a line of NOTICES, a model in `notices.py`, its sections and a layout, its name in
`jurisdictions/letters.py`, and an entry in the jurisdiction's `letter_notices`.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, get_args

from jurisdictions.clock_rules import STANDARD, Served
from jurisdictions.letters import NoticeName
from jurisdictions.model import Jurisdiction
from schemas.form.values import DATE_MIN
from schemas.message import Event
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.appeals import EndState
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.deferral import ReviewDeferred
from schemas.messages.acts.questions import FactsAsked
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    Reason,
    RecordsOverdue,
)
from schemas.messages.lifecycle import CaseTerminated, InformationRequested, LiabilityResolved, TreatmentAuthorised
from services.letters.composition.kinds import KINDS
from services.letters.handlers.notifying.asking import facts, missing_facts, questions, request
from services.letters.handlers.notifying.ends import items_ended, termination
from services.letters.handlers.notifying.writing import NoticeKind, Writing
from services.letters.handlers.serving.appeal import days_to_appeal
from services.letters.notices import (
    AmendedLine,
    AmendmentNotice,
    AssignmentNotice,
    ConsolidationNotice,
    ConversionNotice,
    DeferralNotice,
    DuplicateItem,
    DuplicateNotice,
    IneligibilityNotice,
    NoticeReason,
    RecordsOverdueNotice,
    RemandNotice,
    ResumptionNotice,
)
from services.letters.state import NoticeFacts

RECORDS_DUE = "records-due"
"""The clock of the claims administrator's records."""
FILING_AFTER_LIABILITY = "filing-after-liability"
"""The clock of an application after the notice that a dispute about liability is resolved."""


def ineligibility(event: ApplicationFoundIneligible, writing: Writing) -> IneligibilityNotice:
    """Give every reason (8 CCR 9792.10.3) and the time to appeal (8 CCR 10575(a))."""
    return IneligibilityNotice(
        kind="ineligibility-notice",
        **writing.shared,
        reasons=_reasons(event.reasons, writing.facts),
        appeal_days=days_to_appeal(writing.dated_on, writing.rules),
    )


def assignment(event: ApplicationFoundEligible, writing: Writing) -> AssignmentNotice:
    """Ask for the records, due by the way in which the claims administrator is served.

    It has 15 days by mail, 12 electronically, and of an expedited review 24 hours from receipt (8
    CCR 9792.10.5(a)(1)); the day is counted from that of the notice.
    """
    facts, rules = writing.facts, writing.rules
    expedited = (event.priority or facts.priority) == "expedited"
    by = next((each.method for each in writing.parties if each.party.kind == "claims-administrator"), None)
    variant = "expedited" if expedited else "electronic" if by == "electronic" else STANDARD
    span = rules.version(RECORDS_DUE, writing.dated_on).span(variant)
    hours = span.length if span.unit == "hours" else None
    months = writing.rule.records_of_months
    return AssignmentNotice(
        kind="assignment-notice",
        **writing.shared,
        assigned_on=event.assigned_on,
        priority="Expedited" if expedited else "Standard",
        requested_on=facts.requested_on,
        requests=_under_review(event.not_under_review, facts),
        not_under_review=_reasons(event.not_under_review, facts),
        records_due_on=None if hours else rules.due(RECORDS_DUE, writing.dated_on, variant).on,
        records_due_hours=hours,
        records_from_on=months_before(facts.requested_on, months) if facts.requested_on and months else None,
        send_to=writing.maker.records_address,
    )


def records_overdue(event: RecordsOverdue, writing: Writing) -> RecordsOverdueNotice:
    """Remind the claims administrator of the records that it owes."""
    return RecordsOverdueNotice(
        kind="records-overdue-notice",
        **writing.shared,
        records_due_on=event.records_due_on,
        send_to=writing.maker.records_address,
    )


def deferral(event: ApplicationDeferred | ReviewDeferred, writing: Writing) -> DeferralNotice:
    """Tell the parties that the application or its review waits (8 CCR 9792.10.3(d))."""
    return DeferralNotice(
        kind="deferral-notice",
        **writing.shared,
        review=isinstance(event, ReviewDeferred),
        reasons=_reasons(event.reasons, writing.facts),
    )


def resumption(event: LiabilityResolved, writing: Writing) -> ResumptionNotice:
    """Tell that liability is resolved, with the last day to file another application.

    By mail there are more days (LC 4610.5(h)(2)); how the notice was sent is not known.
    """
    return ResumptionNotice(
        kind="resumption-notice",
        **writing.shared,
        review=writing.is_assigned,
        notified_on=event.notified_on,
        file_until=_file_until(event.notified_on, writing.rules),
        requests=writing.facts.requests,
    )


def _file_until(notified_on: date, rules: Jurisdiction) -> date | None:
    """Return the last day after a notice that was handed over, None if the law gives none."""
    if FILING_AFTER_LIABILITY not in rules.clocks or notified_on < rules.clocks[FILING_AFTER_LIABILITY].versions[0].from_on:
        return None
    return rules.due(FILING_AFTER_LIABILITY, notified_on, served=Served(by="personal")).on


def conversion(event: ReviewConverted, writing: Writing) -> ConversionNotice:
    """Tell the parties that the review is expedited or regular, with the days that follow."""
    rules, expedited = writing.rules, event.priority == "expedited"
    span = rules.version(RECORDS_DUE, writing.dated_on).span(event.priority)
    hours = span.length if span.unit == "hours" and event.records_due_on else None
    return ConversionNotice(
        kind="conversion-notice",
        **writing.shared,
        priority="Expedited" if expedited else "Standard",
        certified_on=event.certification.certified_on if expedited and event.certification else None,
        determination_due_on=rules.local_date(event.determination_due_at) if event.determination_due_at else None,
        records_due_on=None if hours else event.records_due_on,
        records_due_hours=hours,
        send_to=writing.maker.records_address,
    )


def consolidation(event: CaseConsolidated, writing: Writing) -> ConsolidationNotice:
    """Name the case in which the treatments are decided (8 CCR 9792.10.4(a))."""
    return ConsolidationNotice(
        kind="consolidation-notice",
        **writing.shared,
        into=event.into,
        into_denied_on=event.into_denied_on,
        requests=writing.facts.requests,
    )


def amendment(event: ApplicationAmended, writing: Writing) -> AmendmentNotice:
    """Tell the parties each correction, so that a wrong one is seen."""
    return AmendmentNotice(
        kind="amendment-notice",
        **writing.shared,
        changes=tuple(AmendedLine(field=each.field, before=each.before, after=each.after) for each in event.changes),
        send_to=writing.maker.records_address,
    )


def duplicate(event: DuplicateFound, writing: Writing) -> DuplicateNotice:
    """Name the case in which each treatment is under review (8 CCR 9792.10.3(a)(2))."""
    assert event.submission is not None, "there is a notice only for an application that is known"
    requests = {item.number: item.request for item in event.submission.application.items}
    return DuplicateNotice(
        kind="duplicate-notice",
        **writing.shared,
        submission=event.submission_id,
        items=tuple(DuplicateItem(request=requests[each.item], case_number=each.case_number) for each in event.items),
        appeal_days=days_to_appeal(writing.dated_on, writing.rules),
    )


_SET_ASIDE: Mapping[EndState, Literal["determination", "ineligibility", "termination"]] = {
    "determined": "determination",
    "ineligible": "ineligibility",
    "terminated": "termination",
}


def remand(event: CaseRemanded, writing: Writing) -> RemandNotice:
    """Tell of the order and of the new review (LC 4610.6(i)); its facts stand in the order."""
    return RemandNotice(
        kind="remand-notice",
        **writing.shared,
        ordered_on=event.ordered_on,
        set_aside=_SET_ASIDE[event.against],
        requests=writing.facts.requests,
    )


def months_before(day: date, months: int) -> date:
    """Return the day *months* before *day*, the last of its month if that has no such day."""
    years, month = divmod(day.month - 1 - months, 12)
    year = max(day.year + years, DATE_MIN.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _reasons(reasons: Iterable[Reason], facts: NoticeFacts) -> tuple[NoticeReason, ...]:
    """Return the reasons with the treatments that they speak of."""
    known = facts.by_item
    return tuple(
        NoticeReason(
            code=each.code, text=each.text, requests=each.requests or tuple(known[item] for item in each.items if item in known)
        )
        for each in reasons
    )


def _under_review(reasons: Iterable[Reason], facts: NoticeFacts) -> tuple[str, ...]:
    """Return the requests of the items against which there is none of *reasons*."""
    if not facts.items:
        return facts.requests
    others = {item for each in reasons for item in each.items}
    return tuple(request for item, request in facts.by_item.items() if item not in others)


NOTICES: Mapping[type[Event], NoticeKind] = {
    ApplicationFoundIneligible: NoticeKind("ineligibility", "ineligibility-notice", ineligibility, ends_case=True),
    ApplicationFoundEligible: NoticeKind(
        "assignment", "assignment-notice", assignment, cause=lambda event: event.assigned_on.isoformat()
    ),
    ApplicationDeferred: NoticeKind(
        "deferral", "deferral-notice", deferral, cause=lambda event: ",".join(each.code for each in event.reasons)
    ),
    ReviewDeferred: NoticeKind("deferral", "deferral-notice", deferral, cause=lambda event: event.acted_at.isoformat()),
    LiabilityResolved: NoticeKind("resumption", "resumption-notice", resumption, cause=lambda event: event.acted_at.isoformat()),
    ReviewConverted: NoticeKind("conversion", "conversion-notice", conversion, cause=lambda event: event.acted_at.isoformat()),
    ApplicationAmended: NoticeKind("amendment", "amendment-notice", amendment, cause=lambda event: event.acted_at.isoformat()),
    DuplicateFound: NoticeKind(
        "duplicate",
        "duplicate-notice",
        duplicate,
        cause=lambda event: event.submission_id,
        arrival=lambda event: event.submission,
    ),
    RecordsOverdue: NoticeKind(
        "records-overdue", "records-overdue-notice", records_overdue, cause=lambda event: event.records_due_on.isoformat()
    ),
    InformationRequested: NoticeKind("questions", "questions-notice", questions, cause=request),
    FactsAsked: NoticeKind("missing-facts", "missing-facts-notice", missing_facts, cause=facts),
    CaseTerminated: NoticeKind(
        "termination", "termination-notice", termination, cause=lambda event: event.acted_at.isoformat(), ends_case=True
    ),
    ItemsWithdrawn: NoticeKind("items-ended", "items-ended-notice", items_ended, cause=lambda event: event.acted_at.isoformat()),
    TreatmentAuthorised: NoticeKind(
        "items-ended", "items-ended-notice", items_ended, cause=lambda event: event.acted_at.isoformat()
    ),
    CaseConsolidated: NoticeKind("consolidation", "consolidation-notice", consolidation, ends_case=True),
    CaseRemanded: NoticeKind("remand", "remand-notice", remand, cause=lambda event: event.ordered_on.isoformat()),
}
"""The kind of notice that each event makes."""


assert {kind.content for kind in NOTICES.values()} <= KINDS.keys()
assert {kind.name for kind in NOTICES.values()} == set(get_args(NoticeName)), "a jurisdiction's file may name each notice"
assert all(kind.content == f"{kind.name}-notice" for kind in NOTICES.values())
