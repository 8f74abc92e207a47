"""The state of a case in its life, from its events.

Intake keeps the state and publishes the acts; this is the same table read from the other side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.message import Message
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import CaseConsolidated, ItemsJoined
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.acts.implementation import DeterminationImplemented
from schemas.messages.acts.questions import FactsAsked
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
from services.intake.domain.lifecycle.states import IN_REVIEW, STATES, State

_AT_AN_END: dict[type[Message], State] = {
    ApplicationReceived: "received",
    FactsAsked: "facts-pending",
    ApplicationFoundIneligible: "ineligible",
    ApplicationDeferred: "deferred",
    RecordsRequested: "waiting",
    RecordsOverdue: "overdue",
    ReviewLimited: "limited",
    InformationRequested: "information-pending",
    ReviewDeferred: "deferred",
    CaseTerminated: "terminated",
    CaseAppealed: "appealed",
    CaseConsolidated: "consolidated",
}
"""The state that an event leads to, whichever was before."""


@dataclass
class _Life:
    """The state so far, and the facts on which the next one depends."""

    state: State | None = None
    application: Application | None = None
    set_aside: int | None = None
    implemented: frozenset[int] = frozenset()

    def take(self, message: Message) -> None:
        """Take the next event."""
        match message:
            case ItemsJoined():
                self.application, self.state = message.application, _named(message.state)
            case CaseReadyForReview() | CaseFileChanged():
                self._take_file(message)
            case InformationAnswered() | InformationOverdue() if self.state == "information-pending":
                self.state = self._in_review()
            case CaseRemanded():
                self.application, self.set_aside = message.application, message.determination_version
                self.implemented = frozenset()
            case DeterminationImplemented():
                self.implemented |= set(message.items)
            case ReviewResumed():
                self.state = _named(message.state)
            case CaseAffirmed():
                self.state = "appealed" if message.pending else message.end
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
        return (self.state in IN_REVIEW or self.state == "deferred") and self.holds(signed)

    def holds(self, signed: DeterminationSigned) -> bool:
        """Return whether *signed* is none of a review that was set aside."""
        is_correction = signed.reason_for_correction is not None
        return self.set_aside is None or not (is_correction or signed.determination_version <= self.set_aside)

    def is_implemented(self, signed: Iterable[DeterminationSigned]) -> bool:
        """Return whether all that the newest of *signed* overturned is authorised or paid."""
        holding = [each for each in signed if self.holds(each)]
        newest = max(holding, key=lambda each: each.determination_version, default=None)
        overturned = {each.item for each in newest.decisions if each.outcome == "overturned"} if newest else set()
        return bool(overturned) and overturned <= self.implemented


def state_of(events: Sequence[Message]) -> State | None:
    """Return the state of the case that *events* tell of; None before the first.

    Those of intake are in their order. A determination, which is decision's, may stand before or
    after them.
    """
    life = _Life()
    for each in events:
        life.take(each)
    signed = [each for each in events if isinstance(each, DeterminationSigned)]
    state = "determined" if any(map(life.is_determined_by, signed)) else life.state
    return "implemented" if state == "determined" and life.is_implemented(signed) else state


def _named(state: str) -> State:
    """Return *state* as one of the table; raise LookupError."""
    return next(each for each in STATES if each == state)
