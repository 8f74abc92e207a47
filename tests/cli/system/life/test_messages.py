"""The messages of people about invented cases."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from cli.system.life.messages import records, returned_mail, reviewers, unreadable_records
from cli.system.life.plan import CASES_MAX
from schemas.messages.intake import ReceiveRecords
from schemas.messages.letters import LetterServed
from tests.examples import CASE_NUMBER, ROOT

EVENING = datetime(2015, 5, 2, 1, 0, tzinfo=UTC)


def test_records_are_readable_or_not() -> None:
    """The unreadable ones are those that intake is to park."""
    ReceiveRecords.model_validate_json(records(CASE_NUMBER, EVENING).model_dump_json())
    with pytest.raises(ValidationError, match="documents"):
        ReceiveRecords.model_validate_json(unreadable_records(CASE_NUMBER, EVENING).model_dump_json())


def test_mail_comes_back_on_the_local_day() -> None:
    """In the evening it is the next day in UTC."""
    served = LetterServed.model_construct(case_number=CASE_NUMBER, service_id=f"{CASE_NUMBER}.1.worker.1")

    assert date(2015, 5, 1) == returned_mail(served, EVENING).returned_on


def test_reviewers_have_room_and_colleagues_and_none_is_a_surgeon() -> None:
    """So that surgery finds no reviewer, and nothing else waits for one."""
    found = reviewers(ROOT / "examples/reviewers.yaml")

    assert len(found) == len({each.reviewer_id for each in found}) == len({each.name for each in found}) > 8
    assert {CASES_MAX} == {each.qualifications.open_cases_max for each in found}
    assert not [each for each in found if "Orthopedic Surgery" in {has.name for has in each.qualifications.specialties}]
