"""The decision in dispute, and the liability dispute and certification beside it."""

from typing import Annotated, Literal

from schemas.form.values import Day, Later, LaterMany, Place
from schemas.message import Name, Part, Text
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI


class InformationRequest(Part):
    """The information that utilization review asked for, and when (8 CCR 9792.9.1(f))."""

    asked_for: Annotated[Text, CLINICAL]
    asked_on: Annotated[Day, QUASI]


class UtilizationReview(Part):
    """The decision in dispute (8 CCR 9792.9.1).

    The days it was requested, made and served, and its authors.

    *formulary_drug* speaks of every item that does not say so itself. *mailed_from* is the place of
    mailing. *form_provided*: the claims administrator sent the form and the notice with it, or
    later, on *form_provided_on* (LC 4610.5(h)(3)). *evidence_cited* is its own list.
    """

    requested_on: Annotated[Day, QUASI]
    decided_on: Annotated[Day, QUASI]
    denial_served_on: Annotated[Day, QUASI]
    service_method: Annotated[Literal["personal", "mail", "fax", "electronic"], PLAIN]
    organization: Annotated[Name, QUASI] | None = None
    physician: Annotated[Name, DIRECT] | None = None
    formulary_drug: Annotated[bool, CLINICAL] = False
    expedited: Later[Annotated[bool, CLINICAL]] = None
    modified_after_internal_appeal: Later[Annotated[bool, PLAIN]] = None
    information_request: Later[InformationRequest] = None
    mailed_from: Later[Place] = None
    form_provided: Later[Annotated[bool, PLAIN]] = None
    form_provided_on: Later[Annotated[Day, QUASI]] = None
    physician_specialty: Later[Annotated[Name, QUASI]] = None
    evidence_cited: LaterMany[Annotated[Text, PLAIN]] = ()


class LiabilityResolution(Part):
    """How the dispute of liability ended; *notified_on* is the day the worker was told of it."""

    outcome: Annotated[Literal["liable", "not-liable"], CLINICAL]
    notified_on: Annotated[Day, QUASI]


class LiabilityDispute(Part):
    """A dispute of more than medical necessity (LC 4610.5(h)(2); 8 CCR 9792.10.3(d)).

    *agreed_eligible*: the claims administrator agrees that the treatment is reviewed meanwhile.
    """

    reason: Annotated[Text, CLINICAL]
    resolution: LiabilityResolution | None = None
    agreed_eligible: Annotated[bool, PLAIN] | None = None


class Certification(Part):
    """A physician's statement that delay threatens the employee's health (8 CCR 9792.10.1)."""

    certified_on: Annotated[Day, QUASI]
    name: Annotated[Name, DIRECT]
    reason: Annotated[Text, CLINICAL] | None = None
