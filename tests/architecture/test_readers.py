"""The catalogue of topics names as readers the services that read."""

from collections.abc import Callable

import pytest

from runtime.service import Service
from runtime.settings import Settings
from schemas.topics import TOPICS
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.ops.live.live_app import TOPICS as READ_BY_OPS
from services.triage.app import create_app as create_triage


def read_by(name: str) -> set[str]:
    """Return the topics whose entry names *name* as a reader."""
    return {topic.name for topic in TOPICS if name in topic.readers}


@pytest.mark.parametrize("create_app", [create_intake, create_triage, create_decision, create_letters])
def test_deciding_service_reads_what_the_catalogue_says(create_app: Callable[[Settings], Service]) -> None:
    """A service's topics are those that name it."""
    service = create_app(Settings())

    assert {topic.name for topic in service.topics} == read_by(service.name)


def test_the_live_view_reads_what_the_catalogue_says() -> None:
    """Operations decide nothing and read the events of those that do."""
    assert {topic.name for topic in READ_BY_OPS} == read_by("ops")
