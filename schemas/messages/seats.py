"""Commands and events about a case's reviewers: cases given back, and panels."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Command, Event, Name, Text
from schemas.messages.application import Day
from schemas.messages.intake import Instant
from schemas.messages.triage import ReviewerId
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import DECISION_COMMANDS, DECISION_EVENTS

ReturnGround = Annotated[Literal["conflict-of-interest", "outside-competence", "information-missing"], PLAIN]
"""A reviewer's reason for giving a case back.

For the first two another reviewer takes it; for the last it waits and stays theirs.
"""


class ReturnCase(OfACase, Command):
    """The assigned reviewer gives the case back.

    The ground is a conflict of interest, a field outside their competence, or missing information.
    """

    type = "imr.decision.return-case"
    topic = DECISION_COMMANDS

    reviewer_id: ReviewerId
    ground: ReturnGround
    explanation: Annotated[Text, CLINICAL]
    missing: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(max_length=50)]
    returned_at: Instant


class ConvenePanel(OfACase, Command):
    """Have several reviewers decide the case (8 CCR 9792.10.6(c)).

    That needs the administrative director's approval and the finding behind it.
    """

    type = "imr.decision.convene-panel"
    topic = DECISION_COMMANDS

    reviewers: Annotated[int, Field(ge=2, le=99), PLAIN]
    approval: Annotated[Name, PLAIN]
    approved_on: Annotated[Day, PLAIN]
    finding: Annotated[Text, CLINICAL]


class CaseReturned(OfACase, Event):
    """The reviewer gave the case back.

    *reassign* says that another reviewer is sought; otherwise the case waits for the missing
    information.
    """

    type = "imr.decision.case-returned"
    topic = DECISION_EVENTS

    reviewer_id: ReviewerId
    ground: ReturnGround
    reassign: Annotated[bool, PLAIN]
    explanation: Annotated[Text, CLINICAL]
    missing: tuple[Annotated[Name, CLINICAL], ...]
    returned_at: Instant


class PanelConvened(OfACase, Event):
    """Several are to review the case, those already assigned among them (8 CCR 9792.10.6(c))."""

    type = "imr.decision.panel-convened"
    topic = DECISION_EVENTS

    reviewers: Annotated[int, Field(ge=2), PLAIN]
    approval: Annotated[Name, PLAIN]
    approved_on: Annotated[Day, PLAIN]
    finding: Annotated[Text, CLINICAL]
