"""Tell the events of a case's life after its application to people, in one line each."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from cli.session.local_time import minute
from cli.session.output import counted, money
from schemas.message import Message
from schemas.messages.acts.addresses import PartyAddressChanged, PartyAddressUnchanged
from schemas.messages.acts.amendment import Amended, ApplicationAmended
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import (
    CaseConsolidated,
    ConsolidationAbandoned,
    ConsolidationAnswered,
    ConsolidationAsked,
    ConsolidationDeclined,
    ConsolidationProposed,
    ItemsJoined,
)
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.acts.extensions import DeadlineExtended
from schemas.messages.acts.implementation import DeterminationImplemented
from schemas.messages.acts.questions import FactsAsked, FactsOverdue
from schemas.messages.acts.remand import CaseRemanded, LeftOut
from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.ledgers.clocks import ClockChanged, DeadlineApproaching, DeadlineMissed
from schemas.messages.ledgers.fees import FeeAssessed
from schemas.messages.lifecycle import (
    CaseFileChanged,
    CaseTerminated,
    CaseUnchanged,
    InformationAnswered,
    InformationOverdue,
    InformationRequested,
    LiabilityResolved,
    RecordsAdded,
    RecordsKept,
    ReviewLimited,
    SignedAfterEnd,
    TreatmentAuthorised,
)
from schemas.messages.triage import ReviewersRechecked, ReviewerWithdrawn


def tell_of_life(message: Message, zone: tzinfo) -> str | None:
    """Return *message* in one line, its instants in *zone*; None if it is no event of a life."""
    return (
        _tell_of_records(message)
        or _tell_of_information(message, zone)
        or _tell_of_end(message)
        or _tell_of_fee(message)
        or _tell_of_deferral(message, zone)
        or _tell_of_appeal(message)
        or _tell_of_clock(message, zone)
        or _tell_of_answer(message)
        or _tell_of_consolidation(message)
    )


def _tell_of_records(message: Message) -> str | None:
    match message:
        case RecordsAdded():
            return f"{_papers(message)} added to the case file"
        case RecordsKept():
            why = {
                "already-on-file": "on file already",
                "review-ended": f"kept; the case is {message.state}, so they change nothing",
                "no-file-held": "kept; this case is from a version that held no file, so bring them to the reviewer",
            }
            return f"{_papers(message)}: {why[message.because]}"
        case ReviewLimited():
            return "review limited to the papers on file: the claims administrator's records did not come"
        case CaseFileChanged():
            return f"the case file changed ({message.because}), so the case is assessed again"
        case _:
            return None


def _tell_of_information(message: Message, zone: tzinfo) -> str | None:
    match message:
        case FactsAsked():
            questions = " ".join(each.question for each in message.asked)
            return f"asked by {minute(message.answer_due_at, zone)}: {questions}"
        case FactsOverdue():
            return "no answer came in time, so the application is screened on the facts that are known"
        case InformationRequested():
            return f"the parties are asked for {', '.join(message.asked)}; the answer is due {minute(message.answer_due_at, zone)}"
        case InformationAnswered():
            sender = f" by the {message.sent_by.replace('-', ' ')}" if message.sent_by else ""
            return f"the reviewer's request is answered{sender}; the review goes on"
        case InformationOverdue():
            return f"no answer came in time ({', '.join(message.asked)}); the review goes on without it"
        case _:
            return None


def _tell_of_end(message: Message) -> str | None:  # noqa: PLR0911 - a table of sentences
    match message:
        case TreatmentAuthorised():
            items = ", ".join(map(str, message.items))
            return f"the claims administrator authorised {items} on {message.authorised_on:%Y-%m-%d}, which leaves the review"
        case ItemsWithdrawn():
            items = ", ".join(map(str, message.items))
            return f"the dispute about {items} ended ({message.ground}), which leaves the review"
        case LiabilityResolved():
            then = "goes on where it stood" if message.outcome == "liable" else "ends"
            return f"the dispute about liability ended ({message.outcome}), by a notice of {message.notified_on:%Y-%m-%d}; an application is checked for eligibility again, a review {then}"
        case CaseTerminated():
            return f"the review ended: {message.ground}"
        case DeterminationImplemented():
            late = f"; late: {_numbers(message.late)}" if message.late else ""
            still = f"; still owed: {_numbers(message.owed)}" if message.owed else ""
            return (
                f"the claims administrator implemented {_numbers(message.items)} on {message.implemented_on:%Y-%m-%d}{late}{still}"
            )
        case SignedAfterEnd():
            return f"determination {message.determination_version} was signed after the end of the review; staff see both"
        case _:
            return None


def _tell_of_appeal(message: Message) -> str | None:
    match message:
        case CaseAppealed():
            until = f"; the last day was {message.appeal_until:%Y-%m-%d}" if message.appeal_until else ""
            when = {None: "the last day is not known", False: "in time", True: "late"}[message.late] + until
            who = message.petitioner.replace("-", " ")
            return f"the {who} petitioned on {message.petitioned_on:%Y-%m-%d} against the case as {message.against} ({message.ground}): {when}"
        case CaseRemanded():
            by = f"by order of {message.ordered_on:%Y-%m-%d}{_of_whom(message.petitioner)} ({message.ground})"
            anew = f"no longer {message.against}, {by}: reviewed anew, by another reviewer; the facts: {message.facts}"
            return anew + "".join(_tell_left_out(each) for each in message.left_out)
        case CaseAffirmed():
            then = f"; pending: that of the {_and(message.pending)}" if message.pending else f": the case stays {message.end}"
            return f"the petition{_of_whom(message.petitioner)} was denied or withdrawn on {message.decided_on:%Y-%m-%d}{then}"
        case _:
            return None


def _of_whom(petitioner: str | None) -> str:
    return f" of the {petitioner.replace('-', ' ')}" if petitioner else ""


def _and(petitioners: Iterable[str]) -> str:
    return " and of the ".join(each.replace("-", " ") for each in petitioners)


def _tell_left_out(records: LeftOut) -> str:
    """Return the records that are not in the file of the new review, and why."""
    named = ", ".join(each.id for each in records.documents) or f"facts of {counted(len(records.facts), 'item')}"
    return f"; not on the file: {named}, because {records.because}"


def _tell_of_clock(message: Message, zone: tzinfo) -> str | None:
    if isinstance(message, DeadlineExtended):
        until = f"; due {minute(message.due_at, zone)}" if message.due_at else ""
        return f"the clock {message.name} has {counted(message.days, 'day')} more, by approval {message.approval}{until}"
    if isinstance(message, DeadlineApproaching | DeadlineMissed):
        told = "runs out" if isinstance(message, DeadlineApproaching) else "was missed: it ran out"
        return f"the deadline {message.name} {told} {minute(message.due_at, zone)}"
    if not isinstance(message, ClockChanged):
        return None
    told = {
        "start": "starts",
        "toll": "stands still",
        "resume": "goes on",
        "convert": f"goes over to {message.variant}",
        "extend": f"has {counted(message.days or 0, 'day')} more",
        "stop": "stops",
    }[message.change]
    why = f": {message.reason}" if message.reason else ""
    told += f" for {_of_items(message.items)}" if message.items and message.change == "start" else ""
    end = f"; {'it was due' if message.change == 'stop' else 'due'} {minute(message.due_at, zone)}" if message.due_at else ""
    return f"the clock {message.name} {told}{why}{end}"


def _tell_of_answer(message: Message) -> str | None:
    match message:
        case CaseUnchanged():
            return f"{message.request}: {message.text}"
        case PartyAddressChanged():
            changed, party = ", ".join(message.changed), message.party.replace("-", " ")
            return f"the {party} is served otherwise from now on ({changed}), by {message.actor}: {message.reason}"
        case ApplicationAmended():
            changed = "; ".join(_tell_amended(each) for each in message.changes)
            others = ", ".join(dict.fromkeys(each.case_number for each in message.possible_duplicates))
            twice = f"; may be a duplicate of {others}" if others else ""
            return f"the application is corrected ({changed}), by {message.actor}: {message.reason}{twice}"
        case PartyAddressUnchanged():
            return f"the {message.party.replace('-', ' ')} is served so already; nothing changed"
        case _:
            return None


def _tell_amended(change: Amended) -> str:
    """Return a corrected field without its value, which may be a name."""
    return change.field.replace("-", " ") + (f" of item {change.item}" if change.item else "")


def _tell_of_deferral(message: Message, zone: tzinfo) -> str | None:
    match message:
        case ReviewDeferred():
            return f"the review is deferred, by {message.actor}: {message.reason}; its clocks stand still"
        case ReviewResumed():
            return f"the review goes on: {message.state}{_due(message.determination_due_at, zone)}"
        case ReviewConverted():
            by = f", certified on {message.certification.certified_on:%Y-%m-%d}" if message.certification else ""
            return f"the review is {message.priority} from now on{by}{_due(message.determination_due_at, zone)}"
        case _:
            return None


def _tell_of_consolidation(message: Message) -> str | None:  # noqa: PLR0911 - a table of sentences
    match message:
        case ConsolidationProposed():
            return f"might have one determination with {message.with_case}: {', '.join(message.agreed)} agree"
        case ConsolidationDeclined():
            return f"stays apart from {message.with_case}, by {message.actor}: {message.reason}"
        case ConsolidationAsked():
            return f"to be consolidated with {message.with_case}, by {message.actor}: {message.reason}"
        case ConsolidationAnswered():
            told = "not signed, and held until the cases are one" if message.code is None else f"stay apart: {message.text}"
            return f"with {message.with_case}: {told}"
        case ConsolidationAbandoned():
            return f"stays apart from {message.with_case}: {message.text}"
        case ReviewerWithdrawn():
            return f"reviewer {message.reviewer_id} may not review the items that joined ({message.because}); another one is sought"
        case ReviewersRechecked():
            return "the reviewers who may review the case as it is now keep it"
        case CaseConsolidated():
            return f"consolidated into {message.into}, where its items are {', '.join(map(str, message.items.values()))}"
        case ItemsJoined():
            return f"goes on with the items of {message.from_case}, {counted(len(message.application.items), 'item')} now"
        case _:
            return None


def _tell_of_fee(message: Message) -> str | None:
    if not isinstance(message, FeeAssessed):
        return None
    told = f"fee of {message.claims_administrator}, line {message.line}: "
    if message.amount_cents is None:
        return f"{told}not known. {message.because}"
    whole = "" if message.amount_cents == message.fee_cents else f" more, of {money(message.fee_cents)} in all"
    return f"{told}{message.currency} {money(message.amount_cents)}{whole}"


def _of_items(items: tuple[int, ...]) -> str:
    return f"item{'s' if len(items) > 1 else ''} {_numbers(items)}"


def _numbers(items: tuple[int, ...]) -> str:
    return ", ".join(map(str, items))


def _due(due_at: datetime | None, zone: tzinfo) -> str:
    return f", determination due {minute(due_at, zone)}" if due_at else ""


def _papers(message: RecordsAdded | RecordsKept) -> str:
    facts = sum(len(each) for each in message.facts.values())
    parts = [counted(len(message.documents), "paper")] * bool(message.documents) + [counted(facts, "fact")] * bool(facts)
    sender = f" from the {message.sent_by.replace('-', ' ')}" if message.sent_by else ""
    return f"{' and '.join(parts) or 'nothing'}{sender}"
