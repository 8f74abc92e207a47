"""Disputes of other cases that joined an application."""

import pytest

from reading.models import read_model
from reading.problems import NotReadable
from schemas.form.joined import JoinedDispute
from schemas.messages.application import Application
from tests.examples import RECEIVED_AT, application

JOINED = JoinedDispute(
    case_number="CM15-1330002",
    received_on=RECEIVED_AT.date(),
    utilization_review=application().utilization_review,
    items={2: 1},
)


def test_no_party_files_a_joined_dispute() -> None:
    """It is written here; a stored message may have it."""
    joined = application().model_copy(update={"joined": (JOINED,)}).model_dump_json().encode()

    assert (JOINED,) == Application.model_validate_json(joined).joined
    with pytest.raises(NotReadable) as refused:
        read_model(Application, joined)
    assert "joined is written here" in str(refused.value.problems[0])


def test_an_application_alone_is_written_as_before() -> None:
    """Its digest stays that of an earlier version."""
    assert "joined" not in application().model_dump_json()
