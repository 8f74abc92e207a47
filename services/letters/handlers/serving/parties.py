"""The parties of an application, as letters serves them."""

from dataclasses import replace
from typing import TypedDict

from jurisdictions.letters import ServiceOfProcess
from schemas.messages.application import Application, PartyKind, Practitioner, ServiceAddress, ServiceMethod
from services.letters.copies.known_names import names_of
from services.letters.domain.parties import Party, ServedKind
from services.letters.state import CaseParties, KnownParty


class _Way(TypedDict):
    method: ServiceMethod | None
    address: str | None


def parties_of(application: Application) -> CaseParties:
    """Return the parties of a new application that may be served; no public copy is made yet."""
    addresses = {each.party: each for each in application.service_addresses}
    return CaseParties(parties=tuple(_with_address(party, addresses.get(party.kind)) for party in _named(application)), names=())


def parties_of_complete(application: Application, known: CaseParties) -> CaseParties:
    """Return the parties of a complete file, and the names to keep out of the public copy.

    A party that is *known* by the same name keeps its address, which staff may have changed; one
    without an address has that of the file.
    """
    kept = {(each.kind, each.name): each for each in known.parties if each.address is not None or each.changed_on is not None}
    named = {each.kind: kept.get((each.kind, each.name), each) for each in parties_of(application).parties}
    added = {each.kind: each for each in known.parties if each.kind not in named}
    return CaseParties(parties=(*named.values(), *added.values()), names=names_of(application))


def as_parties(known: CaseParties, rules: ServiceOfProcess) -> dict[ServedKind, Party]:
    """Return the parties by kind, with the agency of the law if it is a party.

    It is at the law's address, unless staff gave it another for this case.
    """
    parties: dict[ServedKind, Party] = {
        each.kind: Party(each.kind, each.name, each.organization, each.method, each.address, each.place) for each in known.parties
    }
    if rules.agency is None:
        return parties
    told = parties.get("agency", Party("agency", rules.agency, None, None, None))
    address = told.address or "\n".join(rules.agency_address) or None
    return {**parties, "agency": replace(told, name=rules.agency, organization=None, address=address)}


def with_address(known: CaseParties, kind: PartyKind, address: str) -> CaseParties:
    """Return the parties with one at another *address*, of which the place is not known.

    This adds the agency, which no application names.
    """
    named = {each.kind: each for each in known.parties}
    party = named.get(kind, KnownParty(kind=kind, name=kind, organization=None, method=None, address=None))
    return known.model_copy(
        update={"parties": tuple({**named, kind: party.model_copy(update={"address": address, "place": None})}.values())}
    )


def _named(application: Application) -> list[KnownParty]:
    administrator = application.claims_administrator
    return [
        KnownParty(
            kind="worker",
            name=application.employee.name,
            organization=None,
            **_by_mail(application.employee.address),
            place=application.employee.place,
        ),
        *(_practitioner("attorney", each) for each in (application.attorney,) if each),
        KnownParty(
            kind="claims-administrator",
            name=administrator.adjuster or administrator.organization,
            organization=administrator.organization,
            **_by_mail(administrator.address),
            place=administrator.place,
        ),
        KnownParty(kind="employer", name=application.employer, organization=None, method=None, address=None),
        _practitioner("provider", application.requesting_physician),
    ]


def _by_mail(address: str | None) -> _Way:
    return {"method": None if address is None else "mail", "address": address}


def _practitioner(kind: PartyKind, practitioner: Practitioner) -> KnownParty:
    return KnownParty(
        kind=kind,
        name=practitioner.name,
        organization=practitioner.organization,
        **_by_mail(practitioner.address),
        place=practitioner.place,
    )


def _with_address(party: KnownParty, known: ServiceAddress | None) -> KnownParty:
    """Return *party* with its address of service, whose own place goes before the party's.

    Without one it is served by mail at its own address, if the application has that.
    """
    if known is None:
        return party
    return party.model_copy(update={"method": known.method, "address": known.address, "place": known.place or party.place})
