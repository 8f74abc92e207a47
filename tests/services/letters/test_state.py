"""The state of letters."""

import pytest

from services.letters.handlers.issuing.assemble import facts_of
from services.letters.state import CaseState, Credentials
from tests.services.letters.events import ASSIGNED, READY, SIGNED

CREDENTIALS = Credentials(reviewer_id="R-0001", licensure=ASSIGNED.licensure, specialties=ASSIGNED.specialties)


@pytest.mark.parametrize(
    "case_file", [CaseState(), CaseState(facts=facts_of(READY), credentials=(CREDENTIALS,), waiting=(SIGNED,), issued=(1, 2))]
)
def test_a_case_file_survives_the_changelog(case_file: CaseState) -> None:
    """A case file reads back unchanged from the JSON of the changelog."""
    assert case_file == CaseState.model_validate_json(case_file.model_dump_json())
