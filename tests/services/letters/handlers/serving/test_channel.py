"""The interface of delivery channels, which every channel keeps in the same way."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.message import Part
from services.letters.handlers.serving.channel import Consignment, DeliveryChannel, DeliveryUnavailable, Receipt
from services.letters.handlers.serving.http_provider import HttpProvider
from services.letters.handlers.serving.outbox import Outbox
from tests.services.letters.handlers.serving.consignment import AT, CONSIGNMENT, PAPERS
from tests.services.letters.handlers.serving.provider import running

KEY = CONSIGNMENT.service_id


def an_outbox(_: ExitStack, folder: Path) -> DeliveryChannel:
    """Return a channel into a folder."""
    return Outbox(folder / "outbox", lambda: AT)


def a_provider(stack: ExitStack, _: Path) -> DeliveryChannel:
    """Return a channel to a provider that runs until *stack* closes."""
    return HttpProvider(stack.enter_context(running()).url)


@pytest.fixture(params=[an_outbox, pytest.param(a_provider, marks=pytest.mark.loopback)])
def channel(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeliveryChannel]:
    """One channel of each kind."""
    create: Callable[[ExitStack, Path], DeliveryChannel] = request.param
    with ExitStack() as stack:
        yield create(stack, tmp_path)


def test_a_service_id_is_delivered_once(channel: DeliveryChannel) -> None:
    """The same id again gives the receipt of the first delivery."""
    first = channel.deliver(CONSIGNMENT, PAPERS)

    assert "sent" == first.status
    assert first == channel.deliver(CONSIGNMENT, {"letter": b"other bytes"})


def test_a_channel_can_be_asked_for_each_service_id(channel: DeliveryChannel) -> None:
    """The receipt of a delivered id, None for any other."""
    receipt = channel.deliver(CONSIGNMENT, PAPERS)

    assert receipt == channel.ask(KEY)
    assert channel.ask(KEY.replace("worker", "employer")) is None


def test_a_channel_that_is_unavailable_is_tried_again() -> None:
    """The runtime tries an effect again if its error is retriable."""
    assert DeliveryUnavailable.retriable


@pytest.mark.parametrize("part", [CONSIGNMENT, Receipt(status="refused", reference="The address is not complete.", at=AT)])
def test_consignment_and_receipt_survive_json(part: Part) -> None:
    """An effect keeps a consignment as JSON, and its proof is a receipt as JSON."""
    assert part == type(part).model_validate_json(part.model_dump_json())


def test_a_consignment_from_before_covers_has_none() -> None:
    """Effects that were stored without a cover letter can still be performed."""
    stored = CONSIGNMENT.model_dump_json(exclude={"cover_sha256"})

    assert Consignment.model_validate_json(stored).cover_sha256 is None


@pytest.mark.parametrize(
    "answer",
    [
        '{"status": "sent", "reference": "p-1", "at": "2026-04-29T17:00:00"}',
        '{"status": "accepted", "reference": "p-1", "at": "2026-04-29T17:00:00Z"}',
        '{"status": "sent", "at": "2026-04-29T17:00:00Z"}',
    ],
    ids=["no time zone", "another status", "no reference"],
)
def test_a_receipt_is_complete_or_none(answer: str) -> None:
    """The day of service is computed from the instant, so it needs a time zone."""
    with pytest.raises(ValidationError):
        Receipt.model_validate_json(answer)
