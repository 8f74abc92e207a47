"""Items that leave a review because their dispute ended."""

from typing import Annotated, Literal

from schemas.case import OfACase
from schemas.message import Event, Text
from schemas.messages.intake import Instant
from schemas.messages.lifecycle import Actor
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_EVENTS


class ItemsWithdrawn(OfACase, Event):
    """The dispute about *items* ended: withdrawn, settled or awarded on. The others stay.

    If the case is under review, CaseFileChanged follows.
    """

    type = "imr.intake.items-withdrawn"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    items: tuple[Annotated[int, PLAIN], ...]
    ground: Annotated[Literal["withdrawn", "settled", "awarded"], PLAIN]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
