"""Ask for a fact that an application leaves out and on which its eligibility rests.

Eligibility is screened on known facts and never guessed: a fact is asked for where its possible
values give different results, and only there (8 CCR 9792.10.3(a), (c)). The sender answers at the
door, before the application has a number. A case that has one waits for the answers.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from jurisdictions.dated import NotInForce
from jurisdictions.model import Jurisdiction
from schemas.form.parties import Signature
from schemas.messages.application import Application
from services.intake.domain.eligibility import Verdict
from services.intake.domain.formulary import is_open
from services.intake.domain.plausibility import Doubt
from services.intake.eligibility_screen import request_of, screen_application

_PLACES = ("california", "another-state", "abroad")
_YES_OR_NO = (True, False)


def questions(application: Application, received_on: date, rules: Jurisdiction) -> tuple[Doubt, ...]:
    """Return a question for each fact that is missing and decides, with its place."""
    return (
        *_about_the_signature(application, received_on, rules),
        *_about_emergencies(application, received_on, rules),
        *_about_places(application, received_on, rules),
        *_about_the_formulary(application, rules),
    )


def _about_the_signature(application: Application, received_on: date, rules: Jurisdiction) -> Iterator[Doubt]:
    """A designee is named after the decision; an attorney has proof (LC 4610.5(j))."""
    signature = application.signature
    if signature is None:
        return
    if signature.signed_by == "attorney" and signature.proof_of_representation is None:
        answers = [_signed(application, proof_of_representation=each) for each in _YES_OR_NO]
        if _decides(answers, received_on, rules):
            yield Doubt(
                ("signature", "proof_of_representation"), "is missing: is there proof that the attorney represents the employee?"
            )
    if signature.signed_by == "designee" and signature.designated_on is None:
        decided_on = application.utilization_review.decided_on
        answers = [_signed(application, designated_on=each) for each in (decided_on - timedelta(days=1), decided_on)]
        if _decides(answers, received_on, rules):
            yield Doubt(("signature", "designated_on"), "is missing: on which day did the employee name the designee?")


def _about_emergencies(application: Application, received_on: date, rules: Jurisdiction) -> Iterator[Doubt]:
    """An emergency provider files for its own emergency care alone (LC 4610.5(j))."""
    if application.signature is None or application.signature.signed_by != "emergency-provider":
        return
    for number, item in enumerate(application.items):
        if item.emergency_care is None:
            answers = [_with_item(application, number, emergency_care=each) for each in _YES_OR_NO]
            if _decides(answers, received_on, rules):
                yield Doubt(("items", number, "emergency_care"), "is missing: was this emergency care of the provider who signed?")


def _about_places(application: Application, received_on: date, rules: Jurisdiction) -> Iterator[Doubt]:
    """Mail between states, or from abroad, gives more days to file (CCP 1013(a)).

    An unknown place is counted as the one with the fewest days, so nothing is asked of an
    application that is in time.
    """
    verdict = _verdict(application, received_on, rules)
    if verdict is None or len(verdict.under_review) == len(application.items):
        return
    if application.utilization_review.mailed_from is None:
        review = application.utilization_review
        answers = [
            application.model_copy(update={"utilization_review": review.model_copy(update={"mailed_from": each})})
            for each in _PLACES
        ]
        if _decides(answers, received_on, rules):
            yield Doubt(("utilization_review", "mailed_from"), "is missing: from where was the decision mailed?")
    known = any(each.party == "worker" and each.place for each in application.service_addresses)
    if application.employee.place is None and not known:
        employee = application.employee
        answers = [application.model_copy(update={"employee": employee.model_copy(update={"place": each})}) for each in _PLACES]
        if _decides(answers, received_on, rules):
            yield Doubt(("employee", "place"), "is missing: where is the address to which the decision was mailed?")


def _about_the_formulary(application: Application, rules: Jurisdiction) -> Iterator[Doubt]:
    """A drug of the formulary has its own times (LC 4610.5(h)(1), 4610.6(d)(1)).

    A request that names a listed drug, and may be about another thing, says its status.
    """
    review = application.utilization_review
    drugs = rules.formulary_drugs(review.denial_served_on)
    for number, item in enumerate(application.items):
        if not review.formulary_drug and is_open(request_of(item), drugs):
            yield Doubt(("items", number, "formulary_status"), "is missing: is this drug on the list of the formulary, and how?")


def _signed(application: Application, **facts: Any) -> Application:
    signature = application.signature
    assert isinstance(signature, Signature), "asked of a signed application"
    return application.model_copy(update={"signature": signature.model_copy(update=facts)})


def _with_item(application: Application, number: int, **facts: Any) -> Application:
    items = list(application.items)
    items[number] = items[number].model_copy(update=facts)
    return application.model_copy(update={"items": tuple(items)})


def _decides(answers: Sequence[Application], received_on: date, rules: Jurisdiction) -> bool:
    """Return whether the *answers* to a question give different verdicts."""
    verdicts = [_verdict(each, received_on, rules) for each in answers]
    return any(each != verdicts[0] for each in verdicts)


def _verdict(application: Application, received_on: date, rules: Jurisdiction) -> Verdict | None:
    """Return the verdict; None on days for which the law has no rule, where no answer decides."""
    try:
        return screen_application(application, received_on, rules).verdict
    except NotInForce:
        return None
