"""Facts on which the eligibility rests are asked for, never guessed."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.messages.application import Application
from services.intake.channels.channel import FactsMissing, NotAnApplication, read_application
from services.intake.questions import questions
from tests.examples import RECEIVED_AT, application

RULES = load_jurisdiction("ca-workers-comp")
RECEIVED_ON = RECEIVED_AT.date()
SIGNED = {"signed_on": "2015-04-14"}


def filed(**changes: Any) -> Application:
    """Return the example as JSON has it, with *changes* of whole fields."""
    known = json.loads(application().model_dump_json())
    return Application.model_validate_json(json.dumps({**known, **changes}))


def asked(found: Application, on: date = RECEIVED_ON) -> list[str]:
    """Return the places of the questions."""
    return ["/".join(map(str, each.path)) for each in questions(found, on, RULES)]


@pytest.mark.parametrize(
    ("signature", "attorney", "expected"),
    [
        ({"signed_by": "employee"}, None, []),
        ({"signed_by": "attorney"}, {"name": "Lee Exampleattorney"}, ["signature/proof_of_representation"]),
        ({"signed_by": "attorney"}, None, ["signature/proof_of_representation"]),
        ({"signed_by": "attorney", "proof_of_representation": False}, {"name": "Lee Exampleattorney"}, []),
        ({"signed_by": "designee"}, None, ["signature/designated_on"]),
        ({"signed_by": "designee", "designated_on": "2015-03-28"}, None, []),
        ({"signed_by": "emergency-provider"}, None, ["items/0/emergency_care", "items/1/emergency_care"]),
    ],
    ids=str,
)
def test_who_may_sign_is_asked_and_not_guessed(signature: dict[str, Any], attorney: Any, expected: list[str]) -> None:
    """LC 4610.5(h), (j): a named attorney is no proof, and a signature no designation."""
    assert expected == asked(filed(signature={**SIGNED, **signature}, attorney=attorney))


def test_an_answer_is_no_question() -> None:
    """Emergency care of one item that is known leaves the other one open."""
    items = json.loads(application().model_dump_json())["items"]
    known = [{**items[0], "emergency_care": True}, {**items[1], "emergency_care": None}]

    assert ["items/1/emergency_care"] == asked(filed(signature={**SIGNED, "signed_by": "emergency-provider"}, items=known))


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2015, 5, 1), []),
        (date(2015, 5, 5), ["utilization_review/mailed_from", "employee/place"]),
        (date(2015, 5, 19), []),
    ],
    ids=["in time", "in time from another state", "late from anywhere"],
)
def test_places_of_mailing_are_asked_where_they_decide(received_on: date, expected: list[str]) -> None:
    """Served by mail on 2015-03-27: 30 days, and 5, 10 or 20 (CCP 1013(a))."""
    assert expected == asked(filed(), received_on)


def test_places_that_are_known_are_not_asked() -> None:
    """Then the application is late, and the sentence says by which days."""
    review = {**json.loads(application().utilization_review.model_dump_json()), "mailed_from": "california"}
    person = {**json.loads(application().employee.model_dump_json()), "place": "california"}

    assert [] == asked(filed(utilization_review=review, employee=person), date(2015, 5, 5))


@pytest.mark.parametrize(
    ("request_", "status", "expected"),
    [
        ("Tramadol 50 mg #60", None, []),
        ("Tramadol for the lower back", None, ["items/0/formulary_status"]),
        ("Tramadol for the lower back", "unlisted", []),
        ("MRI of the lumbar spine", None, []),
    ],
)
def test_a_drug_that_the_words_leave_open_is_asked_for(request_: str, status: str | None, expected: list[str]) -> None:
    """It has ten days to file and five working days to decide (LC 4610.5(h)(1), 4610.6(d)(1))."""
    item = {
        **json.loads(application().items[0].model_dump_json()),
        "request": request_,
        "treatment": None,
        "formulary_status": status,
    }
    review = {**json.loads(application().utilization_review.model_dump_json())}
    review |= {"requested_on": "2019-03-20", "decided_on": "2019-03-27", "denial_served_on": "2019-03-27"}
    found = filed(items=[item], utilization_review=review, signature={"signed_by": "employee", "signed_on": "2019-03-29"})

    assert expected == asked(found, date(2019, 4, 1))


@pytest.mark.parametrize(("part", "field"), [("utilization_review", "service_method"), ("signature", "signed_on")])
def test_a_fact_that_every_application_has_is_asked_for_by_its_field(part: str, field: str) -> None:
    """The way of service and the day of the signature decide every time."""
    known = json.loads(application().model_dump_json())
    del known[part][field]

    with pytest.raises(NotAnApplication, match=f"/{part}/{field}"):
        read_application(json.dumps(known).encode(), RECEIVED_AT)


def test_the_door_asks_with_the_place_and_the_question() -> None:
    """And takes the application in with the answer."""
    known = json.loads(application().model_dump_json())
    known["signature"] = {**SIGNED, "signed_by": "designee"}
    with pytest.raises(FactsMissing, match="/signature/designated_on: is missing: on which day"):
        read_application(json.dumps(known).encode(), RECEIVED_AT)

    known["signature"]["designated_on"] = "2015-03-28"
    assert "designee" == read_application(json.dumps(known).encode(), RECEIVED_AT).signature.signed_by  # type: ignore[union-attr]


@pytest.mark.parametrize("day", ["1900-01-01", "1950-06-01", "2012-12-31", "2099-12-31", "2199-12-31"])
@pytest.mark.parametrize("law", ["ca-workers-comp", "us-federal-external-review"])
def test_no_day_stops_the_questions(day: str, law: str) -> None:
    """They are asked before anything else has looked at the days."""
    review = {**json.loads(application().utilization_review.model_dump_json())}
    review |= {"requested_on": day, "decided_on": day, "denial_served_on": day}
    found = filed(jurisdiction=law, utilization_review=review, signature={"signed_by": "designee", "signed_on": day})

    asked = questions(found, datetime(2026, 4, 17, tzinfo=UTC).date(), load_jurisdiction(law))

    assert [] == [each for each in asked if not each.path or not each.reason]
