"""What chaos feeds is what it says."""

import pytest

from bench.chaos.parts.poison import KINDS, Kind, future_version
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.intake import ApplicationReceived
from schemas.wire.dead_letters import MessageParked
from tests.examples import RECEIVED_AT
from tests.flow.conftest import SERVICES


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("number", range(6))
async def test_a_dose_is_parked_by_whom_it_says(kind: Kind, number: int) -> None:
    """Each by those it names and nobody else; a version after ours, whatever ours is by now, becomes a case."""
    stream = MemoryStream(*(create(Settings()) for create in SERVICES), now=RECEIVED_AT)
    dose = kind(number, 1, 4)

    stream.write(dose.message)
    await stream.settle()

    assert dose.parked_by == {message.parked.consumer for message in stream.messages(MessageParked)}
    assert (kind is future_version) == bool(stream.messages(ApplicationReceived))
