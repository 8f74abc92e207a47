"""The end of a dispute about liability, for which an application was deferred."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.form.utilization_review import LiabilityDispute, LiabilityResolution
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.intake import Arrival
from schemas.messages.lifecycle import LiabilityResolved, ResolveLiability
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.lifecycle.states import IN_REVIEW
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.handlers.clocks import case_of
from services.intake.handlers.deferring import take_up
from services.intake.handlers.ending import terminate
from services.intake.handlers.known_items import take_from_review
from services.intake.handlers.screening import screen
from services.intake.refusals import impossible_day, not_allowed, unchanged
from services.intake.state import Deferred, Tables


def on_resolve_liability(
    message: ResolveLiability, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Screen a deferred application again, or take up the review that was deferred.

    LC 4610.5(h)(2); 8 CCR 9792.10.3(d). An application is in time within thirty days of the notice,
    and its notice of assignment and clocks run from this screening. A review goes on where it stood
    or, without liability, ends.
    """
    number = message.case_number
    case, deferred = case_of(number, tables), tables.deferred.get(number)
    held = deferred.application if deferred else case.file.application if case.file else None
    if not allows(case.stage, "resolve-liability") or held is None:
        was_deferred = case.stage in {"waiting", "overdue", *IN_REVIEW}
        return [unchanged(message, case.stage, "The case is not deferred.") if was_deferred else not_allowed(message, case.stage)]
    rules = jurisdiction_of(held.jurisdiction)
    if impossible := impossible_day(message, case.stage, "The notice", message.notified_on, held, rules):
        return [impossible]
    resolved = LiabilityResolved(
        case_number=number,
        outcome=message.outcome,
        notified_on=message.notified_on,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )
    if deferred is not None:
        return [resolved, *_screened(message, deferred, at, tables, rules)]
    assert case.file is not None, "a deferred case has its application or its file"
    before, file = case.deferred_from or "waiting", case.file.model_copy(update={"application": _resolved(held, message)})
    if message.outcome == "not-liable":
        enter(case.stage, "resolve-liability", "terminated")
        return [resolved, *terminate(message, before, "not-liable", at, tables)]
    return [resolved, *take_up(number, before, file, at, tables, rules)]


def _screened(message: ResolveLiability, deferred: Deferred, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return the events of an application that is screened again."""
    number = message.case_number
    del tables.deferred[number]
    submission = Arrival(
        submission_id=deferred.submission_id,
        channel="api",  # of its first receipt, which was told then
        received_at=deferred.received_at,
        application=_resolved(deferred.application, message),
    )
    take_from_review(number, deferred.application, tables)
    return screen(number, submission, at, tables, rules, deferred.dropped, act="resolve-liability", resolved_at=at)


def _resolved(application: Application, message: ResolveLiability) -> Application:
    """Return *application* with the end of the dispute."""
    dispute = application.liability_dispute or LiabilityDispute(reason=message.reason)
    resolution = LiabilityResolution(outcome=message.outcome, notified_on=message.notified_on)
    return application.model_copy(update={"liability_dispute": dispute.model_copy(update={"resolution": resolution})})
