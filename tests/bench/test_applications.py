"""Invented applications for load."""

import sys
from datetime import UTC, datetime

import pytest

from bench import applications
from services.intake.channels.channel import read_application

NOW = datetime(2015, 6, 1, tzinfo=UTC)


def test_each_line_is_an_application_of_its_own(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Intake takes them all, and no two are alike."""
    monkeypatch.setattr(sys, "argv", ["applications", "500"])
    applications.main()

    read = [read_application(line.encode(), NOW) for line in capsys.readouterr().out.splitlines()]
    assert 500 == len({each.model_dump_json() for each in read})
