"""The parties of an application."""

import json
from datetime import date

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.messages.application import Application, Practitioner, ServiceAddress
from services.letters.domain.parties import Party, Place
from services.letters.handlers.serving.parties import as_parties, parties_of, parties_of_complete, with_address
from services.letters.state import NO_PARTIES, KnownParty
from tests.services.letters.events import APPLICATION

AGENCY = "Example Agency"
LAW = load_jurisdiction("ca-workers-comp").serving(date(2015, 4, 17)).model_copy(update={"agency": AGENCY, "agency_address": ()})
UNADDRESSED = APPLICATION.model_copy(update={"service_addresses": ()})
PLACE = "1 Example Lane, Exampleville"


def changed(**changes: object) -> Application:
    """Return the sample's application with *changes*."""
    return UNADDRESSED.model_copy(update=changes)


def test_an_application_names_four_parties_and_perhaps_an_attorney() -> None:
    """The attorney follows the worker; the agency is in no application."""
    attorney = Practitioner(name="Lee Example", organization="Example Law")

    assert ["worker", "claims-administrator", "employer", "provider"] == [each.kind for each in parties_of(UNADDRESSED).parties]
    parties = parties_of(changed(attorney=attorney)).parties
    assert ["worker", "attorney", "claims-administrator", "employer", "provider"] == [each.kind for each in parties]
    assert ("Lee Example", "Example Law") == (parties[1].name, parties[1].organization)


@pytest.mark.parametrize(("adjuster", "name"), [(None, "Northwind Example Claims"), ("Alex Example", "Alex Example")])
def test_the_claims_administrator_is_addressed_by_its_adjuster(adjuster: str | None, name: str) -> None:
    """Without an adjuster the organization itself is the addressee."""
    administrator = UNADDRESSED.claims_administrator.model_copy(update={"adjuster": adjuster})
    party = parties_of(changed(claims_administrator=administrator)).parties[1]

    assert (name, "Northwind Example Claims") == (party.name, party.organization)


def test_a_service_address_belongs_to_the_party_it_names() -> None:
    """The method and the address of the application; the other parties have none."""
    address = ServiceAddress(party="employer", method="fax", address="555-0100")
    known = as_parties(parties_of(changed(service_addresses=(address,))), LAW)

    assert Party("employer", "Example Crates", None, "fax", "555-0100") == known["employer"]
    assert Party("worker", "Pat Example", None, None, None) == known["worker"]


@pytest.mark.parametrize(("told", "expected"), [(None, "another-state"), ("abroad", "abroad")])
def test_the_place_is_that_of_the_address_or_of_the_party(told: Place | None, expected: Place) -> None:
    """A worker who moved to Nevada may be served at an address abroad; the time depends on it."""
    employee = UNADDRESSED.employee.model_copy(update={"place": "another-state"})
    address = ServiceAddress(party="worker", method="mail", address=PLACE, place=told)
    parties = parties_of(changed(employee=employee, service_addresses=(address,)))

    assert expected == as_parties(parties, LAW)["worker"].place
    assert as_parties(with_address(parties, "worker", "2 Example Lane"), LAW)["worker"].place is None


def test_a_party_without_an_address_of_service_is_served_by_mail_at_its_own() -> None:
    """An address of service goes before it; the employer has none of its own."""
    own = {"address": PLACE}
    changes = {
        "employee": UNADDRESSED.employee.model_copy(update=own),
        "attorney": Practitioner(name="Lee Example", address=PLACE),
        "claims_administrator": UNADDRESSED.claims_administrator.model_copy(update=own),
        "requesting_physician": UNADDRESSED.requesting_physician.model_copy(update=own),
    }
    fax = ServiceAddress(party="provider", method="fax", address="555-0100")
    parties = {each.kind: (each.method, each.address) for each in parties_of(changed(**changes, service_addresses=(fax,))).parties}

    mail = ("mail", PLACE)
    assert {
        "worker": mail,
        "attorney": mail,
        "claims-administrator": mail,
        "employer": (None, None),
        "provider": ("fax", "555-0100"),
    } == parties


def test_a_file_gives_the_address_that_was_not_known() -> None:
    """Staff may have kept none: a party of an earlier version has only its name."""
    application = changed(employee=UNADDRESSED.employee.model_copy(update={"address": PLACE}))

    assert PLACE == as_parties(parties_of_complete(application, parties_of(UNADDRESSED)), LAW)["worker"].address


def test_the_agency_is_at_the_address_of_the_law() -> None:
    """Staff may give it another for one case."""
    law = LAW.model_copy(update={"agency_address": ("PO Box 1", "Exampleville, CA 90000")})

    assert "PO Box 1\nExampleville, CA 90000" == as_parties(NO_PARTIES, law)["agency"].address
    assert PLACE == as_parties(with_address(NO_PARTIES, "agency", PLACE), law)["agency"].address


def test_state_of_before_has_no_places() -> None:
    """A party kept by an earlier version is read, and its place is not known."""
    kept = {"kind": "worker", "name": "Pat Example", "organization": None, "method": None, "address": None}

    assert KnownParty.model_validate_json(json.dumps(kept)).place is None


def test_the_names_to_redact_come_with_the_parties() -> None:
    """Parties' names are among the names that the public copy must not show."""
    names = {each.name for each in parties_of_complete(UNADDRESSED, NO_PARTIES).names}

    assert {"Pat Example", "Example Crates", "Dr. Robin Example", "Northwind Example Claims"} <= names


def test_every_case_has_the_agency() -> None:
    """Its name is the jurisdiction's, also where no party is known."""
    assert {"agency": Party("agency", AGENCY, None, None, None)} == as_parties(NO_PARTIES, LAW)


def test_another_address_changes_one_party_and_keeps_their_order() -> None:
    """Name and method stay, as do the other parties and the names to redact."""
    before = parties_of(UNADDRESSED)
    after = with_address(before, "employer", PLACE)

    assert [each.kind for each in before.parties] == [each.kind for each in after.parties]
    assert ["employer"] == [new.kind for old, new in zip(before.parties, after.parties, strict=True) if old != new]
    assert Party("employer", "Example Crates", None, None, PLACE) == as_parties(after, LAW)["employer"]
    assert before.names == after.names


def test_the_agency_can_have_another_address() -> None:
    """It is kept with the parties, and the agency's name stays the jurisdiction's."""
    known = with_address(parties_of(UNADDRESSED), "agency", PLACE)

    assert Party("agency", AGENCY, None, None, PLACE) == as_parties(known, LAW)["agency"]


def test_a_complete_file_keeps_the_address_that_staff_gave() -> None:
    """A known party keeps method and address; a party of another name has the application's."""
    moved = with_address(parties_of(UNADDRESSED), "worker", PLACE)

    assert PLACE == as_parties(parties_of_complete(UNADDRESSED, moved), LAW)["worker"].address
    other = changed(employee=UNADDRESSED.employee.model_copy(update={"name": "Sam Example"}))
    assert Party("worker", "Sam Example", None, None, None) == as_parties(parties_of_complete(other, moved), LAW)["worker"]


def test_a_new_application_keeps_no_name_to_redact() -> None:
    """Names are kept once a public copy can be made."""
    assert () == parties_of(UNADDRESSED).names
