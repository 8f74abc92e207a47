"""What the import of history publishes: determinations of the past, read from their letters, for precedents and dashboards."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Part, Text
from schemas.messages.application import Day
from schemas.messages.assessment import Outcome
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import HISTORY_EVENTS


class PastDecision(Part):
    """One item as its letter tells it: *request* is its whole heading, *closing* the sentence that decides.

    *rationale* is empty where the letter gives no reason before its decision.

    Treatment and body region are not here: whoever looks for precedents recognises them by today's rules.
    """

    number: Annotated[int, Field(ge=1), PLAIN]
    request: Annotated[Text, CLINICAL]
    outcome: Outcome
    claims_administrator_guideline: Annotated[Text, PLAIN]
    reviewer_guideline: Annotated[Text, PLAIN]
    rationale: Annotated[Text | Literal[""], CLINICAL]
    closing: Annotated[Text, CLINICAL]


class DeterminationImported(OfACase, Event):
    """A determination of the past, as its letter prints it. A later one of the same case replaces an earlier: it was read better.

    Dates are None where the letter prints none. The reviewer's credentials stay in the letter: a rare combination tells who it was.
    """

    type = "imr.history.determination-imported"
    topic = HISTORY_EVENTS

    layout: Annotated[Name, PLAIN]
    review_organization: Annotated[Name, PLAIN]
    priority: Annotated[Literal["Standard", "Expedited"], PLAIN] | None
    injured_on: Annotated[Day, QUASI] | None
    denied_on: Annotated[Day, QUASI] | None
    received_on: Annotated[Day, QUASI] | None
    assigned_on: Annotated[Day, QUASI] | None
    decided_on: Annotated[Day, QUASI] | None
    clinical_summary: Annotated[Text, CLINICAL]
    items: Annotated[tuple[PastDecision, ...], Field(min_length=1)]
