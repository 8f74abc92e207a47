"""The state of intake: submissions, numbers by lot, disputed items, and cases."""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from jurisdictions.ledger import Ledger
from runtime.state.homes import AllPartitions, Data, Further, Home, Homes, by_case, by_key, of_subject
from runtime.state.state import Timer
from schemas.message import Name, Part
from schemas.messages.acts.appeals import EndState, Petitioner
from schemas.messages.acts.questions import AskedFact
from schemas.messages.application import Application, Day, Identifier
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import ItemMatch
from schemas.messages.intake import Arrival, Instant, Reason
from services.intake.domain.duplicates import Filing
from services.intake.domain.earlier_disputes import DigestedItem, KnownItem
from services.intake.domain.lifecycle.states import State


class Accepted(Part):
    """A submission that was taken in: the digest of its body, to know another body by."""

    body_digest: str


class Screened(Part):
    """A submission that was screened: its case, or the case it duplicates.

    *duplicates* are the items found to be duplicates and not reversed since, each with its earlier
    case; None if the submission was screened before they were kept. *reversed* are those of which
    the finding was reversed, each with the case that it got.
    """

    case_number: str
    duplicates: dict[int, str] | None = None
    reversed: Annotated[dict[int, str], Field(exclude_if=lambda items: not items)] = {}  # noqa: RUF012 - pydantic copies it


class LastNumber(Part):
    """The running number last given out in a lot and year."""

    running_number: int


class Dispute(Part):
    """The cases about one worker, injury and decision, or their items; written no more.

    Cases that were filed before Filed was kept are known by it.
    """

    items: tuple[KnownItem, ...] = ()
    cases: tuple[str, ...] = ()


class UnderReview(Part):
    """The items of a case that was filed before Filed was kept; written no more."""

    items: tuple[DigestedItem, ...]
    born_on: Day | None = None


class Filed(Part):
    """The items of a case that are or were under review; digests and codes only.

    They stay after the determination, because a dispute is not decided twice. *outcomes* maps each
    item to its outcome. *joined* are the cases that were consolidated into it. Of a correction,
    *first_determined_on* is the day of the first determination.
    """

    filing: Filing
    received_at: Instant
    determined_on: Day | None = None
    first_determined_on: Annotated[Day | None, Field(exclude_if=lambda day: day is None)] = None
    outcomes: dict[int, Literal["upheld", "overturned"]] = {}  # noqa: RUF012 - pydantic copies it
    joined: Annotated[tuple[str, ...], Field(exclude_if=lambda cases: not cases)] = ()


class FiledCases(Part):
    """The cases under one name or claim number and day of injury, in their order."""

    case_numbers: tuple[str, ...]


class Suspected(Part):
    """A case that waits until staff say whether items are duplicates.

    *open* are the items still to be settled, *confirmed* those that are duplicates, and *dropped*
    those that were duplicates for certain. *complete_at* is when the first complete file came, if
    not on receipt.
    """

    submission: Arrival
    matches: tuple[ItemMatch, ...]
    open: tuple[int, ...]
    confirmed: tuple[int, ...] = ()
    dropped: tuple[ItemMatch, ...] = ()
    complete_at: Annotated[Instant | None, Field(exclude_if=lambda at: at is None)] = None


class OpenCase(Part):
    """The file of a case until its determination, so that later records can be added to it.

    The application is the one that is reviewed; *not_under_review* are the reasons against single
    items of it, *asked* the reviewer's open questions. *set_aside* is the newest determination of a
    former review that the court set aside, 0 if there is none. *proposed_with* are the earlier
    cases with which a consolidation is proposed. *served_on* is the day of service on the claims
    administrator, if intake reads it before the determination. *complete_at* is when another paper
    of the same dispute came with a complete file, *resolved_at* when a deferral before the review
    ended: the decision clock does not run from before.
    """

    application: Application
    received_on: Day
    assigned_on: Day
    records_due_on: Day
    not_under_review: tuple[Reason, ...] = ()
    asked: tuple[Name, ...] = ()
    set_aside: Annotated[int | None, Field(exclude_if=lambda version: version is None)] = None
    proposed_with: Annotated[tuple[str, ...], Field(exclude_if=lambda cases: not cases)] = ()
    served_on: Annotated[Day | None, Field(exclude_if=lambda day: day is None)] = None
    complete_at: Annotated[Instant | None, Field(exclude_if=lambda at: at is None)] = None
    resolved_at: Annotated[Instant | None, Field(exclude_if=lambda at: at is None)] = None

    def is_former(self, determination: DeterminationSigned) -> bool:
        """Return whether *determination* is one of a former review, or a correction of one."""
        return self.set_aside is not None and determination.is_former(self.set_aside)


class Deferred(Part):
    """An application that waits for another dispute to end, as it was filed.

    It is screened again then, with the day on which it was received. *dropped* are the items that
    it was filed with and that are reviewed in other cases.
    """

    submission_id: str
    received_at: Instant
    application: Application
    dropped: Annotated[tuple[ItemMatch, ...], Field(exclude_if=lambda items: not items)] = ()


class Questioned(Part):
    """An application whose eligibility rests on facts that are missing, as it was filed.

    *asked* are the questions, and *dropped* the items that it was filed with and that are reviewed
    in other cases. *complete_at* and *resolved_at* are as in OpenCase.
    """

    submission: Arrival
    asked: tuple[AskedFact, ...]
    dropped: tuple[ItemMatch, ...] = ()
    complete_at: Instant | None = None
    resolved_at: Instant | None = None


class Appeal(Part):
    """A petition against the end of a case, which is *end* again if the court affirms it."""

    end: EndState
    petitioned_on: Day
    petitioner: Petitioner


class RunningClock(Part):
    """A clock of a case: its ledger, and the items it counts for, if not the whole case.

    *warned_at* is the end that was told to be near, and *missed_at* the one that was told to have
    passed, so that each is told once.
    """

    ledger: Ledger
    items: Annotated[tuple[int, ...], Field(exclude_if=lambda items: not items)] = ()
    warned_at: Annotated[Instant | None, Field(exclude_if=lambda at: at is None)] = None
    missed_at: Annotated[Instant | None, Field(exclude_if=lambda at: at is None)] = None


class CaseClocks(Part):
    """The clocks that run in a case, by name, under the rules of a jurisdiction.

    They have no due date: it is counted from the ledgers. A case of an earlier version has timers
    alone.
    """

    jurisdiction: Identifier
    running: dict[str, RunningClock]


class Owed(Part):
    """Overturned *items* that are not implemented yet, and those *done*.

    *given* are the items whose treatment was given before the review. *proven_on* is the day of the
    proof of an item that is done; it is not known of one that an earlier version recorded.
    """

    jurisdiction: Identifier
    items: tuple[int, ...] = ()
    done: Annotated[tuple[int, ...], Field(exclude_if=lambda items: not items)] = ()
    given: Annotated[tuple[int, ...], Field(exclude_if=lambda items: not items)] = ()
    proven_on: Annotated[dict[int, Day], Field(exclude_if=lambda days: not days)] = {}  # noqa: RUF012 - pydantic copies it


class GoesOn(Part):
    """Where a consolidated case goes on: *into* a case, with *items* by their numbers here."""

    into: str
    items: dict[int, int]


class Fees(Part):
    """The fees of a case: how many lines were told, and their sum in cents.

    None if the amount of a line is not known.
    """

    lines: int
    cents: int | None


class CaseState(Part):
    """A case: its stage, and its file until its review ends.

    Afterwards the file is in the events and only this mark stays, with a pending *appeal*. A case
    that was ready in an earlier version has no file either. A review that is deferred keeps its
    file and the state *deferred_from*, to which it goes back. *goes_on* says where a consolidated
    case is decided. *further* are the appeals of other petitioners that came after *appeal*.
    *ended_at* is when the case ended without a determination, if that is known.
    """

    stage: State
    file: OpenCase | None = None
    deferred_from: Annotated[State | None, Field(exclude_if=lambda state: state is None)] = None
    appeal: Annotated[Appeal | None, Field(exclude_if=lambda appeal: appeal is None)] = None
    goes_on: Annotated[GoesOn | None, Field(exclude_if=lambda case: case is None)] = None
    further: Annotated[tuple[Appeal, ...], Field(exclude_if=lambda appeals: not appeals)] = ()
    ended_at: Annotated[Instant | None, Field(exclude_if=lambda at: at is None)] = None

    @property
    def appeals(self) -> tuple[Appeal, ...]:
        """The pending petitions, one of each petitioner, in the order in which they came."""
        return () if self.appeal is None else (self.appeal, *self.further)


@dataclass(frozen=True)
class Tables:
    """The tables of one partition.

    *lots* has keys `year-lot`, *disputes* and *filed_under* parts of digests, the others submission
    or case.
    """

    submissions: MutableMapping[str, Accepted] = field(default_factory=dict)
    screened: MutableMapping[str, Screened] = field(default_factory=dict)
    lots: MutableMapping[str, LastNumber] = field(default_factory=dict)
    disputes: MutableMapping[str, Dispute] = field(default_factory=dict)
    under_review: MutableMapping[str, UnderReview] = field(default_factory=dict)
    filed: MutableMapping[str, Filed] = field(default_factory=dict)
    filed_under: MutableMapping[str, FiledCases] = field(default_factory=dict)
    suspected: MutableMapping[str, Suspected] = field(default_factory=dict)
    cases: MutableMapping[str, CaseState] = field(default_factory=dict)
    questioned: MutableMapping[str, Questioned] = field(default_factory=dict)
    deferred: MutableMapping[str, Deferred] = field(default_factory=dict)
    clocks: MutableMapping[str, CaseClocks] = field(default_factory=dict)
    owed: MutableMapping[str, Owed] = field(default_factory=dict)
    fees: MutableMapping[str, Fees] = field(default_factory=dict)
    timers: MutableMapping[str, Timer] = field(default_factory=dict)


def _of_lot(key: str, _data: Data, _state: AllPartitions) -> Home:
    """Return the home of a lot's numbers, which are under `year-lot`."""
    return Home(key, int(key.rpartition("-")[2]))


def _of_dispute(_key: str, data: Data, _state: AllPartitions) -> Home:
    """Return the home of a dispute: its cases have one date of injury, so one lot."""
    cases = [*data.get("cases", ()), *(item["case_number"] for item in data["items"])]
    return of_subject(cases[0])


def _of_filed(_key: str, data: Data, _state: AllPartitions) -> Home:
    """Return the home of the cases under one name or claim number and day of injury."""
    return of_subject(data["case_numbers"][0])


def _of_screenings(state: AllPartitions) -> Further:
    """Find the lot of a submission, whose ScreenApplication has the submission as key."""

    def of_screening(subject: str) -> Iterable[Home]:
        screened = state.find("screened", subject)
        return [] if screened is None else [of_subject(screened["case_number"])]

    return of_screening


HOMES = Homes(
    tables={
        "submissions": by_key,
        "screened": by_case,
        "lots": _of_lot,
        "disputes": _of_dispute,
        "under-review": by_key,
        "filed": by_key,
        "filed-under": _of_filed,
        "suspected": by_key,
        "deferred": by_key,
        "questioned": by_key,
        "clocks": by_key,
        "owed": by_key,
        "fees": by_key,
        "cases": by_key,
    },
    further=_of_screenings,
)
"""Where its state belongs; the case that a submission duplicates is in the same lot."""
