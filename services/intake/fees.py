"""The fee of a review that ends, which the claims administrator owes (8 CCR 9792.10.8).

It follows from the events of the end, so that every way to an end is charged alike, and once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jurisdictions.model import Jurisdiction
from jurisdictions.reviewing import EndedReview
from schemas.message import Message
from schemas.messages.acts.consolidation import CaseConsolidated, ConsolidationAnswered
from schemas.messages.application import Application
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import ApplicationFoundIneligible, ApplicationReceived
from schemas.messages.ledgers.fees import FeeAssessed, FeeEnd
from schemas.messages.lifecycle import CaseTerminated, SignedAfterEnd
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.fees import Charged, is_pharmacy_only, still_to_charge
from services.intake.eligibility_screen import in_dispute, request_of
from services.intake.state import Fees, Tables


@dataclass(frozen=True, slots=True)
class Filed:
    """An application and its day of receipt, while intake has them."""

    application: Application
    received_on: date


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a case; *ground* is that of a review that was terminated."""

    case_number: str
    end: FeeEnd
    ground: str | None
    reviewers: int = 0


def charging(
    handler: Callable[..., list[Message]], *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> Callable[..., list[Message]]:
    """Return *handler*, of a message or a timer, with the fee of a review that it ends.

    The applications are taken from the state before it, because an ended case keeps none.
    """

    def charged(cause: Message | str, at: datetime) -> list[Message]:
        named = (
            [cause]
            if isinstance(cause, str)
            else [cause.subject, *([cause.with_case] if isinstance(cause, ConsolidationAnswered) else [])]
        )
        before = {number: _filed(number, tables, jurisdiction_of) for number in named}
        events = handler(cause, at)
        signed = cause if isinstance(cause, DeterminationSigned) else None
        return [*events, *_fees(events, before, signed, at, tables, jurisdiction_of)]

    return charged


def _filed(number: str, tables: Tables, jurisdiction_of: JurisdictionOf) -> Filed | None:
    """Return what is filed in a case that has not ended; None if no case has the *number*."""
    if (suspected := tables.suspected.get(number)) is not None:
        return _arrived(suspected.submission.application, suspected.submission.received_at, jurisdiction_of)
    if (questioned := tables.questioned.get(number)) is not None:
        return _arrived(questioned.submission.application, questioned.submission.received_at, jurisdiction_of)
    if (deferred := tables.deferred.get(number)) is not None:
        return _arrived(deferred.application, deferred.received_at, jurisdiction_of)
    case = tables.cases.get(number)
    return None if case is None or case.file is None else Filed(case.file.application, case.file.received_on)


def _arrived(application: Application, received_at: datetime, jurisdiction_of: JurisdictionOf) -> Filed:
    return Filed(application, jurisdiction_of(application.jurisdiction).local_date(received_at))


def _fees(
    events: Iterable[Message],
    before: dict[str, Filed | None],
    signed: DeterminationSigned | None,
    at: datetime,
    tables: Tables,
    jurisdiction_of: JurisdictionOf,
) -> list[FeeAssessed]:
    """Return the fee for the end that *events*, or a signature, tell of; none without an end."""
    end = None
    for each in events:
        match each:
            case ApplicationReceived():
                before[each.case_number] = _arrived(each.application, each.received_at, jurisdiction_of)
            case ApplicationFoundIneligible():
                end = _End(each.case_number, "ineligible", None)
            case CaseTerminated():
                end = _End(each.case_number, "ended-in-review" if each.at_reviewer else "ended-before-review", each.ground)
            case CaseConsolidated():
                end = _End(each.case_number, "consolidated", None)
            case SignedAfterEnd():
                signed = None
    if signed is not None:
        end = _End(signed.case_number, "determined", None, len({each.reviewer_id for each in signed.opinions}) or 1)
    filed = before.get(end.case_number) if end else None
    if end is None or filed is None:
        return []
    return _assess(end, filed, at, tables, jurisdiction_of(filed.application.jurisdiction))


def _assess(end: _End, filed: Filed, at: datetime, tables: Tables, rules: Jurisdiction) -> list[FeeAssessed]:
    """Return the line of *end*, and keep the sum of those of its case."""
    application = filed.application
    items = [item for item in application.items if in_dispute(item)] or list(application.items)
    drugs = rules.formulary_drugs(application.utilization_review.denial_served_on)
    review = EndedReview(
        end=end.end,
        priority=application.priority,
        pharmacy_only=is_pharmacy_only([request_of(item) for item in items], drugs),
        reviewers=end.reviewers,
    )
    fee = rules.fee(filed.received_on, review)
    if fee is None:
        return []
    kept = tables.fees.get(end.case_number)
    before = Charged(kept.lines, kept.cents) if kept else Charged()
    amount = still_to_charge(fee.cents, before)
    total = None if amount is None or before.cents is None else before.cents + amount
    tables.fees[end.case_number] = Fees(lines=before.lines + 1, cents=total)
    return [
        FeeAssessed(
            case_number=end.case_number,
            line=before.lines + 1,
            jurisdiction=rules.name,
            claims_administrator=application.claims_administrator.organization,
            filed_on=filed.received_on,
            ended_on=rules.local_date(at),
            end=end.end,
            ground=end.ground,
            priority=application.priority,
            pharmacy_only=review.pharmacy_only,
            reviewers=end.reviewers,
            currency=fee.currency,
            fee_cents=fee.cents,
            amount_cents=amount,
            because=_because(fee.cents, before),
            source=fee.source,
        )
    ]


def _because(fee_cents: int | None, before: Charged) -> str | None:
    """Return why an amount is not known."""
    if fee_cents is None:
        return "The file of the law has no amount for a review of this kind, filed on this day."
    return None if before.cents is not None else "The amount of an earlier line is not known."
