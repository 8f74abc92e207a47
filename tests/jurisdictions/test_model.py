"""California's file, compared with the law it cites."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from jurisdictions.files import load_jurisdiction
from jurisdictions.model import Jurisdiction, NotInForce

RULES = load_jurisdiction("ca-workers-comp")


def pacific(text: str) -> datetime:
    """The instant at which a clock on a Californian wall shows *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.mark.parametrize(
    ("injured_on", "communicated_on", "covered"),
    [
        (date(2013, 1, 1), date(2013, 1, 1), True),
        (date(2012, 12, 31), date(2013, 6, 30), False),
        (date(2012, 12, 31), date(2013, 7, 1), True),
        (date(1985, 5, 5), date(2020, 1, 1), True),
        (date(2012, 12, 31), date(2012, 12, 31), False),
    ],
)
def test_which_disputes_are_covered(injured_on: date, communicated_on: date, *, covered: bool) -> None:
    """LC 4610.5(a): injuries from 2013 on; any injury if decided from July 2013 on."""
    assert covered == RULES.covers(injured_on, communicated_on)


@pytest.mark.parametrize(
    ("clock", "variant", "start", "expected"),
    [
        ("notice-of-assignment", "standard", "2015-04-17T10:30", "2015-04-20T23:59:59"),
        ("records-due", "standard", "2015-04-20T00:00", "2015-05-05T23:59:59"),
        ("records-due", "electronic", "2015-04-20T00:00", "2015-05-02T23:59:59"),
        ("records-due", "expedited", "2015-04-20T09:00", "2015-04-21T09:00"),
        ("records-due", "formulary", "2018-04-20T00:00", "2018-05-05T23:59:59"),
        ("determination-due", "standard", "2015-04-17T10:30", "2015-05-17T23:59:59"),
        ("determination-due", "expedited", "2015-04-17T10:30", "2015-04-20T10:30"),
        ("determination-due", "formulary", "2017-12-31T10:30", "2018-01-30T23:59:59"),
        ("determination-due", "formulary", "2018-01-01T10:30", "2018-01-08T23:59:59"),
        ("determination-due", "expedited", "2018-01-01T10:30", "2018-01-04T10:30"),
    ],
)
def test_the_clocks(clock: str, variant: str, start: str, expected: str) -> None:
    """8 CCR 9792.10.4(b), 9792.10.5(a)(1), LC 4610.6(d); the formulary's since 2018."""
    assert pacific(expected) == RULES.deadline(clock, pacific(start), variant)


def test_the_version_goes_by_the_local_day() -> None:
    """The old law holds in California on New Year's Eve, when it is 2018 in Greenwich."""
    assert pacific("2018-01-30T23:59:59") == RULES.deadline(
        "determination-due", datetime(2018, 1, 1, 7, 59, tzinfo=UTC), "formulary"
    )


def test_cases_are_consolidated_in_california_alone() -> None:
    """8 CCR 9792.10.4(a); the federal rule has no such thing."""
    first = date(2013, 1, 1)
    assert RULES.consolidates(first)
    assert not RULES.consolidates(date(2012, 12, 31))
    assert not load_jurisdiction("us-federal-external-review").consolidates(first)


def test_a_person_signs() -> None:
    """LC 139.5: the determination is the reviewer's; no law asks for a second signature."""
    assert "never" == RULES.sign_off_policy(date(2015, 5, 1)).second_signature


def test_an_even_split_of_a_panel_is_for_the_treatment() -> None:
    """LC 4610.6(e)."""
    assert "overturned" == RULES.sign_off_policy(date(2015, 5, 1)).even_split


def test_before_the_program_nobody_signs() -> None:
    """A day on which the law knew no review has no policy."""
    with pytest.raises(NotInForce):
        RULES.sign_off_policy(date(2012, 12, 31))


@pytest.mark.parametrize(
    ("decided_on", "layout"),
    [
        (date(2013, 1, 1), "ca-workers-comp-2013@1"),
        (date(2013, 12, 31), "ca-workers-comp-2013@1"),
        (date(2014, 1, 1), "ca-workers-comp-2014@1"),
        (date(2026, 11, 24), "ca-workers-comp-2014@1"),
    ],
)
def test_a_letter_has_the_layout_of_its_day(decided_on: date, layout: str) -> None:
    """The form of 2013, with the results first, and that of 2014 and later."""
    assert layout == RULES.letter_layout(decided_on)


def test_the_codes_of_ineligibility() -> None:
    """Every reason the regulation knows has a sentence of ours."""
    expected = {
        "NO_SIGNATURE",
        "LATE",
        "NO_UR_DECISION",
        "CONDITIONAL_NONCERT",
        "DUPLICATE",
        "LIABILITY_DEFERRED",
        "INELIGIBLE_PARTY",
        "NOT_A_UR_DENIAL",
        "ALREADY_AUTHORIZED",
        "WITHDRAWN",
        "WRONG_PROGRAM",
    }

    assert expected == {each.code or ground for ground, versions in RULES.eligibility_reasons.items() for each in versions}


def test_a_remand_is_told_to_all_who_had_the_determination() -> None:
    """It does not hold any more, for the employer and the agency too."""
    day = date(2015, 4, 17)
    told = RULES.notice("remand", day)

    assert told is not None
    assert RULES.serving(day).parties == told.parties


def test_rules_do_not_change_in_hand() -> None:
    """A loaded jurisdiction is frozen."""
    with pytest.raises(ValidationError):
        RULES.name = "another"


def test_rules_survive_being_written() -> None:
    """A configuration written as JSON reads back the same."""
    assert Jurisdiction.model_validate_json(RULES.model_dump_json()) == RULES


@pytest.mark.parametrize(
    ("closed_at", "drop_at"),
    [
        (pacific("2015-04-27T00:00:00"), pacific("2022-04-27T00:00:00")),
        (pacific("2015-04-27T23:59:59"), pacific("2022-04-27T00:00:00")),
        (pacific("2016-02-29T12:00:00"), pacific("2023-03-01T00:00:00")),
        (datetime(2015, 4, 28, 1, tzinfo=UTC), pacific("2022-04-27T00:00:00")),
    ],
)
def test_how_long_a_closed_case_is_kept(closed_at: datetime, drop_at: datetime) -> None:
    """Seven years by policy: longer than the five in which an award may be reopened."""
    assert drop_at == RULES.drop_at(closed_at)
