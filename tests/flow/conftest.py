"""All services on a stream in memory, with the example registry."""

from collections import defaultdict
from pathlib import Path

import pytest

from cli.case.life import state_of
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.case import OfACase
from schemas.message import Message
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.intake.app import create_tables
from services.intake.handlers.clocks import state_now
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage
from services.triage.handlers.registry import read_registry_file
from tests.examples import RECEIVED_AT, ROOT

SERVICES = (create_intake, create_triage, create_decision, create_letters)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a deployment that stores its letters in a folder of the test."""
    return Settings(data_dir=tmp_path, review_organization="Example Review Organization")


class ToldStream(MemoryStream):
    """A stream on which the events of each case tell the state that intake has, at every rest."""

    async def settle(self, rounds_max: int = 100) -> None:
        """Let every service read and perform, and compare."""
        await super().settle(rounds_max)
        events = sorted(self.read(), key=lambda each: each[0].time)
        of_case: dict[str, list[Message]] = defaultdict(list)
        for _, message in events:
            if isinstance(message, OfACase):
                of_case[message.case_number].append(message)
        for state in self.states("intake"):
            tables = create_tables(state)
            for number in tables.cases:
                assert state_now(number, tables) == state_of(of_case[number])


@pytest.fixture
def stream(settings: Settings) -> MemoryStream:
    """Return the four deciding services with an empty registry."""
    return ToldStream(*(create(settings) for create in SERVICES), partitions=settings.partitions, now=RECEIVED_AT)


@pytest.fixture
async def staffed(stream: MemoryStream) -> MemoryStream:
    """Return the four deciding services with the example registry."""
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    return stream
