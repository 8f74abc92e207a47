"""Who is served."""

from services.letters.domain.parties import Party, Serving, to_serve

WORKER = Party("worker", "Pat Example", None, None, None)
PROVIDER = Party("provider", "Dr. Robin Example", "Example Spine Clinic", "fax", "555-0100")


def test_every_party_of_the_list_that_the_case_has_is_served() -> None:
    """In the list's order; nobody else, and nobody the case does not have."""
    found = to_serve({"provider": PROVIDER, "worker": WORKER}, ["worker", "attorney", "provider"], "mail")

    assert [Serving(WORKER, "mail"), Serving(PROVIDER, "fax")] == found
    assert [] == to_serve({"provider": PROVIDER}, ["worker"], "mail")
