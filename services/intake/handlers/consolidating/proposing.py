"""Propose to consolidate cases, and take the answer of staff that they stay apart."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.consolidation import ConsolidationDeclined, ConsolidationProposed, DeclineConsolidation
from schemas.messages.application import Application, Practitioner
from services.intake.domain.consolidation import Consolidable, Dispute, Person, compare_disputes
from services.intake.domain.lifecycle.states import CONSOLIDABLE
from services.intake.domain.lifecycle.transitions import allows
from services.intake.filings import filing_of
from services.intake.handlers.clocks import case_of
from services.intake.handlers.known_items import filed_cases
from services.intake.refusals import not_allowed, refused
from services.intake.state import OpenCase, Tables


def compare_applications(one: Application, other: Application) -> Consolidable:
    """Return whether two applications may have one determination, with the evidence."""
    found = compare_disputes(_dispute(one), _dispute(other))
    if one.jurisdiction == other.jurisdiction:
        return found
    return Consolidable(found.agreed, (*found.obstacles, "other-law"))


def propose(number: str, application: Application, tables: Tables, rules: Jurisdiction) -> list[ConsolidationProposed]:
    """Return a proposal for each open case with which this one may have one determination.

    There is none in a law that does not consolidate cases.
    """
    if not rules.consolidates(application.utilization_review.denial_served_on):
        return []
    proposals = []
    for other in filed_cases(application, tables):
        file = _open_file(other, tables)
        if other == number or file is None:
            continue
        found = compare_applications(application, file.application)
        if not found.obstacles:
            proposals.append(ConsolidationProposed(case_number=number, with_case=other, agreed=found.agreed))
    return proposals


def on_decline_consolidation(message: DeclineConsolidation, _at: datetime, *, tables: Tables) -> list[Message]:
    """Let two cases stay apart, once; either of them may be named first."""
    number, other = message.case_number, message.with_case
    case = case_of(number, tables)
    if not allows(case.stage, "decline-consolidation"):
        return [not_allowed(message, case.stage)]
    holder, partner = (number, other) if other in _proposed(number, tables) else (other, number)
    if partner not in _proposed(holder, tables):
        return [refused(message, case.stage, "not-proposed", f"No proposal to consolidate {number} and {other} is open.")]
    forget_proposal(holder, partner, tables)
    return [
        ConsolidationDeclined(
            case_number=holder,
            with_case=partner,
            actor=message.actor,
            reason=message.reason,
            acted_at=message.acted_at,
        )
    ]


def forget_proposal(holder: str, partner: str, tables: Tables) -> None:
    """Keep no proposal about *holder* and *partner* in the file of the first."""
    case, file = tables.cases[holder], _open_file(holder, tables)
    if file is not None:
        left = tuple(each for each in file.proposed_with if each != partner)
        tables.cases[holder] = case.model_copy(update={"file": file.model_copy(update={"proposed_with": left})})


def _proposed(number: str, tables: Tables) -> tuple[str, ...]:
    file = _open_file(number, tables)
    return file.proposed_with if file else ()


def _open_file(number: str, tables: Tables) -> OpenCase | None:
    """Return the file of a case that may be consolidated in its state; None if it may not."""
    case = tables.cases.get(number)
    return case.file if case is not None and case.stage in CONSOLIDABLE else None


def _dispute(application: Application) -> Dispute:
    return Dispute(
        worker=filing_of(application).worker,
        injured_on=application.injured_on,
        injured_from_on=application.injured_from_on,
        physician=_person(application.requesting_physician),
        claims_administrator=application.claims_administrator.organization,
        attorney=_person(application.attorney) if application.attorney else None,
    )


def _person(practitioner: Practitioner) -> Person:
    return Person(practitioner.name, practitioner.npi)
