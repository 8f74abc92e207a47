"""When a case file is complete, and when it suffices without the claims administrator's."""

import pytest

from services.intake.domain.completeness import Paper, is_complete, suffices

UR = Paper("ur-decision", None)


@pytest.mark.parametrize(
    ("papers", "complete"),
    [
        ([Paper("medical-record", "claims-administrator")], True),
        ([Paper("medical-record", None)], True),
        ([Paper("medical-record", "employee")], False),
        ([Paper("medical-record", "attorney")], False),
        ([Paper("medical-record", "provider")], False),
        ([Paper("medical-record", "provider"), Paper("medical-record", "claims-administrator")], True),
        ([Paper("other", "claims-administrator")], False),
        ([UR], False),
        ([], False),
    ],
)
def test_the_claims_administrators_records_make_it_complete(papers: list[Paper], *, complete: bool) -> None:
    """8 CCR 9792.10.5(a)(1): records of the worker's side alone leave it its time."""
    assert complete == is_complete(papers)


@pytest.mark.parametrize(
    ("papers", "enough"),
    [
        ([UR, Paper("medical-record", "employee")], True),
        ([UR, Paper("medical-record", None)], True),
        ([UR, Paper("other", "employee")], True),
        ([UR, Paper("request-for-authorization", "provider")], True),
        ([UR], False),
        ([UR, Paper("form", "employee")], False),
        ([UR, Paper("other", None)], False),
        ([UR, Paper("other", "claims-administrator")], False),
        ([UR, Paper("ur-decision", "employee")], False),
        ([Paper("medical-record", "employee")], False),
        ([], False),
    ],
)
def test_a_review_never_rests_on_utilization_review_alone(papers: list[Paper], *, enough: bool) -> None:
    """8 CCR 9792.10.6(b)(2): its summary, and papers of the worker or the physician beside it."""
    assert enough == suffices(papers)
