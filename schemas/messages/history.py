"""Determinations of the past, imported from their letters for precedents and dashboards."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Part, Text
from schemas.messages.application import Day
from schemas.messages.assessment import Outcome
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import HISTORY_EVENTS


class PastDecision(Part):
    """One item of a past letter.

    *request* is its whole heading, *closing* the deciding sentence.

    *rationale* is empty where the letter gives no reason before its decision. Treatment and body
    region are left out: a search for precedents recognises them by today's rules.
    """

    number: Annotated[int, Field(ge=1), PLAIN]
    request: Annotated[Text, CLINICAL]
    outcome: Outcome
    claims_administrator_guideline: Annotated[Text, PLAIN]
    reviewer_guideline: Annotated[Text, PLAIN]
    rationale: Annotated[Text | Literal[""], CLINICAL]
    closing: Annotated[Text, CLINICAL]


class DeterminationImported(OfACase, Event):
    """A determination of the past, as its letter prints it.

    A later import of the same case replaces it.

    Dates are None where the letter prints none. The reviewer's credentials stay in the letter,
    because a rare combination identifies a person.
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
