"""Translate messages into the terms of intake's rules, and findings into sentences."""

from dataclasses import astuple
from datetime import date
from decimal import Decimal

from jurisdictions.clock_rules import Served
from jurisdictions.legal_time import Due
from jurisdictions.model import Jurisdiction
from schemas.messages.application import Application, Item
from schemas.messages.intake import Reason
from services.intake.domain.duplicates import DisputedItem, dispute_keys, request_digest
from services.intake.domain.eligibility import Coverage, Filing, Finding, Quantities, reasons_ineligible
from services.intake.domain.filing_window import FILING, track
from services.intake.domain.plausibility import Doubt, Stated, StatedItem, doubts
from services.intake.domain.possible_dates import ImpossibleDates, contradictions, field_of


def refuse_impossible_dates(application: Application, received_on: date) -> None:
    """Raise ImpossibleDates where dates of *application* contradict one another.

    Its channel may test the same beforehand.
    """
    review = application.utilization_review
    found = contradictions(
        injured_on=application.injured_on,
        requested_on=review.requested_on,
        decided_on=review.decided_on,
        served_on=review.denial_served_on,
        signed_on=application.signature.signed_on if application.signature else None,
        received_on=received_on,
    )
    if found:
        raise ImpossibleDates(found)


def doubts_about(application: Application, received_on: date) -> tuple[Doubt, ...]:
    """Return the statements that cannot be true, impossible dates among them."""
    try:
        refuse_impossible_dates(application, received_on)
    except ImpossibleDates as error:
        disorder = tuple(Doubt(tuple(field_of(each).split(".")), each) for each in error.contradictions)
    else:
        disorder = ()
    note = application.course_of_care.latest_note
    stated = Stated(
        born_on=application.employee.born_on,
        injured_on=application.injured_on,
        received_on=received_on,
        latest_note_on=note.dated_on if note else None,
        documents=tuple((each.from_on, each.to_on) for each in application.documents),
        items=tuple(_stated(item) for item in application.items),
    )
    return (*disorder, *doubts(stated))


def reasons_against(application: Application, received_on: date, rules: Jurisdiction) -> tuple[Reason, ...]:
    """Why *application* cannot be reviewed, in the jurisdiction's sentences; none if it can."""
    coverage = Coverage(rules.applicability.injured_from, rules.applicability.communicated_from)
    return tuple(_reason(finding, rules) for finding in reasons_ineligible(_filing(application, received_on, rules), coverage))


def keys_of(application: Application) -> tuple[str, ...]:
    """Under which keys the items of *application* are kept among the disputes."""
    return dispute_keys(
        employee=application.employee.name,
        claims_administrator=application.claims_administrator.organization,
        claim_number=application.claims_administrator.claim_number,
        injured_on=application.injured_on,
        decided_on=application.utilization_review.decided_on,
    )


def disputed(item: Item) -> DisputedItem:
    """Return the facts that tell *item* from others."""
    return DisputedItem(
        request_digest(item.request), item.treatment, item.body_region, item.body_side, _number(item.quantity.requested)
    )


def clock_variant(application: Application) -> str:
    """Which variant of a clock runs: danger goes before the formulary's own track."""
    if application.priority == "expedited":
        return "expedited"
    return "formulary" if application.utilization_review.formulary_drug else "standard"


def notice_variant(application: Application) -> str:
    """Which span the claims administrator has for its records: by the way of the notice.

    Danger goes first; a notice to an electronic address gives fewer days than one by mail.
    """
    if application.priority == "expedited":
        return "expedited"
    methods = {each.method for each in application.service_addresses if each.party == "claims-administrator"}
    return "electronic" if methods == {"electronic"} else "standard"


def _filing(application: Application, received_on: date, rules: Jurisdiction) -> Filing:
    review, signature = application.utilization_review, application.signature
    last_day = _last_filing_day(application, rules)
    return Filing(
        injured_on=application.injured_on,
        decided_on=review.decided_on,
        served_on=review.denial_served_on,
        service_method=review.service_method,
        received_on=received_on,
        last_filing_day=last_day.on if last_day else None,
        signed_by=signature.signed_by if signature else None,
        signed_on=signature.signed_on if signature else None,
        has_ur_decision=any(document.kind == "ur-decision" for document in application.documents),
        items=tuple(_quantities(item) for item in application.items),
        counted="; ".join(step.what for step in last_day.steps[1:]) if last_day else "",
    )


def _last_filing_day(application: Application, rules: Jurisdiction) -> Due | None:
    """None where the program does not cover the dispute: then it has no window either."""
    review = application.utilization_review
    if not rules.covers(application.injured_on, review.denial_served_on):
        return None
    addressed = (each.place for each in application.service_addresses if each.party == "worker" and each.place)
    home = application.employee.place or next(addressed, None)
    served = Served(by=review.service_method, from_place=review.mailed_from, to_place=home)
    return rules.due(FILING, review.denial_served_on, track(formulary_drug=review.formulary_drug), served)


def _stated(item: Item) -> StatedItem:
    """Return the statements of *item*; another spelling or order makes no other request."""
    quantities = _quantities(item)
    asked = " ".join(item.request.casefold().split())
    where = (item.treatment, item.body_region, item.body_side, item.parent)
    amounts = (*astuple(quantities), item.quantity.unit, item.quantity.authorised_as)
    facts = frozenset((fact.name, str(fact.value), fact.unit) for fact in item.facts)
    return StatedItem(quantities.requested, quantities.in_dispute, (asked, where, amounts, facts))


def _quantities(item: Item) -> Quantities:
    quantity = item.quantity
    return Quantities(_number(quantity.requested), _number(quantity.authorised), _number(quantity.in_dispute))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _reason(finding: Finding, rules: Jurisdiction) -> Reason:
    facts = {name: f"{fact:%m/%d/%Y}" if isinstance(fact, date) else fact for name, fact in finding.facts}
    return Reason(code=finding.code, text=rules.eligibility_reasons[finding.code].text.format(**facts))
