"""Messages that triage's tests begin with."""

from datetime import UTC, date, datetime
from typing import Any

from schemas.messages.application import Application
from schemas.messages.decision import DeterminationSigned
from schemas.messages.seats import CaseReturned, PanelConvened
from schemas.messages.triage import (
    Affiliation,
    EnrolReviewer,
    FindAnotherReviewer,
    FindReviewer,
    ItemNeed,
    Licence,
    PartyName,
    Qualifications,
    ReleaseReviewer,
    ReviewerRecorded,
    Specialty,
)
from services.triage.domain.names import digests
from tests.examples import CASE_NUMBER, application

AT = datetime(2015, 4, 17, 18, 0, tzinfo=UTC)
POOL = "ca-workers-comp"
OCCUPATIONAL = (Specialty(name="Occupational Medicine", board_certified=True),)
PSYCHIATRY = (Specialty(name="Psychiatry", board_certified=True),)


def qualifications(**changes: Any) -> Qualifications:
    """Those of a reviewer who may review the example, with *changes*."""
    sound: dict[str, Any] = {
        "degree": "MD",
        "licences": (Licence(state="Iowa", unrestricted=True, expires_on=date(2030, 12, 31)),),
        "specialties": OCCUPATIONAL,
        "disciplined": False,
        "practising_since": date(1998, 7, 1),
        "weekly_practice_hours": 32,
        "affiliations": (),
        "open_cases_max": 2,
        "active": True,
    }
    return Qualifications(**{**sound, **changes})


def recorded(
    reviewer_id: str = "reviewer-1", name: str = "Avery Inventedreviewer", npi: str | None = None, **changes: Any
) -> ReviewerRecorded:
    """A reviewer's record."""
    return ReviewerRecorded(reviewer_id=reviewer_id, name=name, npi=npi, qualifications=qualifications(**changes))


def enrol(reviewer_id: str = "reviewer-1", name: str = "Avery Inventedreviewer", **changes: Any) -> EnrolReviewer:
    """The same on its way to the pool."""
    return EnrolReviewer(
        pool=POOL, reviewer_id=reviewer_id, identity_digests=digests(name), qualifications=qualifications(**changes)
    )


def find(number: int = 1, **changes: Any) -> FindReviewer:
    """A case that looks for a reviewer."""
    sound: dict[str, Any] = {
        "pool": POOL,
        "case_number": f"CM15-133{number:04d}",
        "jurisdiction": "ca-workers-comp",
        "priority": "standard",
        "items": (ItemNeed(treatment="massage", body_region="low-back"),),
        "parties": (PartyName(role="claims-administrator", name="Northwind Example Claims", npi=None),),
        "on": date(2015, 4, 17),
        "determination_due_at": datetime(2015, 5, 18, 6, 59, 59, tzinfo=UTC),
    }
    return FindReviewer(**{**sound, **changes})


def another(number: int, instead_of: str | None) -> FindAnotherReviewer:
    """Return a search for one more reviewer, or for a replacement."""
    return FindAnotherReviewer(pool=POOL, case_number=f"CM15-133{number:04d}", instead_of=instead_of)


def release(number: int = 1) -> ReleaseReviewer:
    """A case that is determined."""
    return ReleaseReviewer(pool=POOL, case_number=f"CM15-133{number:04d}")


def determined(case_number: str = CASE_NUMBER) -> DeterminationSigned:
    """A signed determination, as far as triage looks at it."""
    return DeterminationSigned.model_construct(case_number=case_number, determination_version=1, reason_for_correction=None)  # type: ignore[call-arg]


def given_back(ground: Any = "conflict-of-interest") -> CaseReturned:
    """A case that its reviewer gave back."""
    return CaseReturned(
        case_number=CASE_NUMBER,
        reviewer_id="reviewer-1",
        ground=ground,
        reassign=ground != "information-missing",
        explanation="The reviewer once treated the employee.",
        missing=(),
        returned_at=AT,
    )


def convened(reviewers: int = 3) -> PanelConvened:
    """A case that several are to review."""
    return PanelConvened(
        case_number=CASE_NUMBER,
        reviewers=reviewers,
        approval="AD-EXAMPLE-1",
        approved_on=date(2015, 4, 20),
        finding="Two fields are in dispute.",
    )


def affiliation(name: str) -> Affiliation:
    """A professional tie."""
    return Affiliation(kind="professional", name=name)


def with_everybody() -> Application:
    """The example, with an attorney, a facility and a manufacturer."""
    attorney = {"name": "Lee Fictionalattorney", "organization": "Fictional Law", "npi": None}
    physician = {**application().requesting_physician.model_dump(), "npi": "0000000009"}
    data = application().model_dump(mode="json")
    data |= {
        "attorney": attorney,
        "requesting_physician": physician,
        "facilities": ["Example Hospital"],
        "manufacturers": ["Example Devices"],
    }
    return Application.model_validate(data, strict=False)
