"""Tables keep identifiers whole in every width."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.session import output, table
from cli.session.table import Prose, print_table

ZONE = ZoneInfo("America/Los_Angeles")
SERVICE = "CM15-7310001.1.claims-administrator.1"
COLUMNS = ("service", Prose("latest event"), "at")
ROWS = [
    (SERVICE, f"sent to the claims-administrator by mail, waits for a proof of service ({SERVICE})", None),
    ("CM15-7310001.1.worker.1", "served", datetime(2015, 4, 17, 9, 30, 5, tzinfo=ZONE)),
]

words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=30)
rows = st.lists(st.tuples(words, st.lists(words, max_size=12).map(" ".join), words), min_size=1, max_size=6)


def _at(width: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (output, table):
        monkeypatch.setattr(module, "terminal_width", lambda: width)


def test_a_pipe_gets_a_record_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Tabs between cells, no heading, instants as ISO 8601."""
    _at(None, monkeypatch)
    print_table(COLUMNS, ROWS, indent=4)

    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [[SERVICE, ROWS[0][1], ""], ["CM15-7310001.1.worker.1", "served", "2015-04-17T09:30:05-07:00"]] == lines


def test_a_pipe_gets_no_tab_or_line_break_inside_a_cell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor an escape sequence for the terminal behind it."""
    _at(None, monkeypatch)
    print_table(("a", "b"), [("one\ttwo\nthree", "\x1b[2J")])

    assert "one two three\t\\x1b[2J\n" == capsys.readouterr().out


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_an_identifier_is_whole_in_every_width(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In its column and within prose."""
    _at(width, monkeypatch)
    print_table(COLUMNS, ROWS)

    shown = capsys.readouterr().out
    assert 2 == shown.count(SERVICE)
    assert "…" not in shown
    assert all(len(line) <= max(width, len(SERVICE) + 4) for line in shown.splitlines())


def test_a_wide_terminal_has_a_table_and_a_narrow_one_has_blocks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A heading of its own, or one before each cell; an empty cell has no line."""
    shown = {}
    for width in (200, 40):
        _at(width, monkeypatch)
        print_table(COLUMNS, ROWS)
        shown[width] = capsys.readouterr().out.splitlines()

    assert ["service", "latest", "event", "at"] == shown[200][0].split()
    assert ["service:", f"  {SERVICE}"] == shown[40][:2]
    assert "at: 2015-04-17 09:30 PDT" in shown[40]
    assert 1 == sum(line.startswith("at:") for line in shown[40])


@given(rows, st.integers(10, 220))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_every_word_is_shown_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cells: list[tuple[str, str, str]], width: int
) -> None:
    """Whatever the words and the width."""
    _at(width, monkeypatch)
    print_table(("id", Prose("text"), "last"), cells)

    shown = capsys.readouterr().out.split()
    for row in cells:
        for word in " ".join(row).split():
            assert word in shown


def test_headings_can_be_left_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Then their width does not count either."""
    _at(80, monkeypatch)
    print_table(("a very long heading", "b"), [("x", "y")], headings=False, indent=2)

    assert "  x  y\n" == capsys.readouterr().out
