"""Tell the events of cases to people: a line for each event, a stage for each case."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import dropwhile

from cli.session.local_time import minute
from cli.session.output import counted
from cli.session.told import tell_of_life
from runtime.outside.follow import Seen
from schemas.case import OfACase
from schemas.message import Message
from schemas.messages.decision import (
    CaseAssessed,
    DeterminationSigned,
    OpinionSigned,
    RequestRefused,
    SecondSignatureAwaited,
    SecondSignatureDeclined,
    SignatureRefused,
)
from schemas.messages.duplicates import (
    DuplicateItemsDropped,
    DuplicateRequestRefused,
    DuplicateReversed,
    DuplicateSettled,
    DuplicateSuspected,
    EarlierReview,
    EarlierReviewsFound,
    ItemMatch,
    ReceiptMoved,
)
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    ExpeditedNotCertified,
    RecordsOverdue,
    RecordsRequested,
)
from schemas.messages.letters import (
    NO_ADDRESS,
    LetterHeld,
    LetterIssued,
    LetterRequestRefused,
    LetterReturned,
    LetterSent,
    LetterServed,
    OfServiceOnParty,
    ServiceAttempted,
    ServiceFailed,
    ServiceIntended,
    ServiceUnsure,
)
from schemas.messages.lifecycle import CaseRequestRefused
from schemas.messages.notices import NoticeHeld, NoticeIssued
from schemas.messages.seats import CaseReturned, PanelConvened
from schemas.messages.triage import NoReviewerFound, ReviewerAssigned
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, LETTERS_EVENTS, TRIAGE_EVENTS
from services.ops.domain.stages import current_stage, reach
from services.ops.live.stage_of import stage_of

EVENT_TOPICS = (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_EVENTS, LETTERS_EVENTS)


@dataclass
class Case:
    """A case as its events tell it."""

    case_number: str
    events: list[Seen] = field(default_factory=list)

    @property
    def stage(self) -> str:
        """The stage it has reached."""
        instants: dict[str, float] = {}
        for seen in self.events:
            if stage := stage_of(seen.message):
                instants = reach(instants, stage, seen.envelope.time.timestamp())  # type: ignore[arg-type,assignment]
        return current_stage(instants) if instants else "unknown"  # type: ignore[arg-type]

    def last(self, kind: type[Message]) -> Message | None:
        """The last event of *kind*, or None."""
        return next((seen.message for seen in reversed(self.events) if isinstance(seen.message, kind)), None)


_REFUSALS = (SignatureRefused, RequestRefused, LetterRequestRefused, CaseRequestRefused, DuplicateRequestRefused)

_ASKED = {
    "countersign-determination": "second signature",
    "correct-determination": "correction",
    "correct-fact": "correction of a fact",
    "return-case": "return of the case",
    "convene-panel": "panel",
    "release-letter": "release of the letter",
    "reissue-letter": "service of the letter again",
    "confirm-service": "confirmation of service",
    "report-returned-mail": "report of returned mail",
    "receive-records": "records",
    "settle-duplicate": "decision on the duplicate",
    "reverse-duplicate": "reversal of the duplicate",
}
"""The request of each command, by the end of its type."""


def history(events: Iterable[Seen], case_number: str) -> list[Seen]:
    """Return the events of a case in *events*, which are in the order of time.

    A refusal before its first event is of a command that named a case that did not exist yet.
    """
    own = (each for each in events if isinstance(each.message, OfACase) and each.message.case_number == case_number)
    return list(dropwhile(lambda each: isinstance(each.message, _REFUSALS), own))


def cases(events: Iterable[Seen]) -> dict[str, Case]:
    """The cases in *events*, by number; each has its `history`."""
    found: dict[str, Case] = {}
    grouped: dict[str, list[Seen]] = defaultdict(list)
    for seen in events:
        if isinstance(seen.message, OfACase):
            grouped[seen.message.case_number].append(seen)
    for case_number, each in sorted(grouped.items()):
        if own := history(each, case_number):
            found[case_number] = Case(case_number, own)
    return found


def tell(message: Message, zone: tzinfo) -> str:  # noqa: C901, PLR0911, PLR0912 - a table of sentences
    """Return *message* in one line, without names, its instants in *zone*."""
    match message:
        case ApplicationReceived():
            return f"application received by {message.channel}, {counted(len(message.application.items), 'item')}"
        case ApplicationFoundIneligible() | ApplicationDeferred():
            return _against(message)
        case ApplicationFoundEligible():
            return f"eligible, notice of assignment {message.assigned_on:%Y-%m-%d}"
        case ExpeditedNotCertified():
            return "runs as a standard review: not certified as expedited"
        case RecordsRequested():
            return f"waits for medical records, due {message.records_due_on:%Y-%m-%d}"
        case RecordsOverdue():
            return f"medical records overdue since {message.records_due_on:%Y-%m-%d}"
        case CaseReadyForReview():
            return f"ready for review, determination due {minute(message.determination_due_at, zone)}"
        case DeterminationOverdue():
            return f"determination overdue since {minute(message.determination_due_at, zone)}; it will still bind"
        case ReviewerAssigned():
            return f"reviewer {message.reviewer_id} assigned ({', '.join(message.matching_specialties)}), {_excluded(message.considered, message.excluded)}"
        case NoReviewerFound() if message.considered == 0:
            return (
                f"waits for a reviewer: the pool {message.pool} has none; `imr reviewer import` fills the pool of IMR_JURISDICTION"
            )
        case NoReviewerFound():
            return f"waits for a reviewer, {_excluded(message.considered, message.excluded)}"
        case CaseAssessed():
            proposals = ", ".join(f"item {each.item} {each.proposal or 'no guideline speaks'}" for each in message.assessments)
            corrected = f" with {counted(len(message.corrections), 'corrected fact')}" if message.corrections else ""
            return f"assessed{corrected}: {proposals}"
        case SignatureRefused():
            return f"signature refused: {message.text}"
        case RequestRefused() | CaseRequestRefused():
            return f"{_asked(message.request)} refused: {message.text}"
        case CaseReturned():
            follows = "another reviewer is to be found" if message.reassign else f"waits for {', '.join(message.missing)}"
            return f"returned by {message.reviewer_id} ({message.ground}); {follows}"
        case PanelConvened():
            return f"panel of {message.reviewers} convened, approval {message.approval}"
        case OpinionSigned():
            return f"opinion signed by {message.opinion.reviewer_id}: {message.opinion.outcome}; {message.outstanding} outstanding"
        case SecondSignatureAwaited():
            return f"determination {message.determination_version} waits for the second signature: {message.outcome}"
        case SecondSignatureDeclined():
            return f"second signature declined by {message.reviewer_id}: {message.reason}"
        case DeterminationSigned():
            corrected = f", correction: {message.reason_for_correction}" if message.reason_for_correction else ""
            return f"determination {message.determination_version} signed ({message.signature}): {message.outcome}{corrected}"
        case _:
            return tell_of_life(message, zone) or _tell_of_duplicate(message, zone) or _tell_of_letter(message)


def _tell_of_letter(message: Message) -> str:
    match message:
        case LetterHeld():
            return f"letter held, waits for a release: {', '.join(finding.id for finding in message.findings)}"
        case LetterIssued():
            copies = ", ".join(dict.fromkeys(file.recipient for file in message.files))
            warned = f"; warnings: {', '.join(each.id for each in message.warnings)}" if message.warnings else ""
            return f"letter {message.letter_version} issued{_how_issued(message)}: copies for {copies}{warned}"
        case NoticeIssued():
            copies = ", ".join(dict.fromkeys(file.recipient for file in message.files))
            return f"notice {message.notice} issued{_how_issued(message)}: copies for {copies}"
        case NoticeHeld():
            return f"notice {message.notice} held, waits for a release: {', '.join(finding.id for finding in message.findings)}"
        case OfServiceOnParty():
            letter = message.service_id.split(".")[1]
            return f"{'' if letter.isdigit() else f'notice {letter} '}{_tell_of_service(message)}"
        case _:
            return _tell_of_service(message)


def _tell_of_duplicate(message: Message, zone: tzinfo) -> str | None:  # noqa: PLR0911 - a table of sentences
    match message:
        case DuplicateItemsDropped():
            return f"already under review: {', '.join(map(_matched, message.items))}; the others go on"
        case DuplicateSuspected():
            until = f"waits for staff until {minute(message.settle_by, zone)}" if message.settle_by else "goes on, expedited"
            return f"may be a duplicate: {', '.join(map(_matched, message.items))}; {until}"
        case DuplicateSettled():
            verdict = "a duplicate" if message.verdict == "confirm" else "no duplicate"
            return f"{_items(message.items)} found to be {verdict} by {message.actor or 'lapse of time'}: {message.reason}"
        case DuplicateReversed():
            return f"{_items(message.items)} no duplicate of {message.not_duplicate_of}, by {message.actor}: {message.reason}"
        case DuplicateRequestRefused():
            return f"{_asked(message.request)} refused: {message.text}"
        case ReceiptMoved():
            return f"had arrived earlier: received {message.received_on:%Y-%m-%d}, not {message.before:%Y-%m-%d}"
        case EarlierReviewsFound():
            return f"disputed before: {'; '.join(map(tell_earlier, message.reviews))}"
        case _:
            return None


def tell_earlier(review: EarlierReview) -> str:
    """Return an earlier review of an item in one line."""
    end = f"{review.outcome or 'determined'} on {review.determined_on:%Y-%m-%d}" if review.determined_on else "not determined then"
    return f"item {review.item} in {review.case_number} (item {review.case_item}), denied {review.decided_on:%Y-%m-%d}, {end}"


def _matched(match: ItemMatch) -> str:
    doubts = f", open: {', '.join(match.open)}" if match.open else ""
    of_item = f" (item {match.case_item})" if match.case_item else ""
    return f"item {match.item} in {match.case_number}{of_item}{doubts}"


def _items(numbers: tuple[int, ...]) -> str:
    return f"{'item' if len(numbers) == 1 else 'items'} {', '.join(map(str, numbers))}"


def _asked(request: str) -> str:
    """Return the request of a command, in words; *request* is its type, or the end of it."""
    name = request.rpartition(".")[2]
    return _ASKED.get(name, name.replace("-", " "))


def _against(message: ApplicationFoundIneligible | ApplicationDeferred) -> str:
    told = "deferred" if isinstance(message, ApplicationDeferred) else "not eligible"
    return f"{told}: {', '.join(reason.code for reason in message.reasons)}"


def _how_issued(issued: LetterIssued | NoticeIssued) -> str:
    if isinstance(issued, LetterIssued) and issued.draft:
        return " as a draft"
    if issued.release is not None:
        return ", released by staff with a reason"
    return " anew" if issued.reissue_reason else ""


def _tell_of_service(message: Message) -> str:  # noqa: PLR0911 - a table of sentences
    match message:
        case ServiceIntended():
            return f"to be served on the {_party(message.party)} {_by(message.method)}{' again' if message.reason else ''}"
        case ServiceAttempted():
            return f"service on the {_party(message.party)} attempted ({message.service_id}, attempt {message.attempt})"
        case LetterSent():
            return f"sent to the {_party(message.party)} {_by(message.method)}, waits for a proof of service ({message.service_id})"
        case LetterServed():
            until = f", may appeal until {message.appeal_until:%Y-%m-%d}" if message.appeal_until else ""
            return f"served on the {_party(message.party)} {_by(message.method)} on {message.served_on:%Y-%m-%d}{until}"
        case ServiceFailed() if message.reason == NO_ADDRESS:
            return f"not served on the {_party(message.party)}: {message.reason} ({message.service_id})"
        case ServiceFailed():
            return f"service on the {_party(message.party)} failed, waits for another ({message.service_id})"
        case ServiceUnsure():
            return f"it is unknown whether the {_party(message.party)} was served, waits for a person ({message.service_id})"
        case LetterReturned():
            return f"came back from the {_party(message.party)}, waits to be served again ({message.service_id})"
        case LetterRequestRefused():
            return f"{_asked(message.request)} refused: {message.text}"
        case _:
            return message.type


def _party(party: str) -> str:
    return party.replace("-", " ")


def _by(method: str) -> str:
    return "electronically" if method == "electronic" else f"by {method}"


def _excluded(considered: int, excluded: dict[str, int]) -> str:
    reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(excluded.items()))
    return f"{considered} considered" + (f", excluded: {reasons}" if reasons else "")
