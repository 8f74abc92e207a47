"""Differences that a shadow edition of the guidelines would make, without any effect."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Part, Text
from schemas.messages.application import Identifier
from schemas.messages.assessment import Outcome
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import SHADOW_EVENTS


class ItemDiffered(Part):
    """An item that the shadow assesses differently.

    Both proposals and guidelines, and the reason.
    """

    item: Annotated[int, PLAIN]
    request: Annotated[Name, CLINICAL]
    kind: Annotated[Literal["proposal", "guideline", "criteria"], PLAIN]
    live_proposal: Outcome | None
    shadow_proposal: Outcome | None
    live_guideline: Annotated[Identifier, PLAIN] | None
    shadow_guideline: Annotated[Identifier, PLAIN] | None
    why: Annotated[tuple[Annotated[Text, CLINICAL], ...], Field(min_length=1)]


class AssessmentDiffered(OfACase, Event):
    """The shadow's library assesses the case differently; both libraries are named by digest."""

    type = "imr.shadow.assessment-differed"
    topic = SHADOW_EVENTS

    live_library: Annotated[str, PLAIN]
    shadow_library: Annotated[str, PLAIN]
    items: Annotated[tuple[ItemDiffered, ...], Field(min_length=1)]
