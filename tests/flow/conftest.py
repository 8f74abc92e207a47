"""All services on a stream in memory, with the example registry."""

from pathlib import Path

import pytest

from runtime.settings import Settings
from runtime.testing import MemoryStream
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage
from services.triage.handlers.registry import read_registry_file
from tests.examples import RECEIVED_AT, ROOT

SERVICES = (create_intake, create_triage, create_decision, create_letters)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a deployment that stores its letters in a folder of the test."""
    return Settings(data_dir=tmp_path, review_organization="Example Review Organization")


@pytest.fixture
def stream(settings: Settings) -> MemoryStream:
    """Return the four deciding services with an empty registry."""
    return MemoryStream(*(create(settings) for create in SERVICES), partitions=settings.partitions, now=RECEIVED_AT)


@pytest.fixture
async def staffed(stream: MemoryStream) -> MemoryStream:
    """Return the four deciding services with the example registry."""
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    return stream
