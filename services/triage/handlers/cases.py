"""Send reviewers and cases to their pool; `pool` assigns them."""

from collections.abc import Callable, MutableMapping
from datetime import date, datetime
from typing import Any

from jurisdictions.model import Jurisdiction
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import CaseConsolidated, ItemsJoined
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.application import Application
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseTerminated
from schemas.messages.seats import CaseReturned, PanelConvened
from schemas.messages.triage import (
    AdjustCase,
    EnrolReviewer,
    FindAnotherReviewer,
    FindReviewer,
    FindReviewerAnew,
    ItemNeed,
    RecheckCase,
    ReleaseReviewer,
    ReviewerRecorded,
)
from services.triage.domain.names import digests
from services.triage.state import CaseState, Remand
from services.triage.translation import parties_of

JurisdictionOf = Callable[[str], Jurisdiction]
Cases = MutableMapping[str, CaseState]


def on_reviewer_recorded(message: ReviewerRecorded, at: datetime, *, rules: Jurisdiction) -> list[EnrolReviewer]:
    """Make the reviewer known to the pool of the day, without the name."""
    return [
        EnrolReviewer(
            pool=rules.pool_on(rules.local_date(at)),
            reviewer_id=message.reviewer_id,
            identity_digests=digests(message.name, message.npi),
            qualifications=message.qualifications,
        )
    ]


def on_case_ready_for_review(
    message: CaseReadyForReview, at: datetime, *, cases: Cases, jurisdiction_of: JurisdictionOf
) -> list[FindReviewer]:
    """Ask the pool for a reviewer, once, unless the determination came first.

    For a case that a court remanded, it is one who had no part in the former review.
    """
    case = cases.get(message.case_number)
    if case is not None and (case.remand is None or case.pool is not None or case.determined):
        return []
    application = message.application
    rules = jurisdiction_of(application.jurisdiction)
    remand = case.remand if case is not None else None
    on = rules.local_date(at)
    pool = rules.pool_on(on)
    cases[message.case_number] = CaseState(pool=pool, determined=False, remand=remand)
    fields = _search(message.case_number, pool, application, on, message.determination_due_at)
    if remand is None:
        return [FindReviewer(**fields)]
    return [FindReviewerAnew(**fields, remanded_on=remand.ordered_on, earlier_reviewers=remand.reviewers)]


def _search(number: str, pool: str, application: Application, on: date, due_at: datetime) -> dict[str, Any]:
    """Return the fields of a command that seeks a reviewer for all items of *application*."""
    return {
        "pool": pool,
        "case_number": number,
        "jurisdiction": application.jurisdiction,
        "priority": application.priority,
        "items": tuple(ItemNeed(treatment=item.treatment, body_region=item.body_region) for item in application.items),
        "parties": parties_of(application),
        "on": on,
        "determination_due_at": due_at,
    }


def on_items_joined(message: ItemsJoined, at: datetime, *, cases: Cases, jurisdiction_of: JurisdictionOf) -> list[RecheckCase]:
    """Let the pool seek for all items; before the review their file comes as one."""
    case = cases.get(message.case_number)
    if case is None or case.pool is None or case.determined:
        return []
    on = jurisdiction_of(message.application.jurisdiction).local_date(at)
    due_at = message.determination_due_at or message.acted_at
    fields = _search(message.case_number, case.pool, message.application, on, due_at)
    return [RecheckCase(**fields, change=message.change)]


def on_case_remanded(message: CaseRemanded, _at: datetime, *, cases: Cases) -> list[ReleaseReviewer]:
    """Open the case again: its next file looks for another reviewer, once for an order."""
    known = cases.get(message.case_number)
    if known is None or known.remand is None or known.remand.ordered_on != message.ordered_on:
        remand = Remand(ordered_on=message.ordered_on, set_aside=message.determination_version, reviewers=message.reviewers)
        cases[message.case_number] = CaseState(pool=None, determined=False, remand=remand)
    return []


def on_case_returned(message: CaseReturned, _at: datetime, *, cases: Cases) -> list[FindAnotherReviewer]:
    """Ask the pool for another reviewer if this one gave the case up.

    A case that lacks information keeps its reviewer.
    """
    case = cases.get(message.case_number)
    if not message.reassign or case is None or case.pool is None or case.determined:
        return []
    return [FindAnotherReviewer(pool=case.pool, case_number=message.case_number, instead_of=message.reviewer_id)]


def on_panel_convened(message: PanelConvened, _at: datetime, *, cases: Cases) -> list[FindAnotherReviewer]:
    """Ask the pool for the reviewers that the panel still needs, one by one."""
    case = cases.get(message.case_number)
    if case is None or case.pool is None or case.determined:
        return []
    more = max(message.reviewers - case.seats, 0)
    cases[message.case_number] = case.model_copy(update={"seats": case.seats + more})
    return [FindAnotherReviewer(pool=case.pool, case_number=message.case_number, instead_of=None)] * more


def on_appeal(message: CaseAppealed | CaseAffirmed, _at: datetime, *, cases: Cases) -> list[ReleaseReviewer]:
    """Keep the case while a petition against it is pending."""
    if (case := cases.get(message.case_number)) is not None:
        cases[message.case_number] = case.model_copy(
            update={"appealed": isinstance(message, CaseAppealed) or bool(message.pending)}
        )
    return []


def on_determination_signed(
    message: DeterminationSigned | CaseTerminated | CaseConsolidated, _at: datetime, *, cases: Cases
) -> list[ReleaseReviewer]:
    """Tell the pool that the reviewer has room again, once; also if the review just ended.

    A determination of a review that a court set aside does not end the new one.
    """
    case = cases.get(message.case_number, CaseState(pool=None, determined=False))
    if isinstance(message, DeterminationSigned) and case.remand is not None and message.is_former(case.remand.set_aside):
        return []
    cases[message.case_number] = case.model_copy(update={"determined": True})
    if case.determined or case.pool is None:
        return []
    return [ReleaseReviewer(pool=case.pool, case_number=message.case_number)]


def on_review_deferred(message: ReviewDeferred | ReviewResumed, _at: datetime, *, cases: Cases) -> list[AdjustCase]:
    """Let a case that is under review stand still in its pool, and go on later."""
    case = cases.get(message.case_number)
    if case is None or case.pool is None or case.determined:
        return []
    due_at = message.determination_due_at if isinstance(message, ReviewResumed) else None
    return [
        AdjustCase(
            pool=case.pool,
            case_number=message.case_number,
            on_hold=isinstance(message, ReviewDeferred),
            priority=None,
            determination_due_at=due_at,
        )
    ]


def on_application_amended(
    message: ApplicationAmended, at: datetime, *, cases: Cases, jurisdiction_of: JurisdictionOf
) -> list[RecheckCase]:
    """Check the reviewers of a case again whose names were corrected: one may have a tie now."""
    case = cases.get(message.case_number)
    if not message.names_changed or case is None or case.pool is None or case.determined:
        return []
    on = jurisdiction_of(message.application.jurisdiction).local_date(at)
    due_at = message.determination_due_at or message.acted_at
    fields = _search(message.case_number, case.pool, message.application, on, due_at)
    return [RecheckCase(**fields, change=message.change)]


def on_review_converted(message: ReviewConverted, _at: datetime, *, cases: Cases) -> list[AdjustCase]:
    """Let a case that is under review be more or less urgent in its pool."""
    case = cases.get(message.case_number)
    if case is None or case.pool is None or case.determined:
        return []
    return [
        AdjustCase(
            pool=case.pool,
            case_number=message.case_number,
            on_hold=False,
            priority=message.priority,
            determination_due_at=message.determination_due_at,
        )
    ]
