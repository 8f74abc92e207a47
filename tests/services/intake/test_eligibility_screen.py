"""Applications through the screen, in the terms of the form."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.messages.application import Application
from services.intake.eligibility_screen import Screen, is_expedited, reasons_against, screen_application, tracks
from tests.examples import ROOT

RULES = load_jurisdiction("ca-workers-comp")
RECEIVED_ON = date(2015, 4, 17)
FORM: dict[str, Any] = json.loads((ROOT / "examples/chiropractic-and-massage.json").read_bytes())
ITEMS: list[dict[str, Any]] = FORM["items"]


def filed(items: list[dict[str, Any]] | None = None, review: dict[str, Any] | None = None, **fields: Any) -> Application:
    """Return the example as a party files it, with other *fields*."""
    form = {**FORM, "utilization_review": {**FORM["utilization_review"], **(review or {})}, **fields}
    return Application.model_validate_json(json.dumps({**form, "items": items or form["items"]}))


def screened(received_on: date = RECEIVED_ON, **form: Any) -> Screen:
    """Screen the example with changes under California's rules."""
    return screen_application(filed(**form), received_on, RULES)


def told(screen: Screen) -> list[tuple[str, tuple[int, ...]]]:
    """The codes of the reasons, each with its items."""
    return [(reason.code, reason.items) for reason in screen.reasons]


def items(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the example's items with a change of each."""
    return [{**item, **change} for item, change in zip(ITEMS, changes, strict=True)]


def test_the_example_can_be_reviewed() -> None:
    """There is no reason against it; it is reviewed as it was filed."""
    assert ("eligible", filed()) == (screened().verdict.outcome, screened().application)
    assert () == reasons_against(filed(), RECEIVED_ON, RULES)


def test_a_reason_is_the_jurisdictions_sentence_with_its_dates() -> None:
    """BodySites are filled with dates as the form writes them; all items are meant."""
    (reason,) = screened(date(2016, 4, 17)).reasons

    assert ("LATE", ()) == (reason.code, reason.items)
    assert "04/17/2016" in reason.text
    assert "{" not in reason.text


@pytest.mark.parametrize(
    ("form", "outcome", "expected"),
    [
        ({"denied_for_lack_of_information": True}, "ineligible", [("CONDITIONAL_NONCERT", ())]),
        ({"denied_for_lack_of_information": False}, "eligible", []),
        ({"disputed_for_other_reasons": True}, "deferred", [("LIABILITY_DEFERRED", ())]),
        ({"liability_dispute": {"reason": "not accepted"}}, "deferred", [("LIABILITY_DEFERRED", ())]),
        ({"liability_dispute": {"reason": "not accepted", "agreed_eligible": True}}, "eligible", []),
        (
            {"liability_dispute": {"reason": "no", "resolution": {"outcome": "not-liable", "notified_on": "2015-04-01"}}},
            "ineligible",
            [("NOT_A_UR_DENIAL", ())],
        ),
        ({"signature": {"signed_by": "guardian", "signed_on": "2015-04-14"}}, "eligible", []),
        ({"signature": {"signed_by": "employer", "signed_on": "2015-04-14"}}, "ineligible", [("INELIGIBLE_PARTY", ())]),
        ({"signature": {"signed_by": "requesting-physician", "signed_on": "2015-04-14"}}, "ineligible", [("INELIGIBLE_PARTY", ())]),
        ({"signature": {"signed_by": "attorney", "signed_on": "2015-04-14"}}, "ineligible", [("INELIGIBLE_PARTY", ())]),
        (
            {"signature": {"signed_by": "attorney", "signed_on": "2015-04-14"}, "attorney": {"name": "Lee Exampleattorney"}},
            "eligible",
            [],
        ),
        (
            {"signature": {"signed_by": "attorney", "signed_on": "2015-04-14", "proof_of_representation": True}},
            "eligible",
            [],
        ),
        ({"signature": {"signed_by": "emergency-provider", "signed_on": "2015-04-14"}}, "ineligible", [("INELIGIBLE_PARTY", ())]),
        ({"signature": {"signed_by": "employee", "signed_on": "2014-12-01"}}, "ineligible", [("INELIGIBLE_PARTY", ())]),
    ],
    ids=str,
)
def test_the_boxes_of_the_form_count(form: dict[str, Any], outcome: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    """8 CCR 9792.10.3(a), (d); LC 4610.5(h), (j)."""
    screen = screened(**form)

    assert (outcome, expected) == (screen.verdict.outcome, told(screen))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"utilization_review_decision": "denied-for-lack-of-information"}, [("CONDITIONAL_NONCERT", (2,))]),
        ({"utilization_review_decision": "deferred-for-liability"}, [("LIABILITY_DEFERRED", (2,))]),
        ({"utilization_review_decision": "denied-on-other-grounds"}, [("NOT_A_UR_DENIAL", (2,))]),
        ({"utilization_review_decision": "delayed"}, []),  # reviewed until 2017
        ({"utilization_review_decision": "authorised", "quantity": {}}, [("ALREADY_AUTHORIZED", (2,))]),
        ({"quantity": {"requested": "6", "authorised": "6"}}, [("ALREADY_AUTHORIZED", (2,))]),
        ({"quantity": {"requested": "6", "in_dispute": "0"}}, [("ALREADY_AUTHORIZED", (2,))]),
        ({"quantity": {"requested": "1", "authorised": "1", "authorised_as": "a month's rental"}}, []),
        (
            {
                "rental_or_purchase": "purchase",
                "quantity": {"requested": "1", "authorised": "1", "authorised_rental_or_purchase": "rental"},
            },
            [],
        ),
        (
            {
                "rental_or_purchase": "rental",
                "quantity": {"requested": "1", "authorised": "1", "authorised_rental_or_purchase": "rental"},
            },
            [("ALREADY_AUTHORIZED", (2,))],
        ),
    ],
    ids=str,
)
def test_an_item_is_judged_by_what_is_said_of_it(second: dict[str, Any], expected: list[tuple[str, tuple[int, ...]]]) -> None:
    """LC 4610.5(c)(1), (g); 8 CCR 9792.10.1: the other item is reviewed all the same."""
    screen = screened(items=items({}, second))

    assert expected == told(screen)
    assert ((1,) if expected else (1, 2)) == screen.verdict.under_review
    assert ("0" if expected else second["quantity"].get("in_dispute") if "quantity" in second else "6") == (
        screen.application.items[1].quantity.in_dispute
    )


def test_a_delay_is_no_denial_from_2018() -> None:
    """LC 4610.5(c)(1), as amended from 2018."""
    review = {"requested_on": "2018-03-20", "decided_on": "2018-03-27", "denial_served_on": "2018-03-27"}
    delayed = [{**item, "utilization_review_decision": "delayed"} for item in ITEMS]
    signature = {"signed_by": "employee", "signed_on": "2018-04-01"}

    assert [("NOT_A_UR_DENIAL", ())] == told(screened(date(2018, 4, 17), items=delayed, review=review, signature=signature))


@pytest.mark.parametrize(
    ("review", "liability", "received_on", "expected"),
    [
        ({}, None, date(2015, 5, 2), ["LATE"]),
        ({"form_provided": False}, None, date(2016, 5, 2), []),
        ({"form_provided": False, "form_provided_on": "2015-06-01"}, None, date(2015, 7, 6), []),
        ({"form_provided": False, "form_provided_on": "2015-06-01"}, None, date(2015, 7, 7), ["LATE"]),
        ({}, "2015-06-01", date(2015, 7, 6), []),
        ({}, "2015-06-01", date(2015, 7, 7), ["LATE"]),
        ({}, "2015-03-28", date(2015, 5, 4), []),  # a Saturday, carried to Monday
        ({}, "2015-03-28", date(2015, 5, 5), ["LATE"]),
        ({"mailed_from": "another-state"}, None, date(2015, 5, 6), []),
        ({"mailed_from": "another-state"}, None, date(2015, 5, 7), ["LATE"]),
        ({"mailed_from": "abroad"}, None, date(2015, 5, 18), []),
    ],
    ids=str,
)
def test_when_the_window_starts(review: dict[str, Any], liability: str | None, received_on: date, expected: list[str]) -> None:
    """LC 4610.5(h)(2), (h)(3): not before the form, and anew when liability is resolved.

    CCP 1013(a): mail from another state adds ten days, from abroad twenty.
    """
    dispute = {"reason": "not accepted", "resolution": {"outcome": "liable", "notified_on": liability}} if liability else None
    screen = screened(received_on, review=review, liability_dispute=dispute)

    assert expected == [reason.code for reason in screen.reasons]
    assert not [reason for reason in screen.reasons if "{" in reason.text]


IN_2019 = {"requested_on": "2019-02-20", "decided_on": "2019-03-01", "denial_served_on": "2019-03-01", "service_method": "personal"}
DRUG_AND_FUSION: dict[str, Any] = {
    "items": [{"number": 1, "request": "Tramadol 50 mg, 60 tablets"}, {"number": 2, "request": "Lumbar fusion L4-L5"}],
    "signature": {"signed_by": "employee", "signed_on": "2019-03-02"},
}


@pytest.mark.parametrize("flag", [False, True])
@pytest.mark.parametrize(
    ("received_on", "expected", "clocks"),
    [
        (date(2019, 3, 11), [], [((1,), date(2019, 3, 19)), ((2,), date(2019, 4, 11))]),
        (date(2019, 3, 16), [("LATE", (1,))], [((2,), date(2019, 4, 11))]),  # day 15
        (date(2019, 4, 3), [("LATE", (1,)), ("LATE", (2,))], []),
    ],
)
def test_the_formulary_is_a_matter_of_each_item(
    received_on: date, expected: list[tuple[str, tuple[int, ...]]], clocks: list[tuple[tuple[int, ...], date]], *, flag: bool
) -> None:
    """LC 4610.5(h)(1), 4610.6(d)(1): tramadol has 10 days and 5 business days.

    The fusion has 30 days to file and 30 to decide.
    """
    screen = screened(received_on, review={**IN_2019, "formulary_drug": flag}, **DRUG_AND_FUSION)

    assert expected == told(screen)
    assert ("eligible" if clocks else "ineligible") == screen.verdict.outcome
    if clocks:
        start = datetime(2019, 3, 12, 18, tzinfo=UTC)
        found = tracks(screen.application, "determination-due", start, RULES)
        assert clocks == [(items, RULES.due("determination-due", start, variant).on) for variant, items in found.items()]


CERTIFICATION = {"certified_on": "2015-04-14", "name": "Dana Inventedphysician"}


@pytest.mark.parametrize(
    ("form", "expedited"),
    [
        ({"priority": "standard"}, False),
        ({"priority": "standard", "physician_certification": CERTIFICATION}, False),
        ({"priority": "expedited"}, False),
        ({"priority": "expedited", "physician_certification": CERTIFICATION}, True),
        ({"priority": "expedited", "review": {"expedited": True}}, True),
        ({"priority": "expedited", "review": {"expedited": False}}, False),
    ],
    ids=str,
)
def test_an_expedited_review_needs_a_certification(form: dict[str, Any], *, expedited: bool) -> None:
    """8 CCR 9792.10.1, 9792.10.4(c): or an expedited utilization review; else it is told."""
    screen = screened(**form)

    assert expedited == is_expedited(filed(**form), load_jurisdiction("ca-workers-comp"))
    assert ("expedited" if expedited else "standard") == screen.application.priority
    assert (form["priority"] == "expedited" and not expedited) == (screen.not_certified is not None)


def test_a_cumulative_injury_counts_from_its_last_day() -> None:
    """LC 4610.5(a): a range that ends in the program's time is covered."""
    review = {"requested_on": "2013-02-01", "decided_on": "2013-03-01", "denial_served_on": "2013-03-01"}
    signature = {"signed_by": "employee", "signed_on": "2013-03-02"}
    form = {"review": review, "signature": signature, "injured_from_on": "2012-01-01"}

    assert [] == told(screened(date(2013, 3, 20), injured_on="2013-01-01", **form))
    assert [("WRONG_PROGRAM", ())] == told(screened(date(2013, 3, 20), injured_on="2012-12-31", **form))
