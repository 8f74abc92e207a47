"""What a shadow edition of the guidelines says: where it would assess a case otherwise. It has no effect on any case."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Part, Text
from schemas.messages.application import Identifier
from schemas.messages.assessment import Outcome
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import SHADOW_EVENTS


class ItemDiffered(Part):
    """An item that the shadow assesses otherwise: the proposals and guidelines of both, and why."""

    item: Annotated[int, PLAIN]
    request: Annotated[Name, CLINICAL]
    kind: Annotated[Literal["proposal", "guideline", "criteria"], PLAIN]
    live_proposal: Outcome | None
    shadow_proposal: Outcome | None
    live_guideline: Annotated[Identifier, PLAIN] | None
    shadow_guideline: Annotated[Identifier, PLAIN] | None
    why: Annotated[tuple[Annotated[Text, CLINICAL], ...], Field(min_length=1)]


class AssessmentDiffered(OfACase, Event):
    """By the shadow's library the case would be assessed otherwise; both libraries by the digest of their files."""

    type = "imr.shadow.assessment-differed"
    topic = SHADOW_EVENTS

    live_library: Annotated[str, PLAIN]
    shadow_library: Annotated[str, PLAIN]
    items: Annotated[tuple[ItemDiffered, ...], Field(min_length=1)]
