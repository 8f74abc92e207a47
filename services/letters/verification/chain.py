"""Check a letter against the stream: its issue, the signed decisions, the causes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from runtime.outside.follow import Seen
from schemas.message import Message
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.intake import ApplicationReceived, CaseReadyForReview
from schemas.messages.letters import LetterHeld, LetterIssued
from schemas.messages.triage import ReviewerAssigned
from services.letters.domain.provenance import Chain, Link, chain, out_of_order
from services.letters.letter import Letter
from services.letters.verification.errors import ChainBroken, NeverIssued, OtherDecision
from services.letters.verification.pdf_file import LetterFound

NEEDED: tuple[type[Message], ...] = (ApplicationReceived, CaseReadyForReview, ReviewerAssigned, CaseAssessed, DeterminationSigned)
"""The events that every letter is based on."""

_CLOCKS_APART_MAX_SECONDS = 300.0
"""The greatest difference between the clocks of two services.

The runtime accepts no clock that is off by more (runtime.state.timers.JUMP_MAX).
"""


@dataclass(frozen=True)
class Issue:
    """The event that issued a letter, and the recipient of this copy."""

    seen: Seen
    issued: LetterIssued
    recipient: str


def issue_of(found: LetterFound, events: Sequence[Seen]) -> Issue:
    """Return the issue that lists the file's hash; raises NeverIssued."""
    for seen in events:
        if isinstance(seen.message, LetterIssued) and seen.message.case_number == found.letter.case_number:
            for file in seen.message.files:
                if file.sha256 == found.sha256:
                    return Issue(seen, seen.message, file.recipient)
    raise NeverIssued(found.sha256, found.letter.case_number)


def check_items(letter: Letter, issue: Issue, events: Sequence[Seen]) -> None:
    """Compare each item's outcome with the signed one; raises OtherDecision or ChainBroken."""
    signed = [seen.message for seen in events if _is_determination_of(seen.message, issue.issued)]
    if not signed:
        raise ChainBroken(
            f"the letter was issued from determination {issue.issued.determination_version}, which is not on the stream"
        )
    outcomes = {
        decision.item: decision.outcome for each in signed if isinstance(each, DeterminationSigned) for decision in each.decisions
    }
    for item in letter.items:
        if outcomes.get(item.number) != item.outcome:
            raise OtherDecision(item.number, item.outcome, outcomes.get(item.number))


def grounds(issue: Issue, events: Sequence[Seen]) -> Chain:
    """Return all events that the letter is based on, back to the application.

    Raises ChainBroken. Commands may be missing, because the stream keeps them for a limited time.
    """
    known: dict[str, Seen] = {}
    for seen in events:
        known.setdefault(seen.envelope.id, seen)  # a repeat has the id of its first, and a later time
    links = {
        identifier: Link(identifier, seen.envelope.type, seen.envelope.causation_id, tuple(_continues(seen.message, known)))
        for identifier, seen in known.items()
    }
    found = chain(links, issue.seen.envelope.id)
    if lacking := [needed.type for needed in NEEDED if not found.reaches(needed.type)]:
        raise ChainBroken(f"the stream has no {', '.join(lacking)} that leads to this letter")
    instants = {identifier: seen.envelope.time.timestamp() for identifier, seen in known.items()}
    if late := out_of_order(found.links, instants, _CLOCKS_APART_MAX_SECONDS):
        raise ChainBroken(f"{late[0].type} {late[0].id} is dated before an event that it follows from")
    return found


def _continues(message: Message, known: Mapping[str, Seen]) -> Iterator[str]:
    """Yield the ids of the messages whose content *message* carries on."""
    for identifier, seen in known.items():
        other = seen.message
        match message:
            case LetterIssued() | LetterHeld():
                continues = _is_determination_of(other, message) or _is_of(other, message.case_number, CaseReadyForReview)
            case DeterminationSigned():
                continues = isinstance(other, CaseAssessed) and other.assessment_id in {
                    message.assessment_id,
                    *(each.assessment_id for each in message.opinions),
                }
            case CaseAssessed():
                assigned = isinstance(other, ReviewerAssigned) and other.reviewer_id == message.reviewer_id
                continues = _is_of(other, message.case_number, CaseReadyForReview) or (
                    assigned and _is_of(other, message.case_number, ReviewerAssigned)
                )
            case ReviewerAssigned():
                continues = _is_of(other, message.case_number, CaseReadyForReview)
            case CaseReadyForReview():
                continues = _is_of(other, message.case_number, ApplicationReceived)
            case _:
                continues = False
        if continues:
            yield identifier


def _is_determination_of(message: Message, event: LetterIssued | LetterHeld) -> bool:
    return (
        isinstance(message, DeterminationSigned)
        and message.case_number == event.case_number
        and message.determination_version == event.determination_version
    )


def _is_of(message: Message, case_number: str, kind: type[CaseReadyForReview | ReviewerAssigned | ApplicationReceived]) -> bool:
    return isinstance(message, kind) and message.case_number == case_number
