"""Translate applications into the terms of the rules on dates and duplicates."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from schemas.messages.application import Application, Document, Item
from services.intake.domain.plausibility import Doubt, Stated, StatedItem, doubts
from services.intake.domain.possible_dates import ImpossibleDates, contradictions, field_of, fields_of


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


def doubts_about(application: Application, received_on: date, taken_in_on: date) -> tuple[Doubt, ...]:
    """Return the statements that cannot be true, impossible dates among them.

    Staff may take an application in, on *taken_in_on*, after the day on which it was received.
    """
    try:
        refuse_impossible_dates(application, received_on)
    except ImpossibleDates as error:
        disorder = error.contradictions
    else:
        disorder = ()
    note = application.course_of_care.latest_note
    stated = Stated(
        born_on=application.employee.born_on,
        injured_on=application.injured_on,
        requested_on=application.utilization_review.requested_on,
        served_on=application.utilization_review.denial_served_on,
        taken_in_on=max(received_on, taken_in_on),
        latest_note_on=note.dated_on if note else None,
        documents=tuple((each.from_on, each.to_on) for each in application.documents),
        items=tuple(_stated(item, application.documents) for item in application.items),
    )
    found = doubts(stated)
    named = {".".join(map(str, each.path)) for each in found}  # a day in the future contradicts others, too, and is told alone
    return (*(Doubt(tuple(field_of(each).split(".")), each) for each in disorder if not named & fields_of(each)), *found)


def notice_variant(application: Application) -> str:
    """Which span the claims administrator has for its records: by the way of the notice.

    Danger goes first; a notice to an electronic address gives fewer days than one by mail.
    """
    if application.priority == "expedited":
        return "expedited"
    methods = {each.method for each in application.service_addresses if each.party == "claims-administrator"}
    return "electronic" if methods == {"electronic"} else "standard"


def _stated(item: Item, documents: Sequence[Document]) -> StatedItem:
    """Return the statements of *item*; another spelling or order makes no other request."""
    pages = {each.id: each.pages for each in documents}
    beyond = tuple(
        (number, fact.source.page, most)
        for number, fact in enumerate(item.facts)
        if fact.source and fact.source.page and (most := pages.get(fact.source.document)) and fact.source.page > most
    )
    requested, authorised, in_dispute = map(_number, _amounts(item))
    asked = " ".join(item.request.casefold().split())
    where = (item.treatment, item.body_region, item.body_side, item.parent)
    amounts = (requested, authorised, in_dispute, item.quantity.unit, item.quantity.authorised_as)
    facts = frozenset((fact.name, str(fact.value), fact.unit) for fact in item.facts)
    return StatedItem(requested, in_dispute, (asked, where, amounts, facts), beyond)


def _amounts(item: Item) -> tuple[str | None, ...]:
    quantity = item.quantity
    return quantity.requested, quantity.authorised, quantity.in_dispute


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
