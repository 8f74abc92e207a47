"""When a clock runs out: daylight saving, holidays and service do not break it."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from jurisdictions.clock_rules import Place, Served
from jurisdictions.dated import NotInForce
from jurisdictions.files import load_jurisdiction
from jurisdictions.legal_time import StartUnknown, UnknownClock

PACIFIC = ZoneInfo("America/Los_Angeles")
RULES = load_jurisdiction("ca-workers-comp")
INSTANTS = st.datetimes(datetime(2013, 1, 1), datetime(2090, 1, 1), timezones=st.just(PACIFIC))  # noqa: DTZ001 - hypothesis adds the zone
DAYS = st.dates(date(2013, 1, 1), date(2090, 1, 1))
UNSERVED = st.sampled_from(
    [each for each in RULES.clock_ids() if RULES.version(RULES.clock_of(each)[0], date(2020, 1, 1)).added_days is None]
)
SERVED = st.sampled_from(["filing", "filing-after-liability", "appeal"])
WAYS = st.builds(
    Served,
    by=st.sampled_from(["personal", "mail", "fax", "electronic"]),
    from_place=st.sampled_from([None, "california", "another-state", "abroad"]),
    to_place=st.sampled_from([None, "california", "another-state", "abroad"]),
)


def pacific(text: str) -> datetime:
    """The instant at which a clock on a Californian wall shows *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC)


@pytest.mark.parametrize(
    ("served_on", "variant", "served", "expected"),
    [
        (date(2015, 3, 27), "standard", Served(by="personal"), date(2015, 4, 27)),  # day 30 is a Sunday
        (date(2015, 3, 27), "standard", Served(by="mail"), date(2015, 5, 1)),
        (date(2015, 3, 12), "standard", Served(by="fax"), date(2015, 4, 13)),  # day 30 is a Saturday
        (date(2015, 3, 12), "standard", Served(by="electronic"), date(2015, 4, 13)),
        (date(2015, 11, 20), "standard", Served(by="mail"), date(2015, 12, 28)),  # day 35 is Christmas
        (date(2015, 11, 20), "standard", Served(by="mail", from_place="california", to_place="another-state"), date(2015, 12, 30)),
        (date(2015, 11, 20), "standard", Served(by="mail", from_place="another-state", to_place="california"), date(2015, 12, 30)),
        (date(2015, 11, 20), "standard", Served(by="mail", from_place="california", to_place="abroad"), date(2016, 1, 11)),
        (date(2015, 11, 20), "standard", Served(by="mail", from_place="abroad"), date(2016, 1, 11)),  # day 50 is a Saturday
        (date(2015, 11, 20), "standard", Served(by="fax", from_place="abroad", to_place="abroad"), date(2015, 12, 21)),
        (date(2016, 2, 1), "standard", Served(by="fax"), date(2016, 3, 2)),  # a leap year
        (date(2017, 12, 31), "formulary", Served(by="fax"), date(2018, 1, 30)),  # no track of its own yet
        (date(2018, 3, 27), "formulary", Served(by="personal"), date(2018, 4, 6)),
        (date(2018, 3, 27), "formulary", Served(by="mail"), date(2018, 4, 11)),
        (date(2021, 9, 11), "standard", Served(by="fax"), date(2021, 10, 12)),  # Columbus Day, until 2021
        (date(2022, 9, 10), "standard", Served(by="fax"), date(2022, 10, 10)),
        (date(2022, 8, 24), "standard", Served(by="fax"), date(2022, 9, 26)),  # Native American Day, a Friday
        (date(2022, 5, 21), "standard", Served(by="fax"), date(2022, 6, 20)),  # Juneteenth, from 2023
    ],
)
def test_the_last_day_to_file(served_on: date, variant: str, served: Served, expected: date) -> None:
    """LC 4610.5(h)(1), CCP 1013(a) and 12a: the window, the days for mail, the carrying over."""
    assert expected == RULES.due("filing", served_on, variant, served).on


@pytest.mark.parametrize(
    ("served_on", "served", "expected"),
    [
        (date(2014, 11, 6), Served(by="mail"), date(2014, 12, 11)),  # Matute
        (date(2024, 5, 24), Served(by="mail"), date(2024, 6, 28)),
        (date(2015, 4, 17), Served(by="mail"), date(2015, 5, 22)),
        (date(2015, 4, 17), Served(by="electronic"), date(2015, 5, 22)),
        (date(2015, 4, 17), Served(by="fax"), date(2015, 5, 22)),
        (date(2015, 4, 17), Served(by="personal"), date(2015, 5, 18)),  # day 30 is a Sunday
        (date(2015, 4, 17), Served(by="mail", to_place="another-state"), date(2015, 5, 27)),
        (date(2015, 4, 17), Served(by="mail", to_place="abroad"), date(2015, 6, 8)),  # day 50 is a Saturday
        (date(2019, 12, 31), Served(by="mail"), date(2020, 2, 4)),
        (date(2020, 1, 9), Served(by="mail"), date(2020, 2, 13)),
        (date(2020, 1, 8), Served(by="mail"), date(2020, 2, 13)),  # day 35 is Lincoln Day
    ],
)
def test_the_last_day_to_appeal(served_on: date, served: Served, expected: date) -> None:
    """LC 4610.6(h), 8 CCR 10605(a), CCP 12a: every way but personal service adds days."""
    assert expected == RULES.due("appeal", served_on, served=served).on


@pytest.mark.parametrize(
    ("clock_id", "start", "expected"),
    [
        ("ur-decision", "2015-04-16T10:00", "2015-04-23T23:59:59"),
        ("ur-decision-information-requested", "2015-04-16T10:00", "2015-04-30T23:59:59"),
        ("ur-decision-expedited", "2015-04-16T10:00", "2015-04-19T10:00:00"),
        ("ur-decision-retrospective", "2015-04-16T10:00", "2015-05-16T23:59:59"),
        ("answer-due", "2014-02-11T10:00", "2014-02-26T23:59:59"),  # the emergency rules
        ("answer-due", "2014-02-12T10:00", "2014-02-20T23:59:59"),  # Presidents' Day on the 17th
        ("notice-of-assignment", "2015-04-17T10:30", "2015-04-20T23:59:59"),
        ("records-due", "2015-04-20T09:00", "2015-05-05T23:59:59"),
        ("records-due-electronic", "2015-04-20T09:00", "2015-05-02T23:59:59"),
        ("records-due-expedited", "2015-04-20T09:00", "2015-04-21T09:00:00"),
        ("further-records-due", "2015-04-20T09:00", "2015-04-27T23:59:59"),
        ("further-records-due-expedited", "2015-04-20T09:00", "2015-04-21T23:59:59"),
        ("determination-due", "2015-04-17T10:30", "2015-05-17T23:59:59"),  # ends on a Sunday, and does
        ("determination-due", "2015-03-01T12:00", "2015-03-31T23:59:59"),  # over the spring change
        ("determination-due", "2015-10-20T12:00", "2015-11-19T23:59:59"),  # over the autumn change
        ("determination-due-expedited", "2015-03-07T12:00", "2015-03-10T13:00:00"),  # the night that lacks an hour
        ("determination-due-expedited", "2015-10-31T12:00", "2015-11-03T11:00:00"),  # the night that has one more
        ("determination-due-formulary", "2018-11-21T10:30", "2018-11-29T23:59:59"),  # the day after Thanksgiving is worked
        ("determination-due-formulary", "2017-12-31T10:30", "2018-01-30T23:59:59"),
        ("end-of-dispute-notice", "2015-04-20T09:00", "2015-04-25T23:59:59"),
        ("authorization-due", "2018-12-24T09:00", "2019-01-02T23:59:59"),
        ("reimbursement-due", "2015-04-20T09:00", "2015-05-10T23:59:59"),
    ],
)
def test_the_other_clocks(clock_id: str, start: str, expected: str) -> None:
    """LC 4610, 4610.5, 4610.6 and 8 CCR 9792.9.1 to 9792.10.7, each with the days it counts."""
    clock, variant = RULES.clock_of(clock_id)

    assert pacific(expected) == RULES.due(clock, pacific(start), variant).at


def test_each_step_has_a_sentence_a_day_and_a_law() -> None:
    """LC 4610, 4610.5, 4610.6; 8 CCR 9792.9.1 to 9792.10.7, each with the days it counts."""
    steps = RULES.due("filing", date(2015, 11, 20), served=Served(by="mail", from_place="california")).steps

    assert [
        ("the utilization review decision is served by mail; this day does not count", 0, date(2015, 11, 20)),
        ("30 days", 30, date(2015, 12, 20)),
        (
            "5 days for service by mail within California (the place of the address is not known: taken as California)",
            5,
            date(2015, 12, 25),
        ),
        (
            "Christmas Day 2015-12-25, Saturday 2015-12-26, Sunday 2015-12-27: carried to the next day that is none, Monday",
            3,
            date(2015, 12, 28),
        ),
    ] == [(step.what, step.days, step.on) for step in steps]
    assert ["LC 4610.5(h)(1)", "LC 4610.5(h)(1)", "CCP 1013(a)", "CCP 12a(a)"] == [
        step.source.partition(",")[0].partition(";")[0] for step in steps
    ]


def test_a_count_of_business_days_names_the_holidays_it_passes_over() -> None:
    """Weekends go without saying."""
    steps = RULES.due("authorization-due", date(2018, 12, 24)).steps

    assert "5 business days; Christmas Day, 2018-12-25, does not count; New Year's Day, 2019-01-01, does not count" == steps[1].what


def test_hours_are_told_with_their_zone() -> None:
    """A clock of hours ends at a time of day."""
    due = RULES.due("determination-due", pacific("2015-10-31T12:00"), "expedited")

    assert ("72 hours, to 2015-11-03 11:00 PST", None) == (due.steps[1].what, due.steps[1].days)
    assert "at 2015-10-31 12:00 PDT" in due.steps[0].what


def test_a_clock_of_hours_needs_a_time() -> None:
    """A day has no hour from which 72 could be counted."""
    with pytest.raises(StartUnknown, match="its start is a time, not a day"):
        RULES.due("determination-due", date(2015, 4, 17), "expedited")


def test_a_clock_that_runs_from_service_needs_its_way() -> None:
    """Without it the days for service would be left out without a word."""
    with pytest.raises(StartUnknown, match="say how the paper was served"):
        RULES.due("appeal", date(2015, 4, 17))


def test_before_the_law_there_is_no_clock() -> None:
    """A decision served before 2013 was never open to this review."""
    with pytest.raises(NotInForce):
        RULES.due("filing", date(2012, 12, 31), served=Served(by="mail"))


@pytest.mark.parametrize("clock_id", ["atlantis", "", "filing-standard", "appeal-formulary"])
def test_an_unknown_clock_is_answered_with_those_there_are(clock_id: str) -> None:
    """The error helps."""
    with pytest.raises(UnknownClock, match=r"there is: ur-decision, .*filing, filing-formulary, .*appeal$"):
        RULES.clock_of(clock_id)


@given(start=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=30)), clock_id=UNSERVED)
def test_who_starts_later_is_never_due_earlier(start: datetime, later: timedelta, clock_id: str) -> None:
    """Deadlines never overtake one another under one version of the law."""
    clock, variant = RULES.clock_of(clock_id)
    if RULES.version(clock, RULES.local_date(start)) == RULES.version(clock, RULES.local_date(start + later)):
        assert RULES.deadline(clock, start, variant) <= RULES.deadline(clock, start + later, variant)


@given(start=INSTANTS, clock_id=UNSERVED, offset=st.integers(-12, 12))
def test_a_deadline_does_not_depend_on_how_the_start_is_written(start: datetime, clock_id: str, offset: int) -> None:
    """An instant is the same with any offset from UTC, and every clock leaves some time."""
    clock, variant = RULES.clock_of(clock_id)
    elsewhere = start.astimezone(timezone(timedelta(hours=offset)))

    assert RULES.deadline(clock, start, variant) == RULES.deadline(clock, elsewhere, variant)
    assert RULES.deadline(clock, start, variant) > start.astimezone(UTC)


@given(served_on=DAYS, served=WAYS, clock=SERVED)
def test_the_steps_add_up(served_on: date, served: Served, clock: str) -> None:
    """The days of the steps lead from service to the last day, which is open, and no further."""
    due = RULES.due(clock, served_on, served=served)
    court = RULES.calendars["court-days"]
    days = [step.days or 0 for step in due.steps]

    assert served_on + timedelta(days=sum(days)) == due.on == due.steps[-1].on
    assert [served_on + timedelta(days=sum(days[: place + 1])) for place in range(len(days))] == [step.on for step in due.steps]
    assert court.is_open(due.on)
    assert not any(court.is_open(due.steps[2].on + timedelta(days=step)) for step in range((due.on - due.steps[2].on).days))


@given(
    served_on=DAYS,
    by=st.sampled_from(["personal", "mail", "fax", "electronic"]),
    one=st.sampled_from(["california", "another-state", "abroad"]),
    other=st.sampled_from(["california", "another-state", "abroad"]),
)
def test_the_farther_place_counts_whichever_way_it_went(served_on: date, by: str, one: Place, other: Place) -> None:
    """From Nevada to California is as far as from California to Nevada, and no nearer."""
    there = RULES.due("appeal", served_on, served=Served(by=by, from_place=one, to_place=other)).on  # type: ignore[arg-type]
    back = RULES.due("appeal", served_on, served=Served(by=by, from_place=other, to_place=one)).on  # type: ignore[arg-type]

    assert there == back >= RULES.due("appeal", served_on, served=Served(by=by)).on  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clock", "variant", "on", "hours"),
    [
        ("determination-due", "standard", date(2015, 4, 17), 120),
        ("determination-due", "formulary", date(2018, 4, 17), 24),
        ("appeal", "standard", date(2015, 4, 17), None),
        ("determination-due", "standard", date(2012, 12, 31), None),
    ],
)
def test_how_long_before_its_end_a_clock_is_told(clock: str, variant: str, on: date, hours: int | None) -> None:
    """Policy by the id of the clock and the day of its start; not every clock is told."""
    assert (None if hours is None else timedelta(hours=hours)) == RULES.warned_before(clock, variant, on)


def test_a_warning_of_an_unknown_clock_is_refused() -> None:
    """The error names those there are."""
    data = RULES.model_dump()
    data["clock_warnings"][0]["hours_before"]["lunch"] = 1

    with pytest.raises(ValidationError, match=r"there is no clock lunch; there is: ur-decision, "):
        type(RULES).model_validate(data)
