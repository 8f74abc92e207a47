"""Intake's findings on treatments that were filed before, and the answers of staff.

Duplicates (8 CCR 9792.10.3(a)(2)), an earlier receipt of a case, and earlier reviews of a treatment
(LC 4610(k)).
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from schemas.case import CaseNumber, OfACase
from schemas.lots import lot_of_case
from schemas.message import Command, Event, Name, Part, Text
from schemas.messages.application import Day, Identifier
from schemas.messages.intake import Arrival, Instant, SubmissionId, without_requests
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

ItemNumber = Annotated[int, Field(ge=1), PLAIN]
ItemNumbers = Annotated[tuple[ItemNumber, ...], Field(min_length=1)]
Fields = tuple[Annotated[Identifier, PLAIN], ...]


class ItemMatch(Part):
    """An item that is, or may be, one of an earlier case.

    *agreed* names the fields that are the same in both, *open* those that differ or are known of
    one only. *case_item* is None if the case was filed before evidence was kept. *request* has the
    item's words, None in a match of an earlier version.
    """

    item: ItemNumber
    case_number: CaseNumber
    case_item: ItemNumber | None
    agreed: Fields
    open: Fields
    request: Annotated[Name | None, CLINICAL, Field(exclude_if=lambda request: request is None)] = None


Matches = Annotated[tuple[ItemMatch, ...], Field(min_length=1)]


def _duplicate_found_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had neither the evidence nor the application."""
    return {**data, "items": [], "submission": None}


class DuplicateFound(Event):
    """Every item is already under review in another case (8 CCR 9792.10.3(a)(2)).

    The application gets no number, and is kept here so that the finding can be reversed.
    *duplicate_of* is the first item's case. Events of version 1 have neither *items* nor
    *submission*.
    """

    type = "imr.intake.duplicate-found"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _duplicate_found_v1_to_v2, 2: without_requests}

    submission_id: SubmissionId
    duplicate_of: CaseNumber
    items: tuple[ItemMatch, ...]
    submission: Arrival | None

    @property
    def key(self) -> str:
        """The submission id."""
        return self.submission_id

    @property
    def lot(self) -> int | None:
        """The lot of the case, where letters tells the parties of the duplicate."""
        return lot_of_case(self.duplicate_of)


class DuplicateItemsDropped(OfACase, Event):
    """Some items are already under review in earlier cases; this case goes on for the others."""

    type = "imr.intake.duplicate-items-dropped"
    version = 2
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: without_requests}
    may_be_ignored = True

    submission_id: SubmissionId
    items: Matches


class DuplicateSuspected(OfACase, Event):
    """Items may be under review in earlier cases, which staff are to settle.

    The case waits until *settle_by* and then goes on with all items. It does not wait, and
    *settle_by* is None, if it is expedited.
    """

    type = "imr.intake.duplicate-suspected"
    version = 2
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: without_requests}
    may_be_ignored = True

    submission_id: SubmissionId
    items: Matches
    settle_by: Instant | None


class SettleDuplicate(OfACase, Command):
    """Say whether suspected items are duplicates; *items* empty means all that are open."""

    type = "imr.intake.settle-duplicate"
    topic = INTAKE_COMMANDS

    verdict: Annotated[Literal["confirm", "reject"], PLAIN]
    items: tuple[ItemNumber, ...]
    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, QUASI]


class DuplicateSettled(OfACase, Event):
    """Suspected items are duplicates ("confirm") or not ("reject").

    *actor* is None if nobody settled it in time.
    """

    type = "imr.intake.duplicate-settled"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    submission_id: SubmissionId
    verdict: Annotated[Literal["confirm", "reject"], PLAIN]
    items: ItemNumbers
    actor: Annotated[Name, DIRECT] | None
    reason: Annotated[Text, QUASI]


class ReverseDuplicate(OfACase, Command):
    """Undo the finding that *items* of *submission* are duplicates.

    It is about the earlier case, in whose lot the application was screened. The submission is that
    of DuplicateFound or, for items of a case with a number, of its ApplicationReceived.
    """

    type = "imr.intake.reverse-duplicate"
    topic = INTAKE_COMMANDS

    submission: Arrival
    items: ItemNumbers
    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, QUASI]


class DuplicateReversed(OfACase, Event):
    """Items found to be duplicates are none: they are this case, with their day of receipt."""

    type = "imr.intake.duplicate-reversed"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    submission_id: SubmissionId
    items: ItemNumbers
    not_duplicate_of: CaseNumber
    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, QUASI]


class DuplicateRequestRefused(OfACase, Event):
    """A command about a duplicate was refused; nothing changed."""

    type = "imr.intake.duplicate-request-refused"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    request: Annotated[Name, PLAIN]
    actor: Annotated[Name, DIRECT]
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]


class ReceiptMoved(OfACase, Event):
    """The same application had arrived earlier: the case was received on *received_on*.

    *submission_id* is the earlier paper's. The decision clock runs from the complete file, so it
    moves if the earlier paper was complete.
    """

    type = "imr.intake.receipt-moved"
    topic = INTAKE_EVENTS

    submission_id: SubmissionId
    received_at: Instant
    received_on: Annotated[Day, QUASI]
    before: Annotated[Day, QUASI]


class EarlierReview(Part):
    """A case of the same worker, injury and treatment, with another decision or request.

    *decided_on* is the day of its utilization review decision, *determined_on* that of its
    determination, None while it is under review.
    """

    item: ItemNumber
    case_number: CaseNumber
    case_item: ItemNumber
    decided_on: Annotated[Day, QUASI]
    determined_on: Annotated[Day, QUASI] | None
    outcome: Annotated[Literal["upheld", "overturned"], PLAIN] | None


class EarlierReviewsFound(OfACase, Event):
    """The treatment was in dispute before, within twelve months (LC 4610(k)).

    It is told to staff and the reviewer; nothing is decided by it.
    """

    type = "imr.intake.earlier-reviews-found"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    reviews: Annotated[tuple[EarlierReview, ...], Field(min_length=1)]
