"""Intake's messages: their partitions, and upcasting of older versions."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.lots import lot_of_injury
from schemas.messages.intake import (
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    ReceiveRecords,
    ScreenApplication,
    SubmitApplication,
)
from schemas.wire.codec import read
from tests.examples import ROOT


def example(name: str, version: int = 1) -> dict[str, Any]:
    """Return the data of a committed example."""
    data: dict[str, Any] = json.loads((ROOT / f"schemas/examples/imr.intake.{name}/{version}.json").read_bytes())
    return data


def test_a_submission_goes_by_its_own_id() -> None:
    """A submission goes to the partition of its id, whose owner notices a reused key."""
    message = SubmitApplication.model_validate_json(json.dumps(example("submit-application", 4)))

    assert (message.submission_id, message.submission_id) == (message.key, message.subject)
    assert message.lot is None


def test_screening_goes_by_the_date_of_injury() -> None:
    """Applications with the same date of injury are screened in one lot."""
    message = ScreenApplication.model_validate_json(json.dumps(example("screen-application", 4)))

    assert lot_of_injury(message.application.injured_on) == message.lot


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_application_of_an_older_version_has_defaults(version: int) -> None:
    """From an older version, later fields get defaults and the rest is unchanged."""
    old = example("application-received", version)

    message = read(ApplicationReceived, version, json.dumps(old).encode())

    assert old["application"]["employer"] == message.application.employer
    assert len(old["application"].get("service_addresses", ())) == len(message.application.service_addresses)
    assert {} == message.application.extensions


def test_a_ready_case_of_version_3_has_one_clock_for_all_items() -> None:
    """Its items are all reviewed, at the priority that was asked for."""
    old = example("case-ready-for-review", 3)

    message = read(CaseReadyForReview, 3, json.dumps(old).encode())

    assert ("standard", ()) == (message.priority, message.not_under_review)
    assert [((1, 2), message.determination_due_at)] == [(each.items, each.determination_due_at) for each in message.clocks]


def test_records_name_at_least_one_document() -> None:
    """Medical records without a document are refused."""
    with pytest.raises(ValidationError):
        ReceiveRecords.model_validate_json(json.dumps({**example("receive-records", 2), "documents": []}))


def test_an_ineligible_application_has_a_reason() -> None:
    """An ineligible application has at least one reason."""
    with pytest.raises(ValidationError):
        ApplicationFoundIneligible.model_validate_json(json.dumps({**example("application-found-ineligible"), "reasons": []}))


@pytest.mark.parametrize("digest", ["", "a" * 63, "A" * 64, "g" * 64])
def test_a_body_is_named_by_its_sha256(digest: str) -> None:
    """A body's SHA-256 is 64 hexadecimal digits in lower case; other values are refused."""
    with pytest.raises(ValidationError):
        SubmitApplication.model_validate_json(json.dumps({**example("submit-application", 4), "body_digest": digest}))
