"""The report of a worker at `/readyz`."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from runtime.watching.lag import Behind
from schemas.message import Part


class Attention(Part):
    """The items of a worker's partitions that wait for a person or for their time."""

    parked: dict[str, int] = Field(
        {}, description="messages that wait at the desk, by why they were parked: unreadable, unhandled, behind"
    )
    timers_due: int = Field(0, description="timers that have run out and are not fired yet")
    unfinished: dict[str, int] = Field(
        {},
        description="places (topic/partition) where a transaction has not ended for a minute, and its offset: nothing behind it is read",
    )
    stuck: int = Field(0, description="timers and effects whose handlers raised since the partitions were opened")


class Health(Part):
    """The health of a worker.

    It is ready once it joined, opened every assigned partition and knows its lag.
    """

    status: Literal["ready", "not ready"]
    service: str
    since: datetime | None = Field(description="when the partitions were assigned; null before, and while they are given up")
    assigned: list[int] = Field(
        description="the partitions that are this worker's; none if the service has more workers than partitions"
    )
    partitions: list[int] = Field(description="those that are open: restored, and handled")
    lag: Behind | None = Field(
        description="messages that are not handled yet and the age of the oldest; null where it is not known"
    )
    lag_by_topic: dict[str, Behind] = Field(description="the same for each topic the service reads")
    attention: Attention
    measured_seconds_ago: float | None = Field(
        description="the age of lag and attention; after 15 seconds the lag counts as unknown"
    )
