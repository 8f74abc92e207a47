"""The tables of one partition, and where a case stands by them."""

from collections.abc import MutableMapping
from dataclasses import dataclass

from services.decision.domain.signing.case_status import Standing
from services.decision.state import AssessedCase, SignedCase, WaitingCase


@dataclass(frozen=True)
class Cases:
    """The tables of one partition; a case is in one of them at a time."""

    waiting: MutableMapping[str, WaitingCase]
    assessed: MutableMapping[str, AssessedCase]
    signed: MutableMapping[str, SignedCase]


def standing_of(number: str, cases: Cases) -> Standing:
    """Where the case *number* stands; of a case nobody spoke of nothing is known."""
    if signed := cases.signed.get(number):
        return Standing(
            version=signed.version,
            awaited=signed.awaiting.determination_version if signed.awaiting else None,
            signers=frozenset(signed.signers or (signed.reviewer_id,)),
            returned_by=frozenset(signed.returned_by),
            digest=signed.digest,
        )
    if case := cases.assessed.get(number):
        return Standing(
            drafts=case.drafts,
            assessed=True,
            seats=case.seats,
            spoken=frozenset(each.reviewer_id for each in case.opinions),
            returned_by=frozenset(case.returned_by),
            awaited=case.awaiting.determination_version if case.awaiting else None,
        )
    waiting = cases.waiting.get(number, WaitingCase())
    drafts = {} if waiting.reviewer_id is None else {waiting.reviewer_id: ""}
    return Standing(drafts=drafts, returned_by=frozenset(waiting.returned_by))
