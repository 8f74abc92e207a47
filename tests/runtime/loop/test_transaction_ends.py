"""Lost answers to the end of a transaction."""

from types import SimpleNamespace

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaError, NodeNotReadyError, RequestTimedOutError
from aiokafka.protocol.transaction import AddOffsetsToTxnRequest, EndTxnRequest

from runtime.loop.transaction_ends import EndInDoubt, TransactionEnds

END = EndTxnRequest(transactional_id="imr-intake-0", producer_id=1, producer_epoch=1, transaction_result=True)
OFFSETS = AddOffsetsToTxnRequest(transactional_id="imr-intake-0", producer_id=1, producer_epoch=1, group_id="imr-intake")


async def ends_after(request: object, error: KafkaError | None) -> TransactionEnds:
    """Return the watch after *request* was sent and *error* raised."""

    async def send(node_id: int, asked: object, *, group: str) -> str:
        assert (1, request, "coordination") == (node_id, asked, group)
        if error is not None:
            raise error
        return "answer"

    producer = SimpleNamespace(client=SimpleNamespace(send=send))
    ends = TransactionEnds(producer)
    if error is None:
        assert "answer" == await producer.client.send(1, request, group="coordination")
    else:
        with pytest.raises(type(error)):
            await producer.client.send(1, request, group="coordination")
    return ends


@pytest.mark.parametrize("error", [RequestTimedOutError(), KafkaConnectionError()], ids=repr)
async def test_an_end_without_an_answer_is_in_doubt(error: KafkaError) -> None:
    """The broker may have it, or may get it later."""
    with pytest.raises(EndInDoubt):
        (await ends_after(END, error)).check()


@pytest.mark.parametrize(
    ("request_", "error"),
    [(END, None), (END, NodeNotReadyError()), (OFFSETS, RequestTimedOutError()), (OFFSETS, None)],
    ids=["answered", "not sent", "another request", "another request, answered"],
)
async def test_everything_else_is_certain(request_: object, error: KafkaError | None) -> None:
    """Nothing was sent, or an answer came, or the request ends nothing."""
    (await ends_after(request_, error)).check()
