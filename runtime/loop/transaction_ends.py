"""Notice when the broker's answer to the end of a transaction was lost.

aiokafka then sends the end again, under the same producer epoch, because it has no part two of
KIP-890. The first request may still be on its way, and would end the next transaction in its
middle. A worker that ends itself instead gets a new epoch, which fences the old request.
"""

from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, NodeNotReadyError
from aiokafka.protocol.transaction import EndTxnRequest


class EndInDoubt(RuntimeError):
    """A transaction ended, and another request to end it may still arrive."""

    def __init__(self) -> None:
        super().__init__("the answer to the end of a transaction was lost; a new producer is needed before the next one")


class TransactionEnds:
    """Watches the requests of *producer* that end its transactions."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._send = producer.client.send
        self._lost = False
        producer.client.send = self._watched

    def check(self) -> None:
        """Raise EndInDoubt if an answer was lost since the producer started."""
        if self._lost:
            raise EndInDoubt

    async def _watched(self, node_id: int, request: object, **options: object) -> Any:
        try:
            return await self._send(node_id, request, **options)
        except NodeNotReadyError:  # nothing was sent
            raise
        except KafkaError:
            self._lost = self._lost or isinstance(request, EndTxnRequest)
            raise
