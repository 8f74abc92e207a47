"""The people and organisations of an application, and who signed it."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.form.values import Day, EMail, Identifier, Later, LaterMany, Phone, Place
from schemas.message import ASCII_DIGITS, Name, Part, Text
from schemas.personal import DIRECT, PLAIN, QUASI


class Employee(Part):
    """The injured worker."""

    name: Annotated[Name, DIRECT]
    born_on: Annotated[Day, QUASI] | None = None
    sex: Annotated[Literal["female", "male"], QUASI] | None = None
    language: Annotated[Identifier, QUASI] = "en"
    other_languages: LaterMany[Annotated[Identifier, QUASI]] = ()
    address: Later[Annotated[Text, DIRECT]] = None
    place: Later[Place] = None
    phone: Later[Phone] = None
    email: Later[EMail] = None


class Practitioner(Part):
    """A physician or other provider with the practice they belong to, or an attorney."""

    name: Annotated[Name, DIRECT]
    organization: Annotated[Name, QUASI] | None = None
    specialty: Annotated[Name, QUASI] | None = None
    npi: Annotated[str, Field(pattern=r"^\d{10}$"), ASCII_DIGITS, DIRECT] | None = None
    address: Later[Annotated[Text, DIRECT]] = None
    place: Later[Place] = None
    phone: Later[Phone] = None
    fax: Later[Phone] = None
    email: Later[EMail] = None


class ClaimsAdministrator(Part):
    """Who administers the claim and denied the treatment."""

    organization: Annotated[Name, QUASI]
    claim_number: Annotated[Name, DIRECT]
    adjuster: Annotated[Name, DIRECT] | None = None
    insurer: Annotated[Name, QUASI] | None = None
    address: Later[Annotated[Text, DIRECT]] = None
    place: Later[Place] = None
    phone: Later[Phone] = None
    fax: Later[Phone] = None
    email: Later[EMail] = None


Signer = Annotated[
    Literal[
        "employee",
        "attorney",
        "designee",
        "emergency-provider",
        "guardian",
        "parent",
        "other",
        "requesting-physician",
        "claims-administrator",
        "employer",
    ],
    PLAIN,
]
"""Who signed. The last three may not file, and are told so (LC 4610.5(h), (j))."""


class Signature(Part):
    """Who signed the application, and when (LC 4610.5(h), (j)).

    *proof_of_representation*: the attorney's is with the application. *designated_on* is the day on
    which the employee named the designee. *standing* says why another person may file.
    *certifies_copy_sent* and *consents_to_records_release* are the statements above the signature.
    """

    signed_by: Signer
    signed_on: Annotated[Day, QUASI]
    name: Later[Annotated[Name, DIRECT]] = None
    proof_of_representation: Later[Annotated[bool, PLAIN]] = None
    designated_on: Later[Annotated[Day, QUASI]] = None
    standing: Later[Annotated[Text, DIRECT]] = None
    certifies_copy_sent: Later[Annotated[bool, PLAIN]] = None
    consents_to_records_release: Later[Annotated[bool, PLAIN]] = None


PartyKind = Literal["worker", "attorney", "claims-administrator", "employer", "provider", "agency"]
"""Who is served with the letter (LC 4610.6(f); 8 CCR 9792.10.6(e))."""

ServiceMethod = Annotated[Literal["mail", "electronic", "fax", "hand"], PLAIN]
"""How a party is served."""


class ServiceAddress(Part):
    """A party's way and place of service: a postal or electronic address, or a fax number.

    *place* is where the address is; the days for service depend on it (CCP 1013(a)).
    """

    party: Annotated[PartyKind, PLAIN]
    method: ServiceMethod
    address: Annotated[Text, DIRECT]
    place: Later[Place] = None
