"""Case staff of a chaos run: acts on a share of the cases while they flow."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from random import Random
from typing import Any

from bench.chaos.parts.traffic import RECEIVED_AT, Writer, application, sealed, sealed_submission, submission, submission_of
from bench.chaos.plan import PARTITIONS
from bench.checker.facts import Fact
from jurisdictions.files import load_jurisdiction
from runtime import clock
from schemas.form.utilization_review import Certification
from schemas.message import Command
from schemas.messages.acts.amendment import AmendApplication, Amendment
from schemas.messages.acts.appeals import AffirmCase, AppealCase
from schemas.messages.acts.consolidation import ConsolidateCases
from schemas.messages.acts.conversion import ConvertReview
from schemas.messages.acts.deferral import DeferReview
from schemas.messages.acts.extensions import ExtendClock
from schemas.messages.acts.implementation import ImplementDetermination
from schemas.messages.acts.remand import Former, RemandCase
from schemas.messages.intake import SubmitApplication
from schemas.messages.lifecycle import AuthorizeTreatment, ResolveLiability, WithdrawApplication
from schemas.wire.codec import Sealed

_SHARE = 6
"""One of so many cases is acted on."""

_SECOND_SHARE = 15
"""One of so many workers files a second application, and staff consolidate the two."""

_ACT: Mapping[str, Any] = {"actor": "Example Clerk", "reason": "an act of a chaos run", "acted_at": RECEIVED_AT}
"""The fields that every act has."""

_DAY = RECEIVED_AT.date()
_JURISDICTION = "ca-workers-comp"


class StaffedCase:
    """A case that is acted on: application *worker*, and the reviewers it had."""

    def __init__(self, number: str, worker: int) -> None:
        self.number, self.worker = number, worker
        self.reviewers: list[str] = []
        self.common: Mapping[str, Any] = {"case_number": number, **_ACT}


def _withdraw(case: StaffedCase) -> Command:
    return WithdrawApplication(**case.common, sent_by="employee", items=(), ground="withdrawn")


def _authorize(*items: int) -> Callable[[StaffedCase], Command]:
    return lambda case: AuthorizeTreatment(**case.common, items=items, authorised_on=_DAY)


def _defer(case: StaffedCase) -> Command:
    return DeferReview(**case.common)


def _liable(case: StaffedCase) -> Command:
    return ResolveLiability(**case.common, outcome="liable", notified_on=_DAY)


def _not_liable(case: StaffedCase) -> Command:
    return ResolveLiability(**case.common, outcome="not-liable", notified_on=_DAY)


def _expedite(case: StaffedCase) -> Command:
    certified = Certification(certified_on=_DAY, name="Dana Inventedphysician")
    return ConvertReview(**case.common, priority="expedited", certification=certified)


def _slow_down(case: StaffedCase) -> Command:
    return ConvertReview(**case.common, priority="standard", certification=None)


def _extend(case: StaffedCase) -> Command:
    return ExtendClock(**case.common, name="determination-due", days=3, approval="Example Director")


def _today() -> Mapping[str, Any]:
    """Return an act of now, which follows the determination that it is about."""
    return {**_ACT, "acted_at": clock.now()}


def _day(act: Mapping[str, Any]) -> date:
    return load_jurisdiction(_JURISDICTION).local_date(act["acted_at"])


def _appeal(case: StaffedCase) -> Command:
    act = _today()
    return AppealCase(
        case_number=case.number,
        **act,
        jurisdiction=_JURISDICTION,
        petitioned_on=_day(act),
        petitioner="worker",
        ground="plain-error",
        appeal_until=None,
    )


def _affirm(case: StaffedCase) -> Command:
    act = _today()
    return AffirmCase(case_number=case.number, **act, jurisdiction=_JURISDICTION, petitioner=None, decided_on=_day(act))


def _remand(case: StaffedCase) -> Command:
    former = Former(
        submission_id=submission(case.worker).submission_id,
        received_at=RECEIVED_AT,
        application=application(case.worker),
        not_under_review=(),
        determination_version=1,
        reviewers=tuple(dict.fromkeys(case.reviewers)),
        left_out=(),
    )
    act = _today()
    return RemandCase(
        case_number=case.number,
        **act,
        petitioner=None,
        ordered_on=_day(act),
        ground="plain-error",
        facts=_ACT["reason"],
        former=former,
    )


def _amend(case: StaffedCase) -> Command:
    corrected = Amendment(field="employer", item=None, value="Example Corrected Works")
    return AmendApplication(**case.common, submission_id=submission(case.worker).submission_id, changes=(corrected,))


def _implement(case: StaffedCase) -> Command:
    act = _today()
    return ImplementDetermination(case_number=case.number, **act, items=(), implemented_on=_day(act))


def second_submission(worker: int) -> SubmitApplication:
    """Return another application of *worker*, by the same physician for another treatment."""
    first = application(worker)
    item = first.items[0].model_copy(update={"request": "Acupuncture, 6 visits", "treatment": "acupuncture", "facts": ()})
    return submission_of(first.model_copy(update={"items": (item,)}), f"{worker}-again")


Step = tuple[str, Callable[[StaffedCase], Command]]
"""An act, and the event after which it is asked for."""

_READY, _ISSUED = "case-ready-for-review", "letter-issued"
LIVES: dict[str, tuple[Step, ...]] = {
    "withdrawn": ((_READY, _withdraw),),
    "authorised": ((_READY, _authorize()),),
    "authorised in part": ((_READY, _authorize(1)),),
    "deferred": ((_READY, _defer), ("review-deferred", _liable)),
    "not liable": ((_READY, _defer), ("review-deferred", _not_liable)),
    "converted": ((_READY, _expedite), ("review-converted", _slow_down)),
    "extended": ((_READY, _extend),),
    "amended": ((_READY, _amend),),
    "implemented": ((_ISSUED, _implement),),
    "affirmed": ((_ISSUED, _appeal), ("case-appealed", _affirm)),
    "remanded": ((_ISSUED, _appeal), ("case-appealed", _remand)),
}
"""The acts on a case in order, by name; one that comes too late is refused."""


class Staff:
    """Acts on one of six cases, by a life chosen at random, and asks for some acts twice."""

    def __init__(self, writer: Writer, random: Random, done: Counter[str]) -> None:
        self._writer, self._random, self._done = writer, random, done
        self._workers: dict[str, int] = {}
        self._cases: dict[str, StaffedCase] = {}
        self._next: dict[str, list[Step]] = {}
        self._asked: list[Sealed] = []

    def submitted(self, workers: Iterable[int]) -> set[str]:
        """Expect the applications of *workers*; submit another for some, and return their ids."""
        second = []
        for worker in workers:
            self._workers[submission(worker).submission_id] = worker
            if self._random.randrange(_SECOND_SHARE) == 0:
                second.append(second_submission(worker))
        self._asked += [sealed_submission(each, PARTITIONS) for each in second]
        return {each.submission_id for each in second}

    def hear(self, fact: Fact) -> None:
        """Take note of an event; it may be time for an act."""
        number = fact.case
        if fact.name == "application-received":
            worker = self._workers.pop(str(fact.data.get("submission_id")), None)
            if worker is not None and self._random.randrange(_SHARE) == 0:
                self._cases[number] = StaffedCase(number, worker)
                life = self._random.choice(sorted(LIVES))
                self._next[number] = list(LIVES[life])
                self._done[f"case staff: {life}"] += 1
        elif fact.name == "consolidation-proposed":
            self._done["case staff: consolidation"] += 1
            self._write(ConsolidateCases(**_ACT, case_number=str(fact.data.get("with_case")), with_case=number), 0)
        elif fact.name == "reviewer-assigned" and number in self._cases:
            self._cases[number].reviewers.append(str(fact.data.get("reviewer_id")))
        steps = self._next.get(number)
        if steps and fact.name == steps[0][0]:
            self._ask(number)

    def write(self) -> None:
        """Write the acts that are due, and all again where the broker confirmed none."""
        self._writer.write(self._asked)
        self._asked = []

    def _ask(self, number: str) -> None:
        """Ask for the next act on a case, sometimes twice."""
        _, act = self._next[number].pop(0)
        self._write(act(self._cases[number]), len(self._next[number]))

    def _write(self, command: Command, left: int) -> None:
        asked = sealed(command, f"staff-{command.subject}-{command.type}-{left}", PARTITIONS)
        self._asked += [asked] * self._random.choice([1, 1, 2])
