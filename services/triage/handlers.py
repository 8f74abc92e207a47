"""What triage does with messages from outside: send reviewers and cases to their pool. What the pool does is in `pool`."""

from collections.abc import Callable, MutableMapping
from datetime import datetime

from jurisdictions import Jurisdiction
from schemas.decision import DeterminationSigned
from schemas.intake import CaseReadyForReview
from schemas.triage import EnrolReviewer, FindReviewer, ItemNeed, ReleaseReviewer, ReviewerRecorded
from services.triage.domain.names import digests
from services.triage.records import CaseRecord
from services.triage.translation import parties_of

JurisdictionOf = Callable[[str], Jurisdiction]
Cases = MutableMapping[str, CaseRecord]


def on_reviewer_recorded(message: ReviewerRecorded, _at: datetime, *, pool: str) -> list[EnrolReviewer]:
    """Make the reviewer known to the pool, without the name."""
    return [
        EnrolReviewer(
            pool=pool,
            reviewer_id=message.reviewer_id,
            identity_digests=digests(message.name, message.npi),
            qualifications=message.qualifications,
        )
    ]


def on_case_ready_for_review(
    message: CaseReadyForReview, at: datetime, *, cases: Cases, jurisdiction_of: JurisdictionOf
) -> list[FindReviewer]:
    """Ask the pool for a reviewer, once, unless the determination came first."""
    if message.case_number in cases:
        return []
    application = message.application
    rules = jurisdiction_of(application.jurisdiction)
    cases[message.case_number] = CaseRecord(pool=rules.pool, determined=False)
    return [
        FindReviewer(
            pool=rules.pool,
            case_number=message.case_number,
            jurisdiction=application.jurisdiction,
            priority=application.priority,
            items=tuple(ItemNeed(treatment=item.treatment, body_region=item.body_region) for item in application.items),
            parties=parties_of(application),
            on=rules.local_date(at),
            determination_due_at=message.determination_due_at,
        )
    ]


def on_determination_signed(message: DeterminationSigned, _at: datetime, *, cases: Cases) -> list[ReleaseReviewer]:
    """Tell the pool that the reviewer has room again, once."""
    case = cases.get(message.case_number, CaseRecord(pool=None, determined=False))
    cases[message.case_number] = case.model_copy(update={"determined": True})
    if case.determined or case.pool is None:
        return []
    return [ReleaseReviewer(pool=case.pool, case_number=message.case_number)]
