"""The names a case knows."""

from schemas.messages.application import Document, Practitioner
from services.letters.copies.known_names import KnownName, names_of
from services.letters.copies.redaction import redact
from tests.examples import application

AUTHORS = (
    Document(id="d1", kind="medical-record", title="Notes", author="Robin Exampleauthor"),
    Document(id="d2", kind="medical-record", title="Scan", author="Example Imaging Center"),
    Document(id="d3", kind="other", title="Form"),
)


def test_every_name_of_the_application_is_known() -> None:
    """Every person, organization and claim number of the application is a known name."""
    known = application()
    filed = application(
        attorney=Practitioner(name="Lee Exampleattorney", organization="Example Law Group"),
        facilities=("Example Surgery Center",),
        documents=AUTHORS,
        items=tuple(item.model_copy(update={"facts": ()}) for item in known.items),
        claims_administrator=known.claims_administrator.model_copy(
            update={"adjuster": "Jo Exampleadjuster", "insurer": "Example Insurance"}
        ),
        utilization_review=known.utilization_review.model_copy(
            update={"organization": "Example Review Services", "physician": "Max Examplephysician"}
        ),
    )
    names = names_of(filed)
    administrator, physician = known.claims_administrator, known.requesting_physician

    assert [(each.role, each.name, each.person) for each in names if each.role != "provider"] == [
        ("employee", known.employee.name, True),
        ("claim number", administrator.claim_number, False),
        ("employer", known.employer, False),
        ("attorney", "Lee Exampleattorney", True),
        ("attorney", "Example Law Group", False),
        ("claims administrator", administrator.organization, False),
        ("claims administrator", "Example Insurance", False),
        ("claims administrator", "Jo Exampleadjuster", True),
        ("utilization review", "Example Review Services", False),
        ("utilization review", "Max Examplephysician", True),
    ]
    assert {
        KnownName("provider", physician.name, person=True),
        KnownName("provider", "Example Surgery Center", person=False),
        KnownName("provider", "Robin Exampleauthor", person=True),
        KnownName("provider", "Example Imaging Center", person=False),
    } <= set(names)


def test_a_role_without_a_name_is_not_known() -> None:
    """Without attorney, adjuster and reviewing physician there are no such names."""
    known = application()
    bare = application(
        attorney=None,
        claims_administrator=known.claims_administrator.model_copy(update={"adjuster": None, "insurer": None}),
        utilization_review=known.utilization_review.model_copy(update={"organization": None, "physician": None}),
    )

    assert {"attorney", "utilization review"}.isdisjoint(each.role for each in names_of(bare))


def test_an_author_that_is_an_organization_of_the_case_is_no_person() -> None:
    """The words of its name, such as *review*, stay in the text of the public copy."""
    known = application()
    of_review = tuple(each for each in known.documents if each.kind == "ur-decision")
    assert {known.utilization_review.organization} == {each.author for each in of_review}

    names = names_of(known)

    assert [] == [each for each in names if each.name == known.utilization_review.organization and each.person]
    assert "in this review" == redact("in this review", names)
