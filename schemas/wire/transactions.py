"""The event of a lost transaction that was ended."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Event, Name
from schemas.personal import DIRECT, PLAIN
from schemas.topics import AUDIT_EVENTS


class TransactionEnded(Event):
    """An open transaction was ended in its partition as its coordinator had decided.

    The event is on the audit topic and, as the record that ended the transaction, in the partition
    itself, where readers pass over it.
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
