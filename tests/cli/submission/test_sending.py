"""Applications are sent in batches, and repeats are passed over."""

import signal

import pytest

from cli.submission import sending
from cli.submission.sending import BATCH_BYTES, BATCH_MESSAGES, Prepared, Sent, send, sent_before
from runtime.outside.publish import BrokerUnavailable
from tests.cli.stream import FakeStream
from tests.examples import submission


def prepared(number: int, size: int = 1) -> list[Prepared]:
    """Return applications with ids of their own."""
    return [Prepared(f":{each}", submission(), f"{each:032x}", size) for each in range(1, number + 1)]


async def run(stream: FakeStream, some: list[Prepared], *, again: bool = False) -> tuple[Sent, list[str]]:
    """Send *some* and return how far it came, and the outcomes told."""
    told: list[str] = []
    sent = Sent(ids=await sent_before(stream.settings, lambda *_: None, thorough=True))
    await send(stream.settings, some, sent, lambda _each, outcome: told.append(outcome), again=again)
    return sent, told


async def test_each_application_is_sent_once(stream: FakeStream) -> None:
    """Repeats within the input and on the stream are counted; foreign ids do not disturb."""
    stream.ids = ["no id of ours", prepared(1)[0].message_id]

    sent, told = await run(stream, [*prepared(3), *prepared(3)])

    assert (2, 4, ":3") == (sent.sent, sent.repeats, sent.last)
    assert 2 == told.count("submitted")


async def test_again_means_again(stream: FakeStream) -> None:
    """Nothing is passed over."""
    stream.ids = [prepared(1)[0].message_id]

    assert 3 == (await run(stream, prepared(3), again=True))[0].sent


@pytest.mark.parametrize(
    ("number", "size", "batches"), [(BATCH_MESSAGES + 1, 1, 2), (4, BATCH_BYTES // 2, 2), (1, BATCH_BYTES * 2, 1), (0, 1, 0)]
)
def test_batches_are_bounded_by_number_and_bytes(number: int, size: int, batches: int) -> None:
    """So that any input fits in memory."""
    assert batches == len(list(sending._batches(prepared(number, size))))


async def test_a_batch_that_is_not_confirmed_is_in_doubt(stream: FakeStream) -> None:
    """The batches before it are sure."""
    stream.confirms = BATCH_MESSAGES
    sent = Sent()
    with pytest.raises(BrokerUnavailable):
        await send(stream.settings, prepared(BATCH_MESSAGES + 5), sent, lambda *_: None, again=False)

    assert (BATCH_MESSAGES, f":{BATCH_MESSAGES}", 5) == (sent.sent, sent.last, sent.on_the_way)


async def test_the_handlers_of_signals_come_back(stream: FakeStream) -> None:
    """A second interrupt is the system's."""
    before = signal.getsignal(signal.SIGINT)

    await run(stream, prepared(1))

    assert before == signal.getsignal(signal.SIGINT)
