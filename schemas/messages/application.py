"""An application as a party files it.

The DWC Form IMR (8 CCR 9792.10.2) with facts from its papers.

Only here do fields have defaults: outsiders write applications and leave out data they lack.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from schemas.message import Describe, Name, Part, Text
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI

ITEMS_MAX = 200
FACTS_MAX = 200
EVIDENCE_MAX = 20
DOCUMENTS_MAX = 2_000
DATE_MIN, DATE_MAX = date(1900, 1, 1), date(2199, 12, 31)

Day = Annotated[date, Field(ge=DATE_MIN, le=DATE_MAX), Describe(r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
"""A calendar day between 1900 and 2199."""

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
"""A technical name: letters, digits, dot, underscore and hyphen, at most 100."""


def _decimal_number(number: str) -> str:
    """Refuse text that is not a plain decimal number."""
    value = Decimal(number)
    if value < 0:
        raise ValueError("a quantity is not negative")
    return number


Amount = Annotated[str, Field(pattern=r"^\d{1,7}(\.\d{1,4})?$"), AfterValidator(_decimal_number)]
"""A quantity as decimal text, `"6"` or `"2.5"`: never a float."""


def _whole(number: Any) -> Any:
    """Return 2 for 2.0: JSON has one kind of number, and JSON Schema calls both integers."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


WHOLE = BeforeValidator(_whole)
"""An integer however its JSON is written; after the bounds, which the schema then has."""


class Source(Part):
    """Where a fact was read: a document of the file and, if known, its page (from 1)."""

    document: Annotated[Identifier, PLAIN]
    page: Annotated[int, Field(ge=1, le=100_000), WHOLE, PLAIN] | None = None


class Fact(Part):
    """A fact of an item or of the course of care, by its name in the facts' vocabulary.

    *unit* is the paper's unit, if it gives one.
    """

    name: Annotated[Identifier, PLAIN]
    value: Annotated[bool | int | float | Text, CLINICAL]
    unit: Annotated[Name, CLINICAL] | None = None
    source: Source | None = None


class Quantity(Part):
    """The three quantities of an item, in *unit*.

    Requested, authorised, and in dispute (8 CCR 9792.10.1).

    *authorised_as* names an authorisation that is no smaller amount of the same: another service
    or setting, a rental for a purchase, only an evaluation.
    """

    requested: Annotated[Amount, CLINICAL] | None = None
    authorised: Annotated[Amount, CLINICAL] | None = None
    in_dispute: Annotated[Amount, CLINICAL] | None = None
    unit: Annotated[Name, CLINICAL] | None = None
    authorised_as: Annotated[Name, CLINICAL] | None = None


class Recommendation(Part):
    """A recommendation that a party cites, with the rating of its study (8 CCR 9792.25.1).

    *applicable*: the study's patients and condition are those of this case. *level* is its rank in
    the hierarchy of evidence, from systematic reviews of randomised trials (1a) to expert opinion
    (5). None means that the paper does not say.
    """

    cited_by: Annotated[Literal["claims-administrator", "requesting-physician", "employee"], PLAIN]
    citation: Annotated[Text, PLAIN]
    rank: Annotated[Literal["mtus", "acoem-odg", "other-guideline", "study"], PLAIN]
    recommends: Annotated[bool, CLINICAL]
    applicable: Annotated[bool, CLINICAL] | None = None
    bias: Annotated[Literal["low", "high"], PLAIN] | None = None
    level: Annotated[Literal["1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "4", "5"], PLAIN] | None = None


class Item(Part):
    """One disputed treatment.

    *parent* is the number of the item it is ancillary to, such as an assistant's surgery.
    """

    number: Annotated[int, Field(ge=1, le=ITEMS_MAX), WHOLE, PLAIN]
    request: Annotated[Name, CLINICAL]
    treatment: Annotated[Identifier, CLINICAL] | None = None
    body_region: Annotated[Identifier, CLINICAL] | None = None
    body_side: Annotated[Literal["left", "right", "both"], CLINICAL] | None = None
    quantity: Quantity = Quantity()
    parent: Annotated[int, Field(ge=1, le=ITEMS_MAX), WHOLE, PLAIN] | None = None
    claims_administrator_guideline: Annotated[Text, PLAIN] | None = None
    evidence: Annotated[tuple[Recommendation, ...], Field(max_length=EVIDENCE_MAX)] = ()
    facts: Annotated[tuple[Fact, ...], Field(max_length=FACTS_MAX)] = ()


class Employee(Part):
    """The injured worker."""

    name: Annotated[Name, DIRECT]
    born_on: Annotated[Day, QUASI] | None = None
    sex: Annotated[Literal["female", "male"], QUASI] | None = None
    language: Annotated[Identifier, QUASI] = "en"


class Practitioner(Part):
    """A physician or other provider with the practice they belong to."""

    name: Annotated[Name, DIRECT]
    organization: Annotated[Name, QUASI] | None = None
    specialty: Annotated[Name, QUASI] | None = None
    npi: Annotated[str, Field(pattern=r"^\d{10}$"), DIRECT] | None = None


class ClaimsAdministrator(Part):
    """Who administers the claim and denied the treatment."""

    organization: Annotated[Name, QUASI]
    claim_number: Annotated[Name, DIRECT]
    adjuster: Annotated[Name, DIRECT] | None = None
    insurer: Annotated[Name, QUASI] | None = None


class UtilizationReview(Part):
    """The decision in dispute (8 CCR 9792.9.1).

    The days it was requested, made and served, and its authors.
    """

    requested_on: Annotated[Day, QUASI]
    decided_on: Annotated[Day, QUASI]
    denial_served_on: Annotated[Day, QUASI]
    service_method: Annotated[Literal["personal", "mail", "fax", "electronic"], PLAIN]
    organization: Annotated[Name, QUASI] | None = None
    physician: Annotated[Name, DIRECT] | None = None
    formulary_drug: Annotated[bool, CLINICAL] = False


class Signature(Part):
    """Who signed the application, and when (LC 4610.5(h), (j))."""

    signed_by: Annotated[Literal["employee", "attorney", "designee", "emergency-provider"], PLAIN]
    signed_on: Annotated[Day, QUASI]


class Document(Part):
    """A paper of the case file by reference: kind, author and dates; never its bytes."""

    id: Annotated[Identifier, PLAIN]
    kind: Annotated[Literal["ur-decision", "request-for-authorization", "medical-record", "form", "other"], PLAIN]
    title: Annotated[Name, CLINICAL]
    author: Annotated[Name, DIRECT] | None = None
    from_on: Annotated[Day, QUASI] | None = None
    to_on: Annotated[Day, QUASI] | None = None
    pages: Annotated[int, Field(ge=1, le=100_000), WHOLE, PLAIN] | None = None


PartyKind = Literal["worker", "attorney", "claims-administrator", "employer", "provider", "agency"]
"""Who is served with the letter (LC 4610.6(f); 8 CCR 9792.10.6(e))."""

ServiceMethod = Annotated[Literal["mail", "electronic", "fax", "hand"], PLAIN]
"""How a party is served."""


class ServiceAddress(Part):
    """A party's way and place of service: a postal or electronic address, or a fax number."""

    party: Annotated[PartyKind, PLAIN]
    method: ServiceMethod
    address: Annotated[Text, DIRECT]


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


class Application(Part):
    """An application for review, as a party files it."""

    jurisdiction: Annotated[Identifier, PLAIN] = "ca-workers-comp"
    priority: Annotated[Literal["standard", "expedited"], PLAIN] = "standard"
    injured_on: Annotated[Day, QUASI]
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

    @model_validator(mode="after")
    def _a_party_has_one_address(self) -> Self:
        """Refuse two service addresses for one party."""
        parties = [each.party for each in self.service_addresses]
        if len(set(parties)) < len(parties):
            raise ValueError("service_addresses names a party twice")
        return self

    @model_validator(mode="after")
    def _numbers_are_sound(self) -> Self:
        """Require unique item numbers; a parent is another item without a parent of its own."""
        parents = {item.number: item.parent for item in self.items}
        if len(parents) < len(self.items):
            raise ValueError("two items carry the same number")
        for item in self.items:
            if item.parent is not None and (
                item.parent not in parents or item.parent == item.number or parents[item.parent] is not None
            ):
                raise ValueError(
                    f"item {item.number} names item {item.parent} as its parent, which is not a main item of this application"
                )
        return self

    @model_validator(mode="after")
    def _documents_are_known(self) -> Self:
        """Document ids are unique, and every fact's source is a document of this application."""
        known = {document.id for document in self.documents}
        if len(known) < len(self.documents):
            raise ValueError("two documents carry the same id")
        for item in self.items:
            for fact in item.facts:
                if fact.source is not None and fact.source.document not in known:
                    raise ValueError(
                        f"item {item.number}: the fact {fact.name!r} comes from {fact.source.document!r}, not among the documents"
                    )
        return self
