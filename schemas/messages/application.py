"""An application as a party files it.

The DWC Form IMR (8 CCR 9792.10.2) with facts from its papers.

Only here and in `schemas/form` do fields have defaults: outsiders write applications and leave out
data they lack.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from reading.models import FROM_OUTSIDE
from reading.problems import WrongWithin
from schemas.form.item import EVIDENCE_MAX, FACTS_MAX, ITEMS_MAX, Fact, Item, Quantity, Quotation, Range, Recommendation, Source
from schemas.form.joined import JoinedDispute
from schemas.form.parties import (
    ClaimsAdministrator,
    Employee,
    PartyKind,
    Practitioner,
    ServiceAddress,
    ServiceMethod,
    Signature,
)
from schemas.form.utilization_review import Certification, LiabilityDispute, UtilizationReview
from schemas.form.values import WHOLE, Amount, Code, Day, Extensions, Identifier, Later, LaterMany
from schemas.message import Name, Part
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI

__all__ = [
    "DOCUMENTS_MAX",
    "EVIDENCE_MAX",
    "FACTS_MAX",
    "ITEMS_MAX",
    "Amount",
    "Application",
    "ClaimsAdministrator",
    "CourseOfCare",
    "Day",
    "Document",
    "Employee",
    "Fact",
    "Identifier",
    "Item",
    "Note",
    "PartyKind",
    "Practitioner",
    "Quantity",
    "Quotation",
    "Range",
    "Recommendation",
    "ServiceAddress",
    "ServiceMethod",
    "Signature",
    "Source",
    "UtilizationReview",
]

DOCUMENTS_MAX = 2_000


Sender = Annotated[Literal["employee", "attorney", "provider", "claims-administrator"], PLAIN]
"""Who sent a paper; the provider is the requesting physician (8 CCR 9792.10.5)."""


def _is_absent(value: object) -> bool:
    return value is None


class Document(Part):
    """A paper of the case file by reference: kind, author, dates and sender; never its bytes.

    *sent_by* is not written where it is absent, so that an application without it has the digest it
    had before the field was known.
    """

    id: Annotated[Identifier, PLAIN]
    kind: Annotated[Literal["ur-decision", "request-for-authorization", "medical-record", "form", "other"], PLAIN]
    title: Annotated[Name, CLINICAL]
    author: Annotated[Name, DIRECT] | None = None
    from_on: Annotated[Day, QUASI] | None = None
    to_on: Annotated[Day, QUASI] | None = None
    pages: Annotated[int, Field(ge=1, le=100_000), WHOLE, PLAIN] | None = None
    sent_by: Annotated[Sender | None, Field(exclude_if=_is_absent)] = None


class Note(Part):
    """The latest clinical note: date, findings and recommendations."""

    dated_on: Annotated[Day, QUASI]
    findings: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(max_length=50)] = ()
    recommendations: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(max_length=50)] = ()


class CourseOfCare(Part):
    """The care since the injury, as phrases that continue a sentence ("lumbar spine MRI")."""

    mechanism: Annotated[Name, CLINICAL] | None = None
    diagnoses: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(max_length=50)] = ()
    evaluations: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(max_length=50)] = ()
    treatments: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(max_length=50)] = ()
    latest_note: Note | None = None


def _repeated(values: Sequence[object]) -> int | None:
    """Return the place of the first value that was there before, or None."""
    seen: set[object] = set()
    for place, value in enumerate(values):
        if value in seen:
            return place
        seen.add(value)
    return None


def _one_day(value: Any) -> Any:
    """Refuse a range written as one text, and say where its two days go."""
    if not isinstance(value, str):
        return value
    if len(value) > len("2014-03-12"):
        raise ValueError("is no single day; a cumulative injury has its last day here and its first in injured_from_on")
    try:
        return date.fromisoformat(value) if len(value) == len("2014-03-12") else value
    except ValueError:
        return value


class Application(Part):
    """An application for review, as a party files it.

    *injured_on* is the day of injury. A cumulative injury has *injured_from_on* too, its first day;
    then *injured_on* is its last. *joined* are disputes of other cases that were consolidated into
    this one; no party files it.
    """

    jurisdiction: Annotated[Identifier, PLAIN] = "ca-workers-comp"
    priority: Annotated[Literal["standard", "expedited"], PLAIN] = "standard"
    injured_on: Annotated[Day, BeforeValidator(_one_day), QUASI]
    signature: Signature | None = None
    employee: Employee
    employer: Annotated[Name, QUASI]
    attorney: Practitioner | None = None
    claims_administrator: ClaimsAdministrator
    requesting_physician: Practitioner
    facilities: Annotated[tuple[Annotated[Name, QUASI], ...], Field(max_length=50)] = ()
    manufacturers: Annotated[tuple[Annotated[Name, PLAIN], ...], Field(max_length=50)] = ()
    utilization_review: UtilizationReview
    course_of_care: CourseOfCare = CourseOfCare()
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=ITEMS_MAX)]
    documents: Annotated[tuple[Document, ...], Field(max_length=DOCUMENTS_MAX)] = ()
    service_addresses: Annotated[tuple[ServiceAddress, ...], Field(max_length=20)] = ()
    injured_from_on: Later[Annotated[Day, QUASI]] = None
    primary_diagnosis: Later[Annotated[Name, CLINICAL]] = None
    diagnosis_codes: LaterMany[Code] = ()
    eams_number: Later[Annotated[Name, DIRECT]] = None
    wcis_number: Later[Annotated[Name, DIRECT]] = None
    denied_for_lack_of_information: Later[Annotated[bool, CLINICAL]] = None
    disputed_for_other_reasons: Later[Annotated[bool, CLINICAL]] = None
    liability_dispute: Later[LiabilityDispute] = None
    physician_certification: Later[Certification] = None
    joined: LaterMany[JoinedDispute] = ()
    extensions: Extensions = Field(default_factory=dict)

    @model_validator(mode="after")
    def _an_injury_begins_before_it_ends(self) -> Self:
        """Refuse a cumulative injury whose first day is after its last."""
        if self.injured_from_on is not None and self.injured_from_on > self.injured_on:
            raise WrongWithin("injured_from_on is after injured_on, the last day of the injury", "injured_from_on")
        return self

    @model_validator(mode="after")
    def _nothing_joins_from_outside(self, info: ValidationInfo) -> Self:
        """Refuse joined disputes of a party: cases are consolidated here."""
        if self.joined and info.context == FROM_OUTSIDE:
            raise ValueError("joined is written here, when cases are consolidated; leave it out")
        return self

    @model_validator(mode="after")
    def _diagnoses_have_codes_of_diagnoses(self) -> Self:
        """Refuse codes of services among the diagnoses."""
        for place, each in enumerate(self.diagnosis_codes):
            if each.system not in {"icd-9", "icd-10"}:
                raise WrongWithin("diagnosis_codes are of icd-9 or icd-10", "diagnosis_codes", place, "system")
        return self

    @model_validator(mode="after")
    def _a_party_has_one_address(self) -> Self:
        """Refuse two service addresses for one party."""
        if (place := _repeated([each.party for each in self.service_addresses])) is not None:
            raise WrongWithin("service_addresses names a party twice", "service_addresses", place, "party")
        return self

    @model_validator(mode="after")
    def _numbers_are_sound(self) -> Self:
        """Require unique item numbers; a parent is another item without a parent of its own."""
        parents = {item.number: item.parent for item in self.items}
        if (again := _repeated([item.number for item in self.items])) is not None:
            raise WrongWithin("two items carry the same number", "items", again, "number")
        for place, item in enumerate(self.items):
            if item.parent is not None and (
                item.parent not in parents or item.parent == item.number or parents[item.parent] is not None
            ):
                raise WrongWithin(
                    f"item {item.number} names item {item.parent} as its parent, which is not a main item of this application",
                    *("items", place, "parent"),
                )
        return self

    @model_validator(mode="after")
    def _documents_are_known(self) -> Self:
        """Document ids are unique, and every fact's source is a document of this application."""
        if (again := _repeated([document.id for document in self.documents])) is not None:
            raise WrongWithin("two documents carry the same id", "documents", again, "id")
        known = {document.id for document in self.documents}
        for place, item in enumerate(self.items):
            for number, fact in enumerate(item.facts):
                if fact.source is not None and fact.source.document not in known:
                    raise WrongWithin(
                        f"item {item.number}: the fact {fact.name!r} comes from {fact.source.document!r}, not among the documents",
                        *("items", place, "facts", number, "source", "document"),
                    )
        return self
