"""The next steps of a case: who takes each, by when, and with which command."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cli.case.clocks import clocks_of
from cli.case.life import state_of
from cli.session.local_time import minute
from jurisdictions.clocks import end_of_day
from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.acts.questions import FactsAsked
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.decision import DeterminationSigned, OpinionSigned, SecondSignatureAwaited, SecondSignatureDeclined
from schemas.messages.duplicates import DuplicateSuspected
from schemas.messages.letters import (
    NO_ADDRESS,
    LetterHeld,
    LetterIssued,
    LetterReturned,
    LetterSent,
    LetterServed,
    OfServiceOnParty,
    ServiceFailed,
    ServiceUnsure,
)
from schemas.messages.lifecycle import InformationRequested
from schemas.messages.notices import NoticeHeld, NoticeIssued
from schemas.messages.triage import NoReviewerFound, ReviewerAssigned
from services.intake.clocks.running import AUTHORIZATION_DUE, IMPLEMENTATION_CLOCKS, REIMBURSEMENT_DUE
from services.intake.domain.lifecycle.next_steps import APPEAL, NEXT_STEPS, NextStep
from services.intake.domain.lifecycle.states import IN_REVIEW, State

_IMPORT = "imr reviewer import"
_A_REVIEWER = NextStep("staff", "enrol a qualified reviewer without a conflict", (_IMPORT,), "determination-due")
_A_SECOND_SIGNATURE = NextStep("a second person", "signs or declines", ("imr decision countersign",), "determination-due")
_A_PANEL = NextStep("each reviewer of the panel", "signs", ("imr decision sign",), "determination-due")
_A_RELEASE = NextStep("staff", "release the held letter, or have the determination corrected", ("imr letter release",))
_A_NOTICE = NextStep("staff", "release the held notice", ("imr letter release",))
_SIGNED = (DeterminationSigned, OpinionSigned, SecondSignatureAwaited, SecondSignatureDeclined, ReviewerAssigned)
_OF_AN_END = ("ineligibility", "termination")
_BY_SERVICE: tuple[type[OfServiceOnParty], ...] = (LetterSent, ServiceUnsure)
_IMPLEMENTS = {
    name: NextStep("the claims administrator", f"{does} the overturned treatment", ("imr case implement",), name)
    for name, does in ((AUTHORIZATION_DUE, "authorises"), (REIMBURSEMENT_DUE, "pays for"))
}
_AN_ADDRESS = NextStep("staff", "give the address of the party, which is not served without one", ("imr case change-address",))
_OF_SERVICE: dict[type[OfServiceOnParty], NextStep] = {
    LetterSent: NextStep("staff", "confirm the proof of service", ("imr letter confirm",)),
    ServiceFailed: NextStep("staff", "serve the party again", ("imr letter reissue",)),
    ServiceUnsure: NextStep("staff", "find out whether the party was served", ("imr letter confirm",)),
    LetterReturned: NextStep("staff", "serve the party again, at another address", ("imr letter reissue",)),
}


STEPS = (
    *_IMPLEMENTS.values(),
    _AN_ADDRESS,
    *_OF_SERVICE.values(),
    _A_REVIEWER,
    _A_SECOND_SIGNATURE,
    _A_PANEL,
    _A_RELEASE,
    _A_NOTICE,
)
"""The steps beside those of the states."""

OPTIONS = {
    "imr case affirm": "--on DAY --reason REASON",
    "imr case amend": "--reason REASON",
    "imr case answer": "--sent-by SENDER --reason REASON",
    "imr case appeal": "--on DAY --by PARTY --ground GROUND --reason REASON",
    "imr case change-address": "--party PARTY --address ADDRESS --reason REASON",
    "imr case duplicate confirm": "--reason REASON",
    "imr case duplicate reject": "--reason REASON",
    "imr case implement": "--on DAY --reason REASON",
    "imr case records": "--sent-by SENDER --reason REASON",
    "imr case remand": "--on DAY --ground GROUND --facts FACTS --reason REASON",
    "imr case resolve": "--outcome OUTCOME --on DAY --reason REASON",
    "imr decision countersign": "--reviewer REVIEWER",
    "imr decision sign": "--reviewer REVIEWER",
    "imr letter confirm": "--on DAY --proof PROOF",
    "imr letter reissue": "--reason REASON",
    "imr letter release": "--reason REASON",
}
"""The options without which a command is refused, each with a placeholder in capitals."""


def with_options(command: str, of: str) -> str:
    """Return *command* about a case or a service as it can be typed, but for its placeholders."""
    return f"{command} FILE" if command == _IMPORT else " ".join(filter(None, (command, of, OPTIONS.get(command))))


@dataclass(frozen=True, slots=True)
class Due:
    """A step about a case, or about *of*, a service of it, and its time, if it has one.

    *about* says more: the questions that wait for an answer, or the notice that is held.
    """

    step: NextStep
    of: str
    at: datetime | None = None
    about: str = ""

    def told(self, zone: ZoneInfo, now: datetime) -> str:
        """Return the step in a line."""
        about = f": {self.about}" if self.about else ""
        commands = " or ".join(f"`{with_options(each, self.of)}`" for each in self.step.commands)
        if self.at is None:
            return f"{self.step.told}{about} ({commands})"
        if self.step.clock == APPEAL and self.at < now:
            return f"nothing more; the last day to petition was {self.at.astimezone(zone):%Y-%m-%d}"
        until = f"by {minute(self.at, zone)}" if self.at >= now else f"overdue since {minute(self.at, zone)}"
        return f"{self.step.told}, {until}{about} ({commands})"


def next_steps(
    case_number: str, events: Sequence[Message], zone: ZoneInfo, rules_of: Callable[[str], Jurisdiction], told: datetime | None
) -> list[Due]:
    """Return the next steps of a case by its *events*, which are in their order.

    An implementation that is due comes first, then the step of the state. A time is counted from
    the ledger of its clock, and of a case of an earlier version it is the one that its events
    *told*. Held notices and services that are not proven follow.
    """
    state = state_of(events)
    steps = _of_implementation(case_number, state, events, rules_of)
    if state is not None and not (state == "received" and _newest(events, DuplicateSuspected) is None):
        step = _step(state, events)
        into = _newest(events, CaseConsolidated) if state == "consolidated" else None
        of = into.into if isinstance(into, CaseConsolidated) else case_number
        steps.append(Due(step, of, _due_at(step, events, zone, rules_of, told), _about(state, events)))
    return [*steps, *_of_notices(case_number, events), *_of_services(events)]


def _step(state: State, events: Sequence[Message]) -> NextStep:
    """Return the step of *state*, or one that comes before it within that state."""
    if state == "determined" and isinstance(_newest(events, LetterHeld, LetterIssued), LetterHeld):
        return _A_RELEASE
    if state in IN_REVIEW and state != "information-pending":
        if isinstance(_newest(events, NoReviewerFound, ReviewerAssigned), NoReviewerFound):
            return _A_REVIEWER
        signed = _newest(events, *_SIGNED)
        if isinstance(signed, SecondSignatureAwaited):
            return _A_SECOND_SIGNATURE
        if isinstance(signed, OpinionSigned) and signed.outstanding:
            return _A_PANEL
    return NEXT_STEPS[state]


def _about(state: State, events: Sequence[Message]) -> str:
    if state == "facts-pending" and isinstance(facts := _newest(events, FactsAsked), FactsAsked):
        return ", ".join(each.field if each.item is None else f"{each.field} of item {each.item}" for each in facts.asked)
    asked = _newest(events, InformationRequested)
    return ", ".join(asked.asked) if state == "information-pending" and isinstance(asked, InformationRequested) else ""


def _due_at(
    step: NextStep, events: Sequence[Message], zone: ZoneInfo, rules_of: Callable[[str], Jurisdiction], told: datetime | None
) -> datetime | None:
    """Return when *step* is due: of a petition the latest day of any party."""
    if step.clock == APPEAL:
        days = {each.party: each.appeal_until for each in events if isinstance(each, LetterServed)}
        return max((end_of_day(day, zone) for day in days.values() if day is not None), default=None)
    if step.clock is None:
        return None
    clocks = clocks_of(events, rules_of)
    ends = [each.due.at for each in clocks if each.ledger.clock == step.clock and each.stopped is None and each.due is not None]
    return min(ends, default=None) if clocks else told


def _of_implementation(
    case_number: str, state: State | None, events: Sequence[Message], rules_of: Callable[[str], Jurisdiction]
) -> list[Due]:
    """Return the step of the claims administrator for overturned treatment (8 CCR 9792.10.7)."""
    if state not in ("determined", "appealed"):
        return []
    clocks = [each for each in clocks_of(events, rules_of) if each.name in IMPLEMENTATION_CLOCKS and each.stopped is None]
    return [Due(_IMPLEMENTS[each.name], case_number, each.due.at) for each in clocks if each.due is not None]


def _of_notices(case_number: str, events: Iterable[Message]) -> list[Due]:
    """Return a step for each notice that is held, unless the end that it tells was set aside."""
    held: dict[str, str] = {}
    for each in events:
        if isinstance(each, NoticeHeld):
            held[each.notice] = each.kind
        elif isinstance(each, NoticeIssued):
            held.pop(each.notice, None)
        elif isinstance(each, CaseRemanded):
            held = {notice: kind for notice, kind in held.items() if kind not in _OF_AN_END}
    return [Due(_A_NOTICE, f"{case_number} --notice {notice}") for notice in held]


def _of_services(events: Sequence[Message]) -> list[Due]:
    """Return a step for each party whose newest service of a letter is not proven.

    A consolidated case takes no other address, so its letters are served again with one.
    """
    is_consolidated = any(isinstance(each, CaseConsolidated) for each in events)
    newest: dict[str, OfServiceOnParty] = {}
    for each in events:
        if isinstance(each, OfServiceOnParty):
            newest[each.service_id.rpartition(".")[0]] = each
    return [
        Due(
            _step_of(each, is_consolidated=is_consolidated),
            each.service_id if type(each) in _BY_SERVICE else each.case_number,
            about=each.service_id,
        )
        for each in newest.values()
        if type(each) in _OF_SERVICE
    ]


def _step_of(service: OfServiceOnParty, *, is_consolidated: bool) -> NextStep:
    is_unaddressed = isinstance(service, ServiceFailed) and service.reason == NO_ADDRESS
    return _AN_ADDRESS if is_unaddressed and not is_consolidated else _OF_SERVICE[type(service)]


def _newest(events: Sequence[Message], *kinds: type[Message]) -> Message | None:
    return next((each for each in reversed(events) if isinstance(each, kinds)), None)
