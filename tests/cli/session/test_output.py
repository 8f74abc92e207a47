"""Sentences for people, plain lines for a pipe, JSON for programs."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.session import output
from cli.session.output import (
    counted,
    json_text,
    print_json,
    printable,
    progress_bar,
    say,
    say_aside,
    say_error,
    say_whole,
    terminal_width,
    wrap,
)


def test_json_keeps_letters_and_writes_days_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Names stay readable."""
    print_json({"name": "José", "day": date(2015, 4, 17)})

    assert '{"name": "José", "day": "2015-04-17"}\n' == capsys.readouterr().out


def test_a_progress_bar_is_shown_on_a_terminal_only() -> None:
    """A log file holds no bar."""
    assert progress_bar().disable


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 13, ["one two three"]),
        ("one two three", 12, ["one two", "three"]),
        ("  one two", 6, ["  one", "  two"]),
        ("see CM15-7310001.1.worker.1 now", 10, ["see", "CM15-7310001.1.worker.1", "now"]),
        ("a  b", 10, ["a  b"]),
    ],
)
def test_text_is_wrapped_at_spaces(text: str, width: int, lines: list[str]) -> None:
    """A word that is too long has a line of its own."""
    assert lines == wrap(text, width)


def test_a_pipe_gets_sentences_unwrapped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And not indented; an aside goes past them."""
    say("word " * 100, indent=4)
    say_aside("of these 3")

    shown = capsys.readouterr()
    assert ("word " * 100 + "\n", "of these 3\n") == (shown.out, shown.err)


def test_a_terminal_gets_them_wrapped_and_indented(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An aside stands below."""
    monkeypatch.setattr(output, "terminal_width", lambda: 11)
    say("one two three", indent=4)
    say_aside("of these 3")

    assert ("    one two\n    three\nof these 3\n", "") == capsys.readouterr()


def test_a_pipe_has_no_width() -> None:
    """Standard output of a test is no terminal."""
    assert terminal_width() is None


def test_json_writes_instants_as_rfc_3339(capsys: pytest.CaptureFixture[str]) -> None:
    """With a T, which every reader takes."""
    print_json(datetime(2015, 4, 17, 9, tzinfo=UTC))

    assert '"2015-04-17T09:00:00+00:00"\n' == capsys.readouterr().out


def test_spaces_between_words_are_kept() -> None:
    """Columns of a wrapped line stay apart; lines do not end in spaces."""
    assert ["09:02  CM15-1", "  received by", "  file"] == wrap("09:02  CM15-1  received by file", 14, 2)


def test_an_error_is_wrapped_at_spaces_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal would cut an identifier at its edge; in a pipe the line stays whole."""
    told = "release it with: imr letter release CM15-1470001, or have the determination corrected"
    say_error(told)
    assert f"{told}\n" == capsys.readouterr().err

    monkeypatch.setattr(output, "_as_terminal", [40])
    say_error(told)
    lines = capsys.readouterr().err.splitlines()
    assert max(map(len, lines)) <= 40
    assert told == " ".join(lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("José García, 東京", "José García, 東京"),
        ("no\xa0break", "no\xa0break"),
        ("a\nb", "a\\nb"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202etxt", "abc\\u202etxt"),
        ("\udcff", "\\udcff"),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By every way to print a line: a file may have any name."""
    assert shown == printable(text)
    for tell in (say, say_whole, say_error):
        tell(text)
    assert (f"{shown}\n" * 2, f"{shown}\n") == capsys.readouterr()


@given(st.text() | st.text("\x00\x1b\x85\x9b\u2028\u202e\n\ud800"))
def test_json_has_no_control_characters(text: str) -> None:
    """It stays the same JSON, and can be printed on a terminal."""
    shown = json_text({"x": text})

    assert shown.isprintable()
    assert {"x": text} == json.loads(shown)


def test_a_remark_without_colour_has_no_codes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line stands for itself."""
    monkeypatch.setattr(output.typer, "echo", lambda text, **_options: shown.append(text))
    shown: list[str] = []
    say_error("one", "two", style=None)

    assert ["one", "two"] == shown


@pytest.mark.parametrize(("number", "told"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (1000, "1,000 cases")])
def test_a_number_has_the_noun_in_its_form(number: int, told: str) -> None:
    """One is one."""
    assert told == counted(number, "case")
