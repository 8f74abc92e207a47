"""The names a case knows: they must not be recognisable in the public copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schemas.messages.application import Application, Practitioner
from terms.names import ORGANIZATION_WORD

Role = Literal["employee", "attorney", "employer", "provider", "claims administrator", "utilization review", "claim number"]


@dataclass(frozen=True)
class KnownName:
    """A name with its role.

    Every part of a person's name identifies, of an organization's only the whole.
    """

    role: Role
    name: str
    person: bool


def names_of(application: Application) -> tuple[KnownName, ...]:
    """Return every name in *application*.

    LC 4610.6(m), 9792.10.9, and employer and attorney (LC 138.7).
    """
    administrator = application.claims_administrator
    reviews = (application.utilization_review, *(each.utilization_review for each in application.joined))
    signature, certification = application.signature, application.physician_certification
    organizations = _organizations(application)
    return (
        _person("employee", application.employee.name),
        KnownName("claim number", administrator.claim_number, person=False),
        KnownName("employer", application.employer, person=False),
        *_practitioner("attorney", application.attorney),
        *_practitioner("provider", application.requesting_physician),
        *(KnownName("provider", facility, person=False) for facility in application.facilities),
        *(_author(document.author, organizations) for document in application.documents if document.author),
        KnownName("claims administrator", administrator.organization, person=False),
        *(KnownName("claims administrator", insurer, person=False) for insurer in (administrator.insurer,) if insurer),
        *(_person("claims administrator", adjuster) for adjuster in (administrator.adjuster,) if adjuster),
        *(KnownName("utilization review", each.organization, person=False) for each in reviews if each.organization),
        *(_person("utilization review", each.physician) for each in reviews if each.physician),
        *(
            (_person("attorney" if signature.signed_by == "attorney" else "employee", signature.name),)
            if signature and signature.name
            else ()
        ),
        *((_person("provider", certification.name),) if certification else ()),
    )


def _person(role: Role, name: str) -> KnownName:
    return KnownName(role, name, person=True)


def _practitioner(role: Role, practitioner: Practitioner | None) -> tuple[KnownName, ...]:
    if practitioner is None:
        return ()
    named = _person(role, practitioner.name)
    return (named, KnownName(role, practitioner.organization, person=False)) if practitioner.organization else (named,)


def _organizations(application: Application) -> dict[str, Role]:
    """Return the organizations that the application names, by their name in lower case."""
    administrator, review = application.claims_administrator, application.utilization_review
    named: dict[Role, tuple[str | None, ...]] = {
        "provider": (application.requesting_physician.organization, *application.facilities),
        "attorney": (application.attorney.organization if application.attorney else None,),
        "employer": (application.employer,),
        "utilization review": (review.organization,),
        "claims administrator": (administrator.organization, administrator.insurer),
    }
    return {name.casefold(): role for role, names in named.items() for name in names if name is not None}


def _author(author: str, organizations: Mapping[str, Role]) -> KnownName:
    """Return a document's author.

    It is a person unless the application names an organization so, or a word of the name marks one.
    """
    if role := organizations.get(author.casefold()):
        return KnownName(role, author, person=False)
    return KnownName("provider", author, person=not ORGANIZATION_WORD.search(author))
