"""The clock of a data folder is set once and never goes on unseen."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer

from cli.system.kept_clock import clock_shift, keep_shift
from runtime import clock
from tests.examples import RECEIVED_AT

ZONE = ZoneInfo("America/Los_Angeles")
AN_HOUR_AGO = "2015-04-17T16:30:00+00:00"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: RECEIVED_AT)


def _shift(folder: Path, starts_at: str | None = None, *, keep: bool = False) -> float | None:
    """Return the shift of a start that worked."""
    shift = clock_shift(folder, starts_at, ZONE, keep=keep)
    if shift is not None:
        folder.mkdir(exist_ok=True)
        keep_shift(folder, shift)
    return shift


def test_a_folder_without_a_clock_is_in_real_time(tmp_path: Path) -> None:
    """--keep-clock changes nothing there."""
    assert [None, None] == [_shift(tmp_path / "data", keep=keep) for keep in (False, True)]


def test_a_kept_clock_goes_on_if_it_is_asked_for(tmp_path: Path) -> None:
    """By --keep-clock, or by the command that set it."""
    assert -3600 == _shift(tmp_path / "data", AN_HOUR_AGO)
    assert [-3600, -3600] == [_shift(tmp_path / "data", keep=True), _shift(tmp_path / "data", AN_HOUR_AGO)]


def test_a_clock_that_was_set_before_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first start sets it; a later --clock changes nothing and says so."""
    _shift(tmp_path, AN_HOUR_AGO)
    assert "" == capsys.readouterr().err
    _shift(tmp_path, AN_HOUR_AGO)

    assert "2015-04-17 09:30 PDT there: it goes on from there, and --clock changes nothing" in capsys.readouterr().err


@pytest.mark.parametrize("starts_at", [None, "2015-04-17T16:30:01+00:00", "2020-01-01T00:00:00+00:00"])
def test_a_kept_clock_is_refused_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str], starts_at: str | None) -> None:
    """The message has the time there and the option; the clock stays."""
    _shift(tmp_path, AN_HOUR_AGO)

    with pytest.raises(typer.Exit) as ended:
        _shift(tmp_path, starts_at)

    told = capsys.readouterr().err
    assert 1 == ended.value.exit_code
    assert "2015-04-17 09:30 PDT" in told
    assert f"IMR_DATA_DIR={tmp_path} " in told  # a command that works as it stands; make takes no option
    assert " up --keep-clock\n" in told
    assert -3600 == _shift(tmp_path, keep=True)


@pytest.mark.parametrize("folder", ["broker/apache/imr.intake.events-0", "letters", "broker/embedded/kafka.json"])
def test_data_of_the_present_takes_no_clock(tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str) -> None:
    """Time must not go back behind an event."""
    (tmp_path / folder).mkdir(parents=True)

    with pytest.raises(typer.Exit):
        _shift(tmp_path, AN_HOUR_AGO)

    assert "--data-dir" in capsys.readouterr().err
    assert _shift(tmp_path) is None


@pytest.mark.parametrize("content", ["", "soon", "nan", "inf", "1e300", "-9e9", "\ufffd"])
def test_a_clock_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    """By its file; the present is not taken instead."""
    (tmp_path / "clock-shift-seconds").write_text(content)

    with pytest.raises(typer.Exit):
        _shift(tmp_path, keep=True)

    told = capsys.readouterr().err
    assert str(tmp_path / "clock-shift-seconds") in told
    assert "write them into it" in told
    assert "convert" not in told


@pytest.mark.parametrize("text", ["yesterday", "2015-04-17T09:00", ""])
def test_an_instant_without_a_zone_is_refused(text: str, tmp_path: Path) -> None:
    """The message shows the form, and no clock is kept: exit status 2."""
    with pytest.raises(typer.BadParameter, match="2015-04-17T09:00-07:00"):
        _shift(tmp_path, text)

    assert [] == list(tmp_path.iterdir())


def test_a_clock_may_start_in_the_future(tmp_path: Path) -> None:
    """It is kept like any other."""
    later = (RECEIVED_AT + timedelta(days=1)).isoformat()

    assert 86_400 == _shift(tmp_path, later) == _shift(tmp_path, keep=True)


@pytest.mark.parametrize("made", [None, "broker", "broker/apache/__cluster_metadata-0"])
def test_a_start_that_failed_sets_no_clock(tmp_path: Path, made: str | None) -> None:
    """The next one may set another: no topic was made, and nothing happened in that time."""
    if made:
        (tmp_path / made).mkdir(parents=True)
    clock_shift(tmp_path, AN_HOUR_AGO, ZONE, keep=False)

    assert not (tmp_path / "clock-shift-seconds").exists()
    assert -7200 == clock_shift(tmp_path, "2015-04-17T15:30:00+00:00", ZONE, keep=False)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00-07:00", "0001-01-01T00:00+07:00", "9999-12-31T23:59-07:00", "1979-12-31T23:59Z"]
)
def test_a_year_in_which_nothing_works_is_refused(text: str, tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(typer.BadParameter, match="is not in the years 1980 to 2099"):
        _shift(tmp_path, text)

    assert [] == list(tmp_path.iterdir())
