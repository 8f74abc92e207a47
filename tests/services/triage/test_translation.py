"""Messages in the terms of triage's rules."""

from datetime import date

from jurisdictions.files import load_jurisdiction
from schemas.messages.application import Practitioner
from schemas.messages.triage import Affiliation
from services.triage.domain.names import digests
from services.triage.domain.reviewer import IDENTITY
from services.triage.translation import parties_of, requirements_of, reviewer_of
from tests.examples import application
from tests.services.triage.messages import enrol

RULES = load_jurisdiction("ca-workers-comp")


def test_every_party_of_the_law_is_named_once_per_role() -> None:
    """LC 139.5(c); roles without a name in the application are left out."""
    attorney = Practitioner(name="Robin Exampleattorney", organization="Example Law Office")
    roles = [party.role for party in parties_of(application(attorney=attorney))]

    assert len(roles) == len(set(roles))
    assert {"employee", "employer", "claims-administrator", "requesting-physician", "attorney", "firm"} <= set(roles)
    assert "attorney" not in [party.role for party in parties_of(application(attorney=None))]


def test_a_reviewer_keeps_no_name() -> None:
    """Of the reviewer and of those they have ties with only digests remain."""
    message = enrol(affiliations=(Affiliation(kind="financial", name="Northwind Example Claims"),))

    found = reviewer_of(message)

    assert {(IDENTITY, digest) for digest in message.identity_digests} <= {(tie.kind, tie.digest) for tie in found.ties}
    assert {("financial", digest) for digest in digests("Northwind Example Claims")} <= {
        (tie.kind, tie.digest) for tie in found.ties
    }
    assert "Northwind" not in repr(found)
    assert "Avery" not in repr(found)


def test_requirements_are_the_jurisdictions() -> None:
    """Each value comes from its file."""
    found, required = requirements_of(RULES, date(2015, 4, 20)), RULES.requirements_on(date(2015, 4, 20))

    assert required.degrees == found.degrees
    assert required.practice_years_min == found.practice_years_min
    assert required.conflict_affiliations == found.conflict_affiliations
