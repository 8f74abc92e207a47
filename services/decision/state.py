"""The state of a case: waiting, assessed, or signed.

A signed case keeps only a mark, and keeps it permanently.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from runtime.state.homes import Homes, by_key
from schemas.message import Name, Part, Text
from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Application, Day
from schemas.messages.assessment import Assessment
from schemas.messages.decision import Basis, Opinion, SecondSignatureAwaited
from schemas.messages.triage import CaseChange, ReviewerId
from services.decision.domain.signing.case_status import CaseStatus

Appealed = Annotated[bool, Field(exclude_if=lambda appealed: not appealed)]
"""Whether a petition against the end of a case is pending; then it is not dropped."""


class Remand(Part):
    """The order of a court to review a case anew.

    Determinations up to *set_aside* no longer hold; *reviewers* have no part in the new review.
    """

    ordered_on: Day
    set_aside: int
    reviewers: tuple[ReviewerId, ...]


Remanded = Annotated[Remand | None, Field(exclude_if=lambda remand: remand is None)]
Corrections = Annotated[tuple[CorrectedFact, ...], Field(exclude_if=lambda corrections: not corrections)]
NextReviewer = Annotated[ReviewerId | None, Field(exclude_if=lambda reviewer: reviewer is None)]
"""A reviewer who was assigned after the end, for an order that is still on its way."""


class WaitingCase(Part):
    """A case whose file or reviewer is still missing.

    *returned_by* lists reviewers who gave the case back before it was assessed. *corrections* are
    of items that joined it from a case that was assessed.
    """

    application: Application | None = None
    reviewer_id: ReviewerId | None = None
    returned_by: tuple[ReviewerId, ...] = ()
    remand: Remanded = None
    corrections: Corrections = ()


class AssessedCase(Part):
    """A case whose draft its reviewers have.

    *version* counts the drafts; *drafts* maps each reviewer, in order of assignment, to the id of
    their draft. *parents* maps an ancillary item to its parent item. A panel has several *seats*,
    and *opinions* are those signed so far. *awaiting* is the determination that waits for a second
    signature. *missing* names the information that a reviewer asked for. *corrections* are the
    facts that people corrected, one for each item and fact.
    """

    version: int
    drafts: dict[ReviewerId, Name]
    requested_on: Day
    clinical_summary: Text
    assessments: tuple[Assessment, ...]
    parents: dict[int, int]
    basis: Basis | None = None
    seats: int = 1
    opinions: tuple[Opinion, ...] = ()
    awaiting: SecondSignatureAwaited | None = None
    returned_by: tuple[ReviewerId, ...] = ()
    missing: tuple[Name, ...] = ()
    remand: Remanded = None
    corrections: Corrections = ()


class SignedCase(Part):
    """The mark of a signed case.

    It has the newest *version*, the *digest* of its text, the reviewers who signed it, and the data
    that a correction needs.
    """

    assessment_id: Name
    reviewer_id: ReviewerId
    version: int = 1
    digest: Name | None = None
    signers: tuple[ReviewerId, ...] = ()
    returned_by: tuple[ReviewerId, ...] = ()
    parents: dict[int, int] = Field(default_factory=dict)
    awaiting: SecondSignatureAwaited | None = None
    appealed: Appealed = False
    remand: Remanded = None
    next_reviewer: NextReviewer = None


class EndedCase(Part):
    """The mark of a case whose review ended without a determination, and the ground."""

    ground: Name
    appealed: Appealed = False
    remand: Remanded = None
    next_reviewer: NextReviewer = None


class DeferredCase(Part):
    """The mark of a case that waits for the end of another dispute: its reason's code."""

    code: Name


class HeldCase(Part):
    """The mark of a case that is to be consolidated with another; nothing is signed meanwhile.

    *corrections* are those of the other case's items, which join this one.
    """

    with_case: Name
    corrections: Corrections = ()


class RecheckedCase(Part):
    """The act after which reviewers of a case are checked again, and the act answered.

    Its answer can be read before the act itself, because their topics have no common order.
    """

    asked: CaseChange | None = None
    answered: CaseChange | None = None


@dataclass(frozen=True)
class Cases:
    """The tables of one partition; a case is in one of them at a time.

    One that is *deferred*, *held* for a consolidation, or whose reviewers are *rechecked*, is in
    that table too. *files* holds the
    file of an assessed case, without its corrections; cases that an earlier version assessed have
    none there.
    """

    waiting: MutableMapping[str, WaitingCase]
    assessed: MutableMapping[str, AssessedCase]
    signed: MutableMapping[str, SignedCase]
    ended: MutableMapping[str, EndedCase] = field(default_factory=dict)
    deferred: MutableMapping[str, DeferredCase] = field(default_factory=dict)
    files: MutableMapping[str, Application] = field(default_factory=dict)
    held: MutableMapping[str, HeldCase] = field(default_factory=dict)
    rechecked: MutableMapping[str, RecheckedCase] = field(default_factory=dict)

    def awaits_recheck(self, number: str) -> bool:
        """Whether triage has yet to say which reviewers may keep the case *number*."""
        return (case := self.rechecked.get(number)) is not None and case.asked is not None

    def stands_still(self, number: str) -> bool:
        """Whether nothing is signed in the case *number* for now."""
        return number in self.deferred or number in self.held or self.awaits_recheck(number)


def status_of(number: str, cases: Cases) -> CaseStatus:
    """Return the status of the case *number*; an unknown case has the default status."""
    if signed := cases.signed.get(number):
        return CaseStatus(
            version=signed.version,
            awaited=signed.awaiting.determination_version if signed.awaiting else None,
            signers=frozenset(signed.signers or (signed.reviewer_id,)),
            returned_by=frozenset(signed.returned_by),
            earlier=_earlier(signed.remand),
            digest=signed.digest,
        )
    if ended := cases.ended.get(number):
        return CaseStatus(ended=ended.ground)
    if case := cases.assessed.get(number):
        return CaseStatus(
            drafts=case.drafts,
            assessed=True,
            deferred=number in cases.deferred,
            held=number in cases.held,
            rechecked=cases.awaits_recheck(number),
            seats=case.seats,
            signed_by=frozenset(each.reviewer_id for each in case.opinions),
            returned_by=frozenset(case.returned_by),
            earlier=_earlier(case.remand),
            set_aside=case.remand.set_aside if case.remand else 0,
            awaited=case.awaiting.determination_version if case.awaiting else None,
        )
    waiting = cases.waiting.get(number, WaitingCase())
    drafts = {} if waiting.reviewer_id is None else {waiting.reviewer_id: ""}
    return CaseStatus(
        drafts=drafts,
        returned_by=frozenset(waiting.returned_by),
        earlier=_earlier(waiting.remand),
        set_aside=waiting.remand.set_aside if waiting.remand else 0,
        deferred=number in cases.deferred,
        held=number in cases.held,
    )


def _earlier(remand: Remand | None) -> frozenset[str]:
    return frozenset(remand.reviewers if remand else ())


HOMES = Homes(
    tables=dict.fromkeys(
        (
            "waiting-cases",
            "assessed-cases",
            "signed-cases",
            "ended-cases",
            "deferred-cases",
            "held-cases",
            "assessed-files",
            "rechecked-cases",
        ),
        by_key,
    )
)
"""Where its state belongs."""
