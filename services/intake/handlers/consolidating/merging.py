"""Two files as one: the items of the other case get new numbers, and all papers count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from schemas.form.joined import JoinedDispute
from schemas.messages.application import Application, CourseOfCare, Document, Fact, Item, ServiceAddress
from schemas.messages.intake import Reason
from services.intake.state import OpenCase

T = TypeVar("T")
_MOST = 50
"""The phrases, codes and names that a list of the form can have."""


@dataclass(frozen=True)
class Merged:
    """The file of the case that goes on, and the new number of each item of the other."""

    file: OpenCase
    items: dict[int, int]


def merge(own: OpenCase, number: str, other: OpenCase) -> Merged:
    """Return *own* with the file of the case *number*; raise ValidationError if too large.

    The more urgent priority counts (8 CCR 9792.10.4(a), (c)). A paper of the other case under an id
    that is taken gets the number of its case before its id.
    """
    one, two = own.application, other.application
    offset = max(_numbers(own))
    items = {item.number: item.number + offset for item in two.items}
    documents, ids = _documents(one, number, two)
    joined = (*one.joined, *_joined(number, other, items))
    application = Application.model_validate(
        {
            **dict(one),
            "items": (*one.items, *(_renumbered(each, offset, ids) for each in two.items)),
            "documents": documents,
            "joined": joined,
            "priority": "expedited" if "expedited" in {one.priority, two.priority} else one.priority,
            "physician_certification": one.physician_certification or two.physician_certification,
            "attorney": one.attorney or two.attorney,
            "liability_dispute": one.liability_dispute or two.liability_dispute,
            "service_addresses": _addresses(one, two),
            "facilities": _both(one.facilities, two.facilities),
            "manufacturers": _both(one.manufacturers, two.manufacturers),
            "diagnosis_codes": _both(one.diagnosis_codes, two.diagnosis_codes),
            "course_of_care": _care(one.course_of_care, two.course_of_care),
        }
    )
    reasons = (*own.not_under_review, *(_reason(each, offset) for each in other.not_under_review))
    file = own.model_copy(update={"application": application, "not_under_review": reasons})
    return Merged(file.model_copy(update={"proposed_with": tuple(each for each in own.proposed_with if each != number)}), items)


def _numbers(file: OpenCase) -> Iterable[int]:
    """Yield the numbers of items that are taken, also by items that left the file."""
    yield from (item.number for item in file.application.items)
    yield from (number for reason in file.not_under_review for number in reason.items)


def _joined(number: str, other: OpenCase, items: dict[int, int]) -> list[JoinedDispute]:
    """Return the origins of the other case's items: that case, and those that had joined it."""
    application = other.application
    earlier = [
        each.model_copy(update={"items": {items[here]: there for here, there in each.items.items()}}) for each in application.joined
    ]
    of_others = {here for each in application.joined for here in each.items}
    own = {new: old for old, new in items.items() if old not in of_others}
    review = application.utilization_review
    return [
        JoinedDispute(case_number=number, received_on=other.received_on, utilization_review=review, items=own),
        *earlier,
    ]


def _renumbered(item: Item, offset: int, ids: dict[str, str]) -> Item:
    update: dict[str, object] = {"number": item.number + offset, "facts": tuple(_fact(each, ids) for each in item.facts)}
    if item.parent is not None:
        update["parent"] = item.parent + offset
    return Item.model_validate({**dict(item), **update})


def _fact(fact: Fact, ids: dict[str, str]) -> Fact:
    if fact.source is None:
        return fact
    return fact.model_copy(update={"source": fact.source.model_copy(update={"document": ids[fact.source.document]})})


def _reason(reason: Reason, offset: int) -> Reason:
    return reason.model_copy(update={"items": tuple(each + offset for each in reason.items)})


def _documents(one: Application, number: str, two: Application) -> tuple[tuple[Document, ...], dict[str, str]]:
    """Return the papers of both, and the id under which each of the other's is on file now."""
    documents = {each.id: each for each in one.documents}
    ids = {}
    for each in two.documents:
        known = documents.get(each.id)
        same = known is not None and known.model_copy(update={"sent_by": each.sent_by}) == each
        ids[each.id] = each.id if known is None or same else f"{number}-{each.id}"[:100]
        if known is None or not same:
            documents[ids[each.id]] = each.model_copy(update={"id": ids[each.id]})
        elif each.sent_by == "claims-administrator" and known.sent_by is not None:
            documents[each.id] = each
    return tuple(documents.values()), ids


def _addresses(one: Application, two: Application) -> tuple[ServiceAddress, ...]:
    named = {each.party for each in one.service_addresses}
    return (*one.service_addresses, *(each for each in two.service_addresses if each.party not in named))


def _care(one: CourseOfCare, two: CourseOfCare) -> CourseOfCare:
    """Return the care of both files; the later of the newest notes counts."""
    notes = [each for each in (one.latest_note, two.latest_note) if each is not None]
    return CourseOfCare(
        mechanism=one.mechanism or two.mechanism,
        diagnoses=_both(one.diagnoses, two.diagnoses),
        evaluations=_both(one.evaluations, two.evaluations),
        treatments=_both(one.treatments, two.treatments),
        latest_note=max(notes, key=lambda note: note.dated_on, default=None),
    )


def _both(one: tuple[T, ...], two: tuple[T, ...]) -> tuple[T, ...]:
    """Return the entries of both lists, each once, as far as the form has room."""
    return tuple(dict.fromkeys((*one, *two)))[:_MOST]
