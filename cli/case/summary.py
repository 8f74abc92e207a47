"""The summary of a case: its stage, deadline, reviewer and outcome, from its events.

The order of events does not matter, nor does a repeated one: each fact is that of the newest event,
or of the highest version, that carries it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cli.case.kept_ledgers import NextClock, next_clock, with_change
from jurisdictions.clocks import end_of_day, local_date
from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.deferral import ReviewResumed
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import DuplicateSuspected, ReceiptMoved
from schemas.messages.intake import ApplicationReceived, CaseReadyForReview, RecordsRequested
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.lifecycle import InformationAnswered, InformationOverdue, InformationRequested
from schemas.messages.seats import CaseReturned
from schemas.messages.triage import NoReviewerFound, ReviewerAssigned
from services.intake.clocks.running import IMPLEMENTATION_CLOCKS
from services.ops.domain.stages import CLOSED, Stage, current_stage, reach
from services.ops.live.stage_of import STAGE_OF, stage_of

KINDS: tuple[type[Message], ...] = (
    *STAGE_OF,
    ReceiptMoved,
    ReviewConverted,
    ItemsJoined,
    ClockChanged,
    CaseReturned,
    InformationRequested,
    InformationAnswered,
    InformationOverdue,
)
"""The events that change a summary."""

_DECIDED: frozenset[Stage] = frozenset({"determined", "deferred", "letter held", "appealed", "determined anew", *CLOSED})
_DETERMINATION = ("determination-due", "determination_due_at")
_NO_TIME = 0.0


@dataclass
class CaseSummary:
    """The facts of a case, as plain values that can be kept as JSON.

    Each of *facts* has the rank of its event and a value. *instants* has when each stage was first
    reached, in seconds since 1970.
    """

    case_number: str
    instants: dict[Stage, float] = field(default_factory=dict)
    facts: dict[str, tuple[float, Any]] = field(default_factory=dict)

    def take(self, message: Message, at: datetime, offset: int = 0) -> None:
        """Take an event that happened *at* an instant and stands at *offset* in its topic."""
        when = at.timestamp()
        if stage := stage_of(message):
            self.instants = reach(self.instants, stage, when)
        match message:
            case ApplicationReceived() | ReceiptMoved():
                self._note("received_at", when, message.received_at.timestamp())
            case DuplicateSuspected():
                self._note("settle_by", when, message.settle_by and message.settle_by.timestamp())
            case RecordsRequested():
                self._note("records_due_on", when, message.records_due_on.isoformat())
            case CaseReadyForReview() | ReviewResumed() | ReviewConverted() | ItemsJoined() if (
                message.determination_due_at is not None
            ):
                self._note("determination_due_at", when, message.determination_due_at.timestamp())
            case ReviewerAssigned():
                self._note("reviewer", when, message.reviewer_id)
                self._note("returned", when, None)
            case NoReviewerFound():
                self._note("reviewer", when, None)
            case DeterminationSigned():
                self._note("outcome", message.determination_version, message.outcome)
            case ClockChanged():
                self._note_clock(message, when, offset)
            case _:
                self._note_return(message, when)

    def _note_return(self, message: Message, when: float) -> None:
        """Keep the reason for which a returned case waits, until it waits no more."""
        match message:
            case CaseReturned() if message.reassign:
                self._note("returned", when, message.ground)
            case InformationRequested():
                self._note("asked", when, ", ".join(message.asked))
            case InformationAnswered() | InformationOverdue():
                self._note("asked", when, None)

    def _note_clock(self, message: ClockChanged, when: float, offset: int) -> None:
        """Keep the entry in the ledger of its clock."""
        name = f"clock {message.name}"
        self.facts[name] = (_NO_TIME, with_change(self._value(name), message, when, offset))

    @property
    def stage(self) -> str:
        """The stage it has reached."""
        return current_stage(self.instants) if self.instants else "unknown"

    @property
    def reviewer(self) -> str | None:
        """The id of the assigned reviewer."""
        reviewer: str | None = self._value("reviewer")
        return reviewer

    @property
    def outcome(self) -> str | None:
        """The outcome of the newest determination."""
        outcome: str | None = self._value("outcome")
        return outcome

    @property
    def received_at(self) -> datetime | None:
        """When the application arrived."""
        received = self._value("received_at")
        return None if received is None else datetime.fromtimestamp(received, UTC)

    @property
    def waits_for(self) -> str | None:
        """The reason for which a returned case waits; None if it was not, or has gone on."""
        if self.stage in _DECIDED:
            return None
        asked, ground = self._value("asked"), self._value("returned")
        return asked or (ground and f"another reviewer: {ground.replace('-', ' ')}")

    def due(self, zone: ZoneInfo, rules_of: Callable[[str], Jurisdiction]) -> NextClock | None:
        """Return the next clock of the case to run out, with its end, counted from the ledgers.

        A deferred case has none, and a determined one only those of its implementation. A case of
        an earlier version has no ledger: its end is the one that its events told, of its records,
        its determination, or an answer about a possible duplicate.
        """
        ledgers = {name.removeprefix("clock "): kept for name, (_, kept) in self.facts.items() if name.startswith("clock ")}
        if self.stage in _DECIDED:
            return next_clock({name: kept for name, kept in ledgers.items() if name in IMPLEMENTATION_CLOCKS}, rules_of)
        if ledgers:
            return next_clock(ledgers, rules_of)
        if self.stage == "awaiting records":
            day = self._value("records_due_on")
            return None if day is None else NextClock("records-due", end_of_day(date.fromisoformat(day), zone))
        name, fact = ("duplicate-unsettled", "settle_by") if self.stage == "possible duplicate" else _DETERMINATION
        due = self._value(fact)
        return None if due is None else NextClock(name, datetime.fromtimestamp(due, UTC))

    def age_days(self, now: datetime, zone: ZoneInfo) -> int | None:
        """Return the calendar days since the application arrived, up to the end of a closed case."""
        if (received := self.received_at) is None:
            return None
        end = datetime.fromtimestamp(max(self.instants.values()), UTC) if self.stage in CLOSED else now
        return max(timedelta(0), local_date(end, zone) - local_date(received, zone)).days

    def _note(self, name: str, rank: float, value: object) -> None:
        """Keep the value of the highest *rank*; of two of one rank the larger, in any order."""
        known = self.facts.get(name, (_NO_TIME, None))
        if name not in self.facts or (rank, str(value)) >= (known[0], str(known[1])):
            self.facts[name] = (rank, value)

    def _value(self, name: str) -> Any:
        return self.facts[name][1] if name in self.facts else None
