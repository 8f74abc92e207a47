"""Who sits on a case, as decision is asked and publishes it: cases given back by their reviewer, and panels of several."""

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
"""Why a reviewer gives a case back. With the first two somebody else takes it; with the last it waits, and stays theirs."""


class ReturnCase(OfACase, Command):
    """The assigned reviewer gives the case back: a conflict of interest, a field that is not theirs, or a file that lacks something."""

    type = "imr.decision.return-case"
    topic = DECISION_COMMANDS

    reviewer_id: ReviewerId
    ground: ReturnGround
    explanation: Annotated[Text, CLINICAL]
    missing: Annotated[tuple[Annotated[Name, CLINICAL], ...], Field(max_length=50)]
    returned_at: Instant


class ConvenePanel(OfACase, Command):
    """Have the case reviewed by several; needs the administrative director's approval and the finding why (8 CCR 9792.10.6(c))."""

    type = "imr.decision.convene-panel"
    topic = DECISION_COMMANDS

    reviewers: Annotated[int, Field(ge=2, le=99), PLAIN]
    approval: Annotated[Name, PLAIN]
    approved_on: Annotated[Day, PLAIN]
    finding: Annotated[Text, CLINICAL]


class CaseReturned(OfACase, Event):
    """The reviewer gave the case back. *reassign* says that somebody else is to be found; otherwise it waits for what is missing."""

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
