"""Assess a case once its file and reviewer are known, and again when either changes.

`signing`, `countersigning`, `correcting`, `correcting_facts` and `panels` handle the commands that
follow.
"""

from datetime import datetime

from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.application import Application
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged, CaseTerminated
from schemas.messages.triage import ReviewerAssigned
from services.decision.assessment.config import DecisionConfig
from services.decision.assessment.draft import assessed_case, case_assessed, drafted_items, for_another_reviewer
from services.decision.determination import default_choices, determination, opinion
from services.decision.domain.signing.signature import decide
from services.decision.handlers.appeals import keep_for_remand
from services.decision.handlers.signing import close
from services.decision.state import AssessedCase, Cases, EndedCase, WaitingCase, status_of

Drafted = list[CaseAssessed | DeterminationSigned]


def on_case_ready_for_review(
    message: CaseReadyForReview | CaseFileChanged | ItemsJoined, at: datetime, *, cases: Cases, config: DecisionConfig
) -> Drafted:
    """Keep the case file; if a reviewer is known, make a draft.

    A new file for an unsigned case makes a new draft for each reviewer. Opinions of a panel and a
    signature that waits for the second one lapse; facts that people corrected stay as they are.
    """
    number = message.case_number
    if number in cases.signed or number in cases.ended:
        return []
    before = cases.assessed.get(number)
    waiting = cases.waiting.get(number, WaitingCase())
    if before is None and waiting.reviewer_id is None:
        cases.waiting[number] = waiting.model_copy(update={"application": message.application})
        return []
    if before is None:
        reviewer = waiting.reviewer_id or ""
        case = assessed_case(number, (reviewer,), 1, message.application, config, waiting.corrections)
        return _draft(number, _of_waiting(case, waiting), (reviewer,), at, cases, config, message.application)
    return draft_anew(number, before, message.application, at, cases, config)


def draft_anew(
    number: str, before: AssessedCase, application: Application, at: datetime, cases: Cases, config: DecisionConfig
) -> Drafted:
    """Make a new draft for each reviewer of an assessed case, from its file and corrections."""
    reviewers = tuple(before.drafts)
    case = assessed_case(number, reviewers, before.version + 1, application, config, before.corrections)
    again = case.model_copy(update={"seats": before.seats, "returned_by": before.returned_by, "remand": before.remand})
    return _draft(number, again, reviewers, at, cases, config, application)


def on_reviewer_assigned(message: ReviewerAssigned, at: datetime, *, cases: Cases, config: DecisionConfig) -> Drafted:
    """Keep the reviewer; if the case file is known, make a draft.

    On a panel the reviewer takes a free seat; otherwise they take over the case.
    """
    number, reviewer = message.case_number, message.reviewer_id
    if number in cases.signed or number in cases.ended:
        keep_for_remand(number, reviewer, cases)
        return []
    before = cases.assessed.get(number)
    if reviewer in status_of(number, cases).earlier:
        return []
    if before is not None:
        free = len(before.drafts) < before.seats
        if reviewer in before.drafts or (before.seats > 1 and not free):
            return []
        case = for_another_reviewer(number, before, reviewer, beside=free)
        return _draft(number, case, (reviewer,), at, cases, config)
    waiting = cases.waiting.get(number, WaitingCase())
    if waiting.application is None:
        cases.waiting[number] = waiting.model_copy(update={"reviewer_id": reviewer})
        return []
    case = assessed_case(number, (reviewer,), 1, waiting.application, config, waiting.corrections)
    return _draft(number, _of_waiting(case, waiting), (reviewer,), at, cases, config, waiting.application)


def on_case_terminated(message: CaseTerminated, _at: datetime, *, cases: Cases) -> list[CaseAssessed]:
    """End an unsigned case: its drafts go, and nothing can be signed any more."""
    end_case(message.case_number, message.ground, cases)
    return []


def end_case(number: str, ground: str, cases: Cases) -> AssessedCase | None:
    """End an unsigned case on a *ground*; return its last draft, if it had one."""
    if number in cases.signed:
        return None
    waiting, assessed = cases.waiting.pop(number, None), cases.assessed.pop(number, None)
    cases.deferred.pop(number, None)
    cases.files.pop(number, None)
    cases.held.pop(number, None)
    cases.rechecked.pop(number, None)
    case = assessed or waiting
    cases.ended[number] = EndedCase(ground=ground, remand=case.remand if case else None)
    return assessed


def _of_waiting(case: AssessedCase, waiting: WaitingCase) -> AssessedCase:
    """Return the first draft of a case that waited, with what was known of it."""
    return case.model_copy(update={"returned_by": waiting.returned_by, "remand": waiting.remand})


def _draft(
    number: str,
    case: AssessedCase,
    reviewers: tuple[str, ...],
    at: datetime,
    cases: Cases,
    config: DecisionConfig,
    application: Application | None = None,
) -> Drafted:
    """Give the draft to its *reviewers*; with automatic signing, sign it at once.

    *application* is the file it was made from, if that is another than before.
    """
    cases.waiting.pop(number, None)
    cases.assessed[number] = case
    if application is not None:
        cases.files[number] = application
    assessed: Drafted = [case_assessed(number, case, reviewer) for reviewer in reviewers]
    if not reviewers or cases.stands_still(number):
        return assessed
    return [*assessed, *_signed_at_once(number, reviewers[0], at, cases, config)]


def sign_if_it_waited(number: str, at: datetime, cases: Cases, config: DecisionConfig) -> Drafted:
    """With automatic signing, sign the first draft of a case that goes on."""
    case = cases.assessed.get(number)
    if case is None or not case.drafts or cases.stands_still(number):
        return []
    return _signed_at_once(number, next(iter(case.drafts)), at, cases, config)


def _signed_at_once(number: str, reviewer: str, at: datetime, cases: Cases, config: DecisionConfig) -> Drafted:
    """Return the determination that automatic signing makes of a draft, if it is set."""
    if not config.auto_sign:
        return []
    case = cases.assessed[number]
    own = opinion(case, reviewer, decide(drafted_items(case), default_choices(case)), None, at)
    signed = determination(number, case, own, signature="automatic", decided_on=config.local_date(at))
    close(signed, cases)
    return [signed]
