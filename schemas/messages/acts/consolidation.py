"""Two cases of one employee with one determination (8 CCR 9792.10.4(a))."""

from typing import Annotated

from pydantic import Field

from schemas.case import CaseNumber, OfACase
from schemas.message import Command, Event, Text
from schemas.messages.application import Identifier
from schemas.messages.intake import Instant
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS


class ConsolidationProposed(OfACase, Event):
    """Two open cases have one employee, one day of injury and one requesting physician.

    *with_case* is the earlier one, *agreed* names the fields that are the same in both. Staff
    consolidate the cases or decline; until then each goes on for itself.
    """

    type = "imr.intake.consolidation-proposed"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    with_case: CaseNumber
    agreed: Annotated[tuple[Annotated[Identifier, PLAIN], ...], Field(min_length=1)]


class DeclineConsolidation(CaseAct, Command):
    """Decide that two cases stay apart, whichever of them the proposal is about."""

    type = "imr.intake.decline-consolidation"
    topic = INTAKE_COMMANDS

    with_case: CaseNumber


class ConsolidationDeclined(OfACase, Event):
    """The proposal to consolidate the case *with_case* was declined: each goes on for itself."""

    type = "imr.intake.consolidation-declined"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    with_case: CaseNumber
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
