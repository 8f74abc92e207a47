"""The end of a dispute about liability, for which an application was deferred."""

from datetime import datetime

from schemas.form.utilization_review import LiabilityDispute, LiabilityResolution
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.intake import Arrival
from schemas.messages.lifecycle import LiabilityResolved, ResolveLiability
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.lifecycle import allows
from services.intake.handlers.clocks import case_of
from services.intake.handlers.screening import screen
from services.intake.refusals import not_allowed, refused, unchanged
from services.intake.state import Tables


def on_resolve_liability(
    message: ResolveLiability, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Screen a deferred application again, in time within thirty days of the notice.

    LC 4610.5(h)(2); 8 CCR 9792.10.3(d). Its notice and clocks run from this screening.
    """
    number = message.case_number
    state, deferred = case_of(number, tables).stage, tables.deferred.get(number)
    if not allows(state, "resolve-liability") or deferred is None:
        was_deferred = state in {"waiting", "overdue", "ready", "limited", "information-pending"}
        return [unchanged(message, state, "The case is not deferred.") if was_deferred else not_allowed(message, state)]
    rules = jurisdiction_of(deferred.application.jurisdiction)
    if message.notified_on > rules.local_date(message.acted_at):
        return [refused(message, state, "future-day", "The notice is dated in the future.")]
    del tables.deferred[number]
    resolved = LiabilityResolved(
        case_number=number,
        outcome=message.outcome,
        notified_on=message.notified_on,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )
    submission = Arrival(
        submission_id=deferred.submission_id,
        channel="api",  # of its first receipt, which was told then
        received_at=deferred.received_at,
        application=_resolved(deferred.application, message),
    )
    return [resolved, *screen(number, submission, at, tables, rules, act="resolve-liability")]


def _resolved(application: Application, message: ResolveLiability) -> Application:
    """Return *application* with the end of the dispute."""
    dispute = application.liability_dispute or LiabilityDispute(reason=message.reason)
    resolution = LiabilityResolution(outcome=message.outcome, notified_on=message.notified_on)
    return application.model_copy(update={"liability_dispute": dispute.model_copy(update={"resolution": resolution})})
