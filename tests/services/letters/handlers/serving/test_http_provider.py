"""The HTTP channel, against a provider on this machine."""

from collections.abc import Iterator

import pytest

from services.letters.handlers.serving.channel import DeliveryUnavailable, Receipt
from services.letters.handlers.serving.http_provider import HttpProvider
from tests.services.letters.handlers.serving.consignment import AT, CONSIGNMENT, LETTER, PAPERS
from tests.services.letters.handlers.serving.provider import Provider, running

pytestmark = pytest.mark.loopback

KEY = CONSIGNMENT.service_id


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A running provider."""
    with running() as provider:
        yield provider


def test_a_letter_is_posted_under_its_key(provider: Provider) -> None:
    """The provider gets key, token, consignment and papers, and its receipt is returned."""
    receipt = HttpProvider(provider.url, "example-token").deliver(CONSIGNMENT, PAPERS)

    assert provider.receipt(KEY) == receipt
    assert [(KEY, "Bearer example-token")] == [(post["Idempotency-Key"], post["Authorization"]) for post in provider.posts]
    assert LETTER in provider.sent[KEY]
    assert PAPERS["cover"] in provider.sent[KEY]
    assert CONSIGNMENT.model_dump_json().encode() in provider.sent[KEY]


def test_it_can_be_asked(provider: Provider) -> None:
    """The answer is None before the delivery and the receipt after it."""
    channel = HttpProvider(provider.url)

    assert channel.ask(KEY) is None
    channel.deliver(CONSIGNMENT, PAPERS)
    assert provider.receipt(KEY) == channel.ask(KEY)


@pytest.mark.parametrize("answer", [500, 503, 429, 409, 408, 302, 400, 401, None], ids=str)
def test_no_receipt_is_no_answer(provider: Provider, answer: int | None) -> None:
    """Any answer without a receipt is retriable, and the same key sends nothing twice."""
    provider.answers = [answer]
    channel = HttpProvider(provider.url)

    with pytest.raises(DeliveryUnavailable) as raised:
        channel.deliver(CONSIGNMENT, PAPERS)
    assert raised.value.retriable
    assert provider.receipt(KEY) == channel.deliver(CONSIGNMENT, PAPERS)
    assert [KEY] == list(provider.sent)


def test_a_provider_that_is_away_is_unavailable(provider: Provider) -> None:
    """A refused connection is retriable."""
    channel = HttpProvider(provider.url.replace("/v1", "").rpartition(":")[0] + ":1")

    with pytest.raises(DeliveryUnavailable):
        channel.deliver(CONSIGNMENT, PAPERS)
    with pytest.raises(DeliveryUnavailable):
        channel.ask(KEY)


def test_a_refusal_is_an_answer(provider: Provider) -> None:
    """The provider's refusal is returned with its reason."""
    provider.refusal = Receipt(status="refused", reference="The address is not complete.", at=AT)

    assert provider.refusal == HttpProvider(provider.url).deliver(CONSIGNMENT, PAPERS)
    assert {} == provider.sent


def test_a_receipt_that_contradicts_its_status_is_no_answer(provider: Provider) -> None:
    """A receipt that says "sent" under an error status is not trusted."""
    provider.refusal = provider.receipt(KEY)

    with pytest.raises(DeliveryUnavailable, match="422"):
        HttpProvider(provider.url).deliver(CONSIGNMENT, PAPERS)
