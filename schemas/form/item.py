"""The disputed treatments of an application, with their quantities, facts and evidence."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.form.values import WHOLE, Amount, Code, Day, Extensions, Identifier, Later, LaterMany
from schemas.message import Name, Part, Text
from schemas.personal import CLINICAL, PLAIN, QUASI

ITEMS_MAX = 200
FACTS_MAX = 200
EVIDENCE_MAX = 20

RentalOrPurchase = Annotated[Literal["rental", "purchase"], CLINICAL]


class Source(Part):
    """Where a fact was read: a document of the file and, if known, its page (from 1).

    *dated_on* is the day of the entry, where the document is of several days.
    """

    document: Annotated[Identifier, PLAIN]
    page: Annotated[int, Field(ge=1, le=100_000), WHOLE, PLAIN] | None = None
    dated_on: Later[Annotated[Day, QUASI]] = None


Quotation = Annotated[Name, CLINICAL]
"""The words of the paper that support a value, at most 300 characters."""


class Range(Part):
    """The range that a paper gives, such as 4 to 6, of which a fact's value is one."""

    low: Annotated[int | float, CLINICAL]
    high: Annotated[int | float, CLINICAL]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("the low end of a range is not above its high end")
        return self

    def check_holds(self, value: object) -> None:
        """Raise ValueError unless *value* is a number within the range."""
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        if number is None or not self.low <= number <= self.high:
            raise ValueError("a range is given for a number, and the value is within it")


class Fact(Part):
    """A fact of an item or of the course of care, by its name in the facts' vocabulary.

    *unit* is the paper's unit, if it gives one. *quotation* is the finding behind the value in the
    words of the paper, and *range* the range that it gives. Both stand in the reasons; criteria
    read the value.
    """

    name: Annotated[Identifier, PLAIN]
    value: Annotated[bool | int | float | Text, CLINICAL]
    unit: Annotated[Name, CLINICAL] | None = None
    source: Source | None = None
    quotation: Later[Quotation] = None
    range: Later[Range] = None

    @model_validator(mode="after")
    def _on_a_paper(self) -> Self:
        if self.quotation is not None and self.source is None:
            raise ValueError("a quotation needs the source in which it stands")
        if self.range is not None:
            self.range.check_holds(self.value)
        return self


class Quantity(Part):
    """The three quantities of an item, in *unit*.

    Requested, authorised, and in dispute (8 CCR 9792.10.1).

    *authorised_as* names an authorisation that is no smaller amount of the same: another service
    or setting, a rental for a purchase, only an evaluation. *authorised_rental_or_purchase* says
    which of the two was granted; where it differs from the item's, the whole is in dispute.
    """

    requested: Annotated[Amount, CLINICAL] | None = None
    authorised: Annotated[Amount, CLINICAL] | None = None
    in_dispute: Annotated[Amount, CLINICAL] | None = None
    unit: Annotated[Name, CLINICAL] | None = None
    authorised_as: Annotated[Name, CLINICAL] | None = None
    authorised_rental_or_purchase: Later[RentalOrPurchase] = None


EvidenceRank = Literal[
    "mtus",
    "study",
    "acoem-odg",
    "other-guideline",
    "professional-standard",
    "expert-opinion",
    "accepted-practice",
    "likely-benefit",
]
"""A rank of evidence (LC 4610.5(c)(2)(A) to (F); 8 CCR 9792.21.1(a) for the guidelines)."""


class Recommendation(Part):
    """A recommendation that a party cites, with the rating of its study (8 CCR 9792.25.1).

    *applicable*: the study's patients and condition are those of this case. *level* is its rank in
    the hierarchy of evidence, from systematic reviews of randomised trials (1a) to expert opinion
    (5). None means that the paper does not say.
    """

    cited_by: Annotated[Literal["claims-administrator", "requesting-physician", "employee"], PLAIN]
    citation: Annotated[Text, PLAIN]
    rank: Annotated[EvidenceRank, PLAIN]
    recommends: Annotated[bool, CLINICAL]
    applicable: Annotated[bool, CLINICAL] | None = None
    bias: Annotated[Literal["low", "high"], PLAIN] | None = None
    level: Annotated[Literal["1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "4", "5"], PLAIN] | None = None


FormularyStatus = Annotated[Literal["exempt", "non-exempt", "unlisted", "special-fill", "perioperative-fill"], CLINICAL]
"""The status of a drug under the formulary (8 CCR 9792.27.1 to 9792.27.23)."""

ItemDecision = Annotated[
    Literal[
        "denied",
        "modified",
        "delayed",
        "authorised",
        "denied-for-lack-of-information",
        "deferred-for-liability",
        "denied-on-other-grounds",
    ],
    CLINICAL,
]
"""How utilization review decided an item.

Only a denial or modification on medical necessity is reviewed (LC 4610.5(c)(1)), and until 2017 a
delay.
"""


class Item(Part):
    """One disputed treatment.

    *parent* is the number of the item it is ancillary to, such as an assistant's surgery.
    *emergency_care* is care in an emergency by the provider who signs (LC 4610.5(h)).
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
    codes: LaterMany[Code] = ()
    dose: Later[Annotated[Name, CLINICAL]] = None
    strength: Later[Annotated[Name, CLINICAL]] = None
    dosage_form: Later[Annotated[Name, CLINICAL]] = None
    frequency: Later[Annotated[Name, CLINICAL]] = None
    duration: Later[Annotated[Name, CLINICAL]] = None
    refills: Later[Annotated[int, Field(ge=0, le=99), WHOLE, CLINICAL]] = None
    days_supply: Later[Annotated[int, Field(ge=1, le=3_660), WHOLE, CLINICAL]] = None
    rental_or_purchase: Later[RentalOrPurchase] = None
    review_kind: Later[Annotated[Literal["prospective", "concurrent", "retrospective"], PLAIN]] = None
    date_of_service: Later[Annotated[Day, QUASI]] = None
    formulary_status: Later[FormularyStatus] = None
    utilization_review_decision: Later[ItemDecision] = None
    emergency_care: Later[Annotated[bool, CLINICAL]] = None
    extensions: Extensions = Field(default_factory=dict)
