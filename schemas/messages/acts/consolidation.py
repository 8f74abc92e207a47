"""Two cases of one employee with one determination (8 CCR 9792.10.4(a))."""

from typing import Annotated

from pydantic import Field

from schemas.case import CaseNumber, OfACase
from schemas.message import Command, Event, Name, Text
from schemas.messages.application import Application, Day, Identifier
from schemas.messages.intake import Instant, Priority, Reason
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.messages.triage import CaseChange
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import DECISION_EVENTS, INTAKE_COMMANDS, INTAKE_EVENTS


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


class ConsolidateCases(CaseAct, Command):
    """Let one determination be made for the items of both cases, under the number of this one.

    The case *with_case* ends, and its items go on here.
    """

    type = "imr.intake.consolidate-cases"
    topic = INTAKE_COMMANDS

    with_case: CaseNumber


class ConsolidationAsked(OfACase, Event):
    """Both cases can be consolidated as far as intake knows; decision says if one is signed.

    From its answer on, nothing is signed in either case until intake says how it ended.
    """

    type = "imr.intake.consolidation-asked"
    topic = INTAKE_EVENTS

    with_case: CaseNumber
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class ConsolidationAnswered(OfACase, Event):
    """Decision keeps both cases from being signed, or says in *text* why they stay apart.

    *code* is that of the refusal; it and *text* are None if the cases may be consolidated. The
    other fields are those of the question.
    """

    type = "imr.decision.consolidation-answered"
    topic = DECISION_EVENTS

    with_case: CaseNumber
    code: Annotated[Identifier, PLAIN] | None
    text: Annotated[Text, PLAIN] | None
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class ConsolidationAbandoned(OfACase, Event):
    """The cases stay apart, because of *code* and *text*; either may be signed again."""

    type = "imr.intake.consolidation-abandoned"
    topic = INTAKE_EVENTS

    with_case: CaseNumber
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class CaseConsolidated(OfACase, Event):
    """The case ended: its items are decided under the number *into* (8 CCR 9792.10.4(a)).

    *items* maps the number of each item here to its number there, *into_denied_on* is the day of
    that case's utilization review decision. *state* is the one before, and *at_reviewer* says
    whether the case had gone to review by then.
    """

    type = "imr.intake.case-consolidated"
    topic = INTAKE_EVENTS

    into: CaseNumber
    into_denied_on: Annotated[Day, QUASI]
    items: Annotated[dict[int, int], PLAIN]
    state: Annotated[Name, PLAIN]
    at_reviewer: Annotated[bool, PLAIN]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class ItemsJoined(OfACase, Event):
    """The items of *from_case* are decided in this case, whose whole file is here.

    *state* is that of the case now. *application*, *priority* and *not_under_review* are as in
    CaseReadyForReview, which follows if the review begins with the papers of the other case.
    *determination_due_at* is when the first clock of the determination runs out, None if none runs.
    """

    type = "imr.intake.items-joined"
    topic = INTAKE_EVENTS

    from_case: CaseNumber
    state: Annotated[Name, PLAIN]
    application: Application
    received_on: Annotated[Day, QUASI]
    assigned_on: Annotated[Day, QUASI]
    priority: Priority
    not_under_review: tuple[Reason, ...]
    determination_due_at: Instant | None
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant

    @property
    def change(self) -> CaseChange:
        """The act, as triage names it when it has checked the reviewers again."""
        return CaseChange(from_case=self.from_case, acted_at=self.acted_at)
