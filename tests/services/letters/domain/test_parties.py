"""The parties to serve."""

from services.letters.domain.parties import Party, PartyToServe, to_serve

WORKER = Party("worker", "Pat Example", None, None, None)
PROVIDER = Party("provider", "Dr. Robin Example", "Example Spine Clinic", "fax", "555-0100")


def test_every_party_of_the_list_that_the_case_has_is_served() -> None:
    """Parties come in the list's order, and only those that the case has."""
    found = to_serve({"provider": PROVIDER, "worker": WORKER}, ["worker", "attorney", "provider"], "mail")

    assert [PartyToServe(WORKER, "mail"), PartyToServe(PROVIDER, "fax")] == found
    assert [] == to_serve({"provider": PROVIDER}, ["worker"], "mail")
