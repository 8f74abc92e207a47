"""Output for programs is one line of JSON."""

from datetime import date

import pytest

from cli.session.output import print_json, progress_bar


def test_json_keeps_letters_and_writes_days_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Names stay readable."""
    print_json({"name": "José", "day": date(2015, 4, 17)})

    assert '{"name": "José", "day": "2015-04-17"}\n' == capsys.readouterr().out


def test_a_progress_bar_is_shown_on_a_terminal_only() -> None:
    """A log file holds no bar."""
    assert progress_bar().disable
