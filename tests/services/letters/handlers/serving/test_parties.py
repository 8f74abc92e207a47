"""The parties of an application."""

import json

import pytest

from schemas.messages.application import Application, Practitioner, ServiceAddress
from services.letters.domain.parties import Party, Place
from services.letters.handlers.serving.parties import as_parties, parties_of, parties_of_complete, with_address
from services.letters.state import NO_PARTIES, KnownParty
from tests.services.letters.events import APPLICATION

AGENCY = "Example Agency"
PLACE = "1 Example Lane, Exampleville"


def changed(**changes: object) -> Application:
    """Return the sample's application with *changes*."""
    return APPLICATION.model_copy(update=changes)


def test_an_application_names_four_parties_and_perhaps_an_attorney() -> None:
    """The attorney follows the worker; the agency is in no application."""
    attorney = Practitioner(name="Lee Example", organization="Example Law")

    assert ["worker", "claims-administrator", "employer", "provider"] == [each.kind for each in parties_of(APPLICATION).parties]
    parties = parties_of(changed(attorney=attorney)).parties
    assert ["worker", "attorney", "claims-administrator", "employer", "provider"] == [each.kind for each in parties]
    assert ("Lee Example", "Example Law") == (parties[1].name, parties[1].organization)


@pytest.mark.parametrize(("adjuster", "name"), [(None, "Northwind Example Claims"), ("Alex Example", "Alex Example")])
def test_the_claims_administrator_is_addressed_by_its_adjuster(adjuster: str | None, name: str) -> None:
    """Without an adjuster the organization itself is the addressee."""
    administrator = APPLICATION.claims_administrator.model_copy(update={"adjuster": adjuster})
    party = parties_of(changed(claims_administrator=administrator)).parties[1]

    assert (name, "Northwind Example Claims") == (party.name, party.organization)


def test_a_service_address_belongs_to_the_party_it_names() -> None:
    """The method and the address of the application; the other parties have none."""
    address = ServiceAddress(party="employer", method="fax", address="555-0100")
    known = as_parties(parties_of(changed(service_addresses=(address,))), AGENCY)

    assert Party("employer", "Example Crates", None, "fax", "555-0100") == known["employer"]
    assert Party("worker", "Pat Example", None, None, None) == known["worker"]


@pytest.mark.parametrize(("told", "expected"), [(None, "another-state"), ("abroad", "abroad")])
def test_the_place_is_that_of_the_address_or_of_the_party(told: Place | None, expected: Place) -> None:
    """A worker who moved to Nevada may be served at an address abroad; the time depends on it."""
    employee = APPLICATION.employee.model_copy(update={"place": "another-state"})
    address = ServiceAddress(party="worker", method="mail", address=PLACE, place=told)
    parties = parties_of(changed(employee=employee, service_addresses=(address,)))

    assert expected == as_parties(parties, AGENCY)["worker"].place
    assert as_parties(with_address(parties, "worker", "2 Example Lane"), AGENCY)["worker"].place is None


def test_state_of_before_has_no_places() -> None:
    """A party kept by an earlier version is read, and its place is not known."""
    kept = {"kind": "worker", "name": "Pat Example", "organization": None, "method": None, "address": None}

    assert KnownParty.model_validate_json(json.dumps(kept)).place is None


def test_the_names_to_redact_come_with_the_parties() -> None:
    """Parties' names are among the names that the public copy must not show."""
    names = {each.name for each in parties_of_complete(APPLICATION, NO_PARTIES).names}

    assert {"Pat Example", "Example Crates", "Dr. Robin Example", "Northwind Example Claims"} <= names


def test_every_case_has_the_agency() -> None:
    """Its name is the jurisdiction's, also where no party is known."""
    assert {"agency": Party("agency", AGENCY, None, None, None)} == as_parties(NO_PARTIES, AGENCY)


def test_another_address_changes_one_party_and_keeps_their_order() -> None:
    """Name and method stay, as do the other parties and the names to redact."""
    before = parties_of(APPLICATION)
    after = with_address(before, "employer", PLACE)

    assert [each.kind for each in before.parties] == [each.kind for each in after.parties]
    assert ["employer"] == [new.kind for old, new in zip(before.parties, after.parties, strict=True) if old != new]
    assert Party("employer", "Example Crates", None, None, PLACE) == as_parties(after, AGENCY)["employer"]
    assert before.names == after.names


def test_the_agency_can_have_another_address() -> None:
    """It is kept with the parties, and the agency's name stays the jurisdiction's."""
    known = with_address(parties_of(APPLICATION), "agency", PLACE)

    assert Party("agency", AGENCY, None, None, PLACE) == as_parties(known, AGENCY)["agency"]


def test_a_complete_file_keeps_the_address_that_staff_gave() -> None:
    """A known party keeps method and address; a party of another name has the application's."""
    moved = with_address(parties_of(APPLICATION), "worker", PLACE)

    assert PLACE == as_parties(parties_of_complete(APPLICATION, moved), AGENCY)["worker"].address
    other = changed(employee=APPLICATION.employee.model_copy(update={"name": "Sam Example"}))
    assert Party("worker", "Sam Example", None, None, None) == as_parties(parties_of_complete(other, moved), AGENCY)["worker"]


def test_a_new_application_keeps_no_name_to_redact() -> None:
    """Names are kept once a public copy can be made."""
    assert () == parties_of(APPLICATION).names
