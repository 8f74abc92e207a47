"""Each kind of poison is parked by the services that it names."""

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
async def test_a_dose_is_parked_by_the_services_it_names(kind: Kind, number: int) -> None:
    """No other service parks it; a message of the next schema version becomes a case."""
    stream = MemoryStream(*(create(Settings()) for create in SERVICES), now=RECEIVED_AT)
    dose = kind(number, 1, 4)

    stream.write(dose.message)
    await stream.settle()

    assert dose.parked_by == {message.parked.consumer for message in stream.messages(MessageParked)}
    assert (kind is future_version) == bool(stream.messages(ApplicationReceived))
