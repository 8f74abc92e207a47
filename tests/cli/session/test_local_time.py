"""Time is told in the jurisdiction's zone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import typer

from cli.session import local_time
from runtime import clock
from runtime.settings import Settings

ZONE = ZoneInfo("America/Los_Angeles")
NOON = datetime(2015, 4, 17, 17, 30, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real clock in 2026 and a set one in 2015."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(clock, "real", lambda: datetime(2026, 11, 29, 3, tzinfo=UTC))
    return iter([None])


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        (datetime(2015, 5, 18, 6, 59, 59, tzinfo=UTC), "2015-05-17 23:59 PDT"),
        (datetime(2015, 5, 18, 7, 0, 0, tzinfo=UTC), "2015-05-18 00:00 PDT"),
        (datetime(2015, 12, 1, 7, 59, tzinfo=UTC), "2015-11-30 23:59 PST"),
    ],
)
def test_an_instant_is_told_with_its_zone(instant: datetime, told: str) -> None:
    """Winter and summer differ."""
    assert told == local_time.minute(instant, ZONE)


def test_seconds_are_told_where_they_matter() -> None:
    """In the history of a parked message."""
    assert "2015-04-17 10:30:05 PDT" == local_time.second(NOON, ZONE)


def test_the_systems_day_has_its_zone() -> None:
    """A clock that is set is told with the real day there."""
    plain = "Friday 2015-04-17 10:30 PDT (America/Los_Angeles)"

    assert [plain] * 2 == [local_time.now_told(Settings()), local_time.today(Settings())]
    there = Settings(clock_shift_seconds=-1.0)
    assert f"{plain}; the clock is set, the real day is Saturday 2026-11-28" == local_time.today(there)
    assert (
        "the system's clock is set: it is Friday 2015-04-17 (America/Los_Angeles), the real day is Saturday 2026-11-28"
        == local_time.set_clock(there)
    )


def test_an_unknown_jurisdiction_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """By the name of the setting."""
    with pytest.raises(typer.Exit):
        local_time.zone_of(Settings(jurisdiction="nowhere"))

    assert "IMR_JURISDICTION: there is no jurisdiction 'nowhere'; there is: ca-workers-comp" in capsys.readouterr().err


READERS = (local_time.a_day, lambda text: local_time.instant("--since", text, ZONE))


@pytest.mark.parametrize("text", ["0001-01-01", "1979-12-31", "2100-01-01", "9999-12-31"])
def test_a_day_or_time_in_a_year_that_cannot_work_is_refused(text: str) -> None:
    """Also at the ends of the calendar, where a zone would lead out of it."""
    for read in READERS:
        with pytest.raises(typer.BadParameter, match="is not in the years 1980 to 2099"):
            read(text)


@pytest.mark.parametrize("text", ["1980-01-01", "2099-12-31"])
def test_the_first_and_last_days_are_taken(text: str) -> None:
    """As days and as times."""
    assert [text, text] == [str(read(text))[:10] for read in READERS]


@pytest.mark.parametrize(
    ("text", "told"),
    [("2015-03-08T02:30", None), ("2015-03-08T01:30", "PST"), ("2015-03-08T02:30-07:00", "PST"), ("2015-11-01T01:30", "PDT")],
)
def test_an_hour_that_the_clocks_left_out_is_refused(text: str, told: str | None) -> None:
    """With an offset it is an instant; of an hour that came twice the first is meant."""
    zone = ZoneInfo("America/Los_Angeles")
    if told is None:
        with pytest.raises(typer.BadParameter, match="clocks went forward over it"):
            local_time.instant("--since", text, zone)
    else:
        assert told == local_time.instant("--since", text, zone).tzname()


def test_a_birthday_may_be_long_ago_and_is_never_ahead() -> None:
    """Workers are born before the years in which the system works."""
    assert "1955-06-07" == str(local_time.a_birthday("1955-06-07"))
    for text in ("1899-12-31", "2099-01-01", "1955-02-30"):
        with pytest.raises(typer.BadParameter):
            local_time.a_birthday(text)
