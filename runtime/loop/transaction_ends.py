"""Notice a lost end of a transaction: the broker's answer to it, or its marker on a topic.

If the answer is lost, aiokafka sends the end again, under the same producer epoch, because it has
no part two of KIP-890. The first request may still be on its way, and would end the next
transaction in its middle. A worker that ends itself instead gets a new epoch, which fences the old
request.
"""

from typing import Any

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError, NodeNotReadyError
from aiokafka.protocol.transaction import EndTxnRequest

from runtime.broker.topics.transactions import producer_at, stable_and_end
from runtime.outside.committed_reader import committed_reader
from runtime.settings import Settings
from schemas.topics import TOPICS


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


class EndLost(RuntimeError):
    """A transaction of this producer's predecessor has no end in a topic that others read."""

    def __init__(self, place: TopicPartition, offset: int) -> None:
        super().__init__(
            f"{place.topic}/{place.partition} holds a transaction of this worker from offset {offset} that never ends; "
            "see docs/how-to/end-transactions.md"
        )


async def refuse_lost_end(producer: AIOKafkaProducer, number: int, settings: Settings) -> None:
    """Raise EndLost if *producer* finds an old transaction of its own in partition *number*.

    Its start ended them all, so one that is open has lost its end. Its readers wait, and the next
    transaction in that partition would decide for it. Behind a transaction of another producer it
    is not seen; `imr transactions` finds it there.
    """
    producer_id = producer._txn_manager.producer_id  # noqa: SLF001 - no client tells it
    async with committed_reader(settings, to_end=True) as consumer:
        known = await consumer.topics()
        places = [TopicPartition(topic.name, number) for topic in TOPICS if topic.name in known]
        for place, (stable, end) in (await stable_and_end(consumer, places)).items():
            if stable < end and await producer_at(consumer, place, stable) == producer_id:
                raise EndLost(place, stable)
