"""A stream in memory for the commands of these tests."""

from pathlib import Path

import pytest

from runtime.settings import Settings
from tests.cli.stream import FakeStream


@pytest.fixture
def stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeStream:
    """Connect the commands to an empty stream, and keep letters in the test's folder."""
    fake = FakeStream(Settings(data_dir=tmp_path, kafka_bootstrap="broker.example:9092"))
    fake.install(monkeypatch)
    return fake
