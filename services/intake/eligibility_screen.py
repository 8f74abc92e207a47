"""Screen an application for eligibility: facts, findings in sentences, and the rest.

The rest is the application as it is reviewed: at the priority it may have, with nothing in dispute
of the items that are not reviewed. Decision and letters read it by the one rule of
`terms.disputed_part`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from jurisdictions.clock_rules import STANDARD, Served
from jurisdictions.legal_time import Due
from jurisdictions.model import Jurisdiction
from schemas.messages.application import Application, Item, Quantity
from schemas.messages.intake import Reason
from services.intake.domain.eligibility import (
    Coverage,
    FiledItem,
    Filing,
    Finding,
    LastDay,
    Signed,
    Stated,
    Verdict,
    findings,
    verdict,
)
from services.intake.domain.filing_window import FILING, FILING_AFTER_LIABILITY, track
from services.intake.domain.formulary import Request, formulary_disputes
from terms.disputed_part import Quantities, authorised_instead, disputed_part


@dataclass(frozen=True, slots=True)
class Screen:
    """The result of a screen.

    *reasons* are those against the whole application or, if it is eligible, against single items.
    *application* is the one that is reviewed. *not_certified* says why it is not expedited.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    application: Application
    not_certified: str | None


def screen_application(application: Application, received_on: date, rules: Jurisdiction) -> Screen:
    """Screen *application*, which was received on a day, by the *rules* of its jurisdiction."""
    served_on = application.utilization_review.denial_served_on
    law = rules.applies(served_on)
    coverage = Coverage(law.injured_from, law.communicated_from)
    found = tuple(each for each in findings(_filing(application, received_on, rules), coverage) if rules.knows_ground(each.ground))
    numbers = tuple(item.number for item in application.items)
    result = verdict(numbers, found)
    expedited = is_expedited(application, rules)
    return Screen(
        verdict=result,
        reasons=_reasons(found, numbers, served_on, rules),
        application=_as_reviewed(application, result.under_review, expedited=expedited),
        not_certified=None if expedited or application.priority == "standard" else rules.told_without_certification(served_on),
    )


def reasons_against(application: Application, received_on: date, rules: Jurisdiction) -> tuple[Reason, ...]:
    """Why *application* cannot be reviewed, or not yet; none if it can."""
    screen = screen_application(application, received_on, rules)
    return () if screen.verdict.outcome == "eligible" else screen.reasons


def is_expedited(application: Application, rules: Jurisdiction) -> bool:
    """Whether an expedited review is asked for and certified (8 CCR 9792.10.1, 9792.10.4(c)).

    By a physician, or by utilization review that was expedited itself. A law may ask for neither.
    """
    on = application.utilization_review.denial_served_on
    certified = rules.told_without_certification(on) is None
    reviews = (application.utilization_review, *(each.utilization_review for each in application.joined))
    certified |= application.physician_certification is not None or any(each.expedited is True for each in reviews)
    return application.priority == "expedited" and certified


def in_dispute(item: Item) -> bool:
    """Whether anything of *item* is under review."""
    quantity = item.quantity
    quantities = Quantities(
        _number(quantity.requested),
        _number(quantity.authorised),
        _number(quantity.in_dispute),
        quantity.unit,
        authorised_instead(item.rental_or_purchase, quantity.authorised_rental_or_purchase, quantity.authorised_as),
        item.utilization_review_decision == "authorised",
    )
    return disputed_part(quantities).scope != "nothing"


def tracks(application: Application, clock: str, start: datetime, rules: Jurisdiction) -> dict[str, tuple[int, ...]]:
    """Return the items under review by the variant of *clock* that counts from *start*.

    Danger goes before the formulary's own track, and a drug of the formulary has its clock alone
    (LC 4610.6(d)). A variant that the law did not have then is the standard one. Of a case with
    nothing under review every item counts.
    """
    by_variant: dict[str, list[int]] = {}
    known = rules.version(clock, rules.local_date(start)).variants
    under_review = [item.number for item in application.items if in_dispute(item)]
    for item, formulary in zip(application.items, formulary_items(application, rules), strict=True):
        if item.number in under_review or not under_review:
            variant = "expedited" if application.priority == "expedited" else track(formulary_drug=formulary)
            by_variant.setdefault(variant if variant in known else STANDARD, []).append(item.number)
    return {variant: tuple(items) for variant, items in by_variant.items()}


def formulary_items(application: Application, rules: Jurisdiction) -> tuple[bool, ...]:
    """Whether each item is a dispute about the formulary, in the order of the items."""
    review = application.utilization_review
    drugs = rules.formulary_drugs(review.denial_served_on)
    return formulary_disputes(tuple(map(request_of, application.items)), drugs, flagged=review.formulary_drug)


def request_of(item: Item) -> Request:
    """The statements of *item* about its drug, in the terms of the formulary's rule."""
    systems = {code.system for code in item.codes}
    return Request(
        words=f"{item.request} {(item.treatment or '').replace('-', ' ')}",
        status=item.formulary_status,
        dosed=item.strength is not None or item.days_supply is not None or "ndc" in systems,
        is_procedure=bool(systems & {"cpt", "cdt"}) and "ndc" not in systems,
    )


def _as_reviewed(application: Application, under_review: Sequence[int], *, expedited: bool) -> Application:
    """Return *application* at the priority it runs at, with nothing in dispute of other items."""
    items = tuple(
        item if item.number in under_review else item.model_copy(update={"quantity": _undisputed(item)})
        for item in application.items
    )
    priority = "expedited" if expedited else "standard"
    return application.model_copy(update={"priority": priority, "items": items})


def _undisputed(item: Item) -> Quantity:
    return item.quantity.model_copy(update={"in_dispute": "0"})


def _filing(application: Application, received_on: date, rules: Jurisdiction) -> Filing:
    review = application.utilization_review
    formulary = formulary_items(application, rules)
    return Filing(
        injured_on=application.injured_on,
        decided_on=review.decided_on,
        served_on=review.denial_served_on,
        service_method=review.service_method,
        received_on=received_on,
        signed=_signed(application),
        has_ur_decision=any(document.kind == "ur-decision" for document in application.documents),
        items=tuple(
            FiledItem(item.number, in_dispute(item), item.emergency_care, _last_day(application, rules, formulary_drug=listed))
            for item, listed in zip(application.items, formulary, strict=True)
        ),
        liability_open=rules.knows_ground("LIABILITY_DEFERRED") and _liability_is_open(application),
        stated=tuple(
            Stated(each.ground, each.item, each.defers) for each in rules.stated_grounds(application, review.denial_served_on)
        ),
    )


def _signed(application: Application) -> Signed | None:
    signature = application.signature
    if signature is None:
        return None
    proof = signature.proof_of_representation
    return Signed(
        by=signature.signed_by,
        on=signature.signed_on,
        represented=application.attorney is not None if proof is None else proof,
        designated_on=signature.designated_on,
        standing=signature.standing is not None,
    )


def _liability_is_open(application: Application) -> bool:
    dispute = application.liability_dispute
    if dispute is None:
        return application.disputed_for_other_reasons is True
    return dispute.resolution is None and dispute.agreed_eligible is not True


def _last_day(application: Application, rules: Jurisdiction, *, formulary_drug: bool) -> LastDay | None:
    """Return the last day to file, by the latest start of the window.

    None where the program does not cover the dispute, or the form was never provided: then no
    window runs (LC 4610.5(h)(3)).
    """
    review, dispute = application.utilization_review, application.liability_dispute
    if not rules.covers(application.injured_on, review.denial_served_on):
        return None
    by_form = rules.knows_ground("LATE_AFTER_THE_FORM")
    if by_form and review.form_provided is False and review.form_provided_on is None:
        return None
    served, variant = _served(application), track(formulary_drug=formulary_drug)
    last = _counted(rules.due(FILING, review.denial_served_on, variant, served))
    if by_form and review.form_provided_on is not None and review.form_provided_on > review.denial_served_on:
        due = rules.due(FILING, review.form_provided_on, variant, served)
        last = max(last, _counted(due, "LATE_AFTER_THE_FORM", review.form_provided_on), key=lambda each: each.on)
    if FILING_AFTER_LIABILITY in rules.clocks and dispute is not None and dispute.resolution is not None:
        due = rules.due(FILING_AFTER_LIABILITY, dispute.resolution.notified_on, served=served)
        last = max(last, _counted(due, "LATE_AFTER_LIABILITY", dispute.resolution.notified_on), key=lambda each: each.on)
    return last


def _counted(due: Due, ground: str = "LATE", started_on: date | None = None) -> LastDay:
    counted = "; ".join(step.what for step in due.steps[1:])
    return LastDay(due.on, counted, ground) if started_on is None else LastDay(due.on, counted, ground, started_on)


def _served(application: Application) -> Served:
    """How the decision was served, from where and to where; a place that is not told is None."""
    review = application.utilization_review
    at = next((each.place for each in application.service_addresses if each.party == "worker"), None)
    return Served(by=review.service_method, from_place=review.mailed_from, to_place=application.employee.place or at)


def _reasons(found: Sequence[Finding], numbers: tuple[int, ...], on: date, rules: Jurisdiction) -> tuple[Reason, ...]:
    """Return the findings as sentences; one for items that it speaks of alike.

    A reason that speaks of every item names none.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for each in found:
        alike.setdefault((each.ground, each.facts), []).append(each)
    reasons = []
    for same in alike.values():
        items = tuple(each.item for each in same if each.item is not None)
        reason = rules.eligibility_reason(same[0].ground, on)
        facts = {name: f"{fact:%m/%d/%Y}" if isinstance(fact, date) else fact for name, fact in same[0].facts}
        text = reason.text.format(**facts)
        reasons.append(Reason(code=reason.code or same[0].ground, text=text, items=() if items == numbers else items))
    return tuple(reasons)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
