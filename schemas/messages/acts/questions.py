"""Questions about facts on which the eligibility of a numbered case rests."""

from typing import Annotated

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Part, Text
from schemas.messages.acts.amendment import AmendedField, ItemNumber
from schemas.messages.intake import Instant, SubmissionId
from schemas.personal import PLAIN
from schemas.topics import INTAKE_EVENTS


class AskedFact(Part):
    """A fact that is missing: its *field*, its *item* if it is of one, and the question."""

    field: AmendedField
    item: ItemNumber | None
    question: Annotated[Text, PLAIN]


class FactsAsked(OfACase, Event):
    """Facts are missing on which the eligibility rests, so the parties are asked for them.

    The case is screened with the answers (AmendApplication), at the latest when *clock* runs out
    (8 CCR 9792.10.3(c)).
    """

    type = "imr.intake.facts-asked"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    submission_id: SubmissionId
    asked: Annotated[tuple[AskedFact, ...], Field(min_length=1)]
    clock: Annotated[Name, PLAIN]
    answer_due_at: Instant


class FactsOverdue(OfACase, Event):
    """Facts were not told in time: the case is screened on those that are known."""

    type = "imr.intake.facts-overdue"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    asked: Annotated[tuple[AskedFact, ...], Field(min_length=1)]
    answer_due_at: Instant
