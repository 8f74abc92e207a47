"""What was done about a transaction whose end Kafka lost."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Event, Name
from schemas.personal import DIRECT, PLAIN
from schemas.topics import AUDIT_EVENTS


class TransactionEnded(Event):
    """A transaction that stood open in a partition was ended there as its coordinator had decided, and by whom.

    It stands on the record and, as what it was ended with, in the partition itself, where nobody reads it.
    """

    type = "imr.runtime.transaction-ended"
    topic = AUDIT_EVENTS

    place: Annotated[Name, PLAIN] = Field(description="topic/partition")
    offset: Annotated[int, Field(ge=0), PLAIN] = Field(description="where the transaction begins there")
    transactional_id: Annotated[Name, PLAIN]
    outcome: Annotated[Literal["committed", "aborted"], PLAIN]
    actor: Annotated[Name, DIRECT]

    @property
    def key(self) -> str:
        """Where the transaction stood."""
        return f"{self.place}/{self.offset}"
