"""All services on a stream in memory, with the example registry."""

from collections import defaultdict
from pathlib import Path

import pytest

from cli.case.life import state_of
from jurisdictions.files import load_jurisdiction
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.case import OfACase
from schemas.message import Message
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.intake import ApplicationFoundIneligible, ApplicationReceived
from schemas.messages.ledgers.fees import FeeAssessed
from schemas.messages.lifecycle import CaseTerminated
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
                assert _is_charged(of_case[number])


def _is_charged(events: list[Message]) -> bool:
    """Return whether a review that ended has its fee, where the law has fees."""
    kinds = {type(each) for each in events}
    laws = {each.application.jurisdiction for each in events if isinstance(each, ApplicationReceived)}
    is_free = any(not load_jurisdiction(each).fees for each in laws) or not laws
    return is_free or FeeAssessed in kinds or not kinds & {ApplicationFoundIneligible, CaseTerminated, CaseConsolidated}


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
