"""The state of a case in its life, from its events.

Intake keeps the state and publishes the acts; this is the same table read from the other side.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.message import Message
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.application import Application
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    RecordsOverdue,
    RecordsRequested,
)
from schemas.messages.lifecycle import (
    CaseFileChanged,
    CaseTerminated,
    InformationAnswered,
    InformationOverdue,
    InformationRequested,
    ReviewLimited,
)
from services.intake.case_file import is_complete
from services.intake.domain.lifecycle import IN_REVIEW, STATES, State

_AT_AN_END: dict[type[Message], State] = {
    ApplicationReceived: "received",
    ApplicationFoundIneligible: "ineligible",
    ApplicationDeferred: "deferred",
    RecordsRequested: "waiting",
    RecordsOverdue: "overdue",
    ReviewLimited: "limited",
    InformationRequested: "information-pending",
    ReviewDeferred: "deferred",
    CaseTerminated: "terminated",
    CaseAppealed: "appealed",
}
"""The state that an event leads to, whichever was before."""


@dataclass
class _Life:
    """The state so far, and the facts on which the next one depends."""

    state: State | None = None
    application: Application | None = None
    set_aside: int | None = None

    def take(self, message: Message) -> None:
        """Take the next event."""
        match message:
            case CaseReadyForReview() | CaseFileChanged():
                self._take_file(message)
            case InformationAnswered() | InformationOverdue() if self.state == "information-pending":
                self.state = self._in_review()
            case CaseRemanded():
                self.application, self.set_aside = message.application, message.determination_version
            case ReviewResumed():
                self.state = _named(message.state)
            case CaseAffirmed():
                self.state = message.end
            case _:
                self.state = _AT_AN_END.get(type(message), self.state)

    def _take_file(self, message: CaseReadyForReview | CaseFileChanged) -> None:
        """Take the file that is under review; a limited review may be whole with it."""
        self.application = message.application
        if isinstance(message, CaseReadyForReview) or self.state in ("ready", "limited"):
            self.state = self._in_review()

    def _in_review(self) -> State:
        if self.set_aside:
            return "remanded"
        return "ready" if self.application is None or is_complete(self.application) else "limited"

    def is_determined_by(self, signed: DeterminationSigned) -> bool:
        """Return whether *signed* ends the review, and is none of a review that was set aside."""
        if self.state not in IN_REVIEW and self.state != "deferred":
            return False
        is_correction = signed.reason_for_correction is not None
        return self.set_aside is None or not (is_correction or signed.determination_version <= self.set_aside)


def state_of(events: Sequence[Message]) -> State | None:
    """Return the state of the case that *events* tell of; None before the first.

    Those of intake are in their order. A determination, which is decision's, may stand before or
    after them.
    """
    life = _Life()
    for each in events:
        life.take(each)
    is_determined = any(isinstance(each, DeterminationSigned) and life.is_determined_by(each) for each in events)
    return "determined" if is_determined else life.state


def _named(state: str) -> State:
    """Return *state* as one of the table; raise LookupError."""
    return next(each for each in STATES if each == state)
