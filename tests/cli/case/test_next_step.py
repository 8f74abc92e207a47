"""The next steps of a case: who, by when, with which command."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer

from cli.case.next_step import STEPS, next_steps, with_options
from cli.main import app
from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.decision import SecondSignatureAwaited
from schemas.messages.intake import ApplicationDeferred, RecordsOverdue, RecordsRequested
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.letters import NO_ADDRESS, LetterHeld, LetterReturned, LetterSent, LetterServed, ServiceFailed
from schemas.messages.lifecycle import CaseTerminated, InformationRequested
from schemas.messages.notices import NoticeHeld
from schemas.messages.triage import NoReviewerFound
from services.intake.domain.lifecycle.next_steps import NEXT_STEPS
from tests.cli.case.test_life import APPEALED, REMANDED
from tests.examples import ROOT
from tests.services.letters.events import ASSIGNED
from tests.services.letters.verification.case_events import NUMBER, READY, RECEIVED, SIGNED

ZONE = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 4, 29, 17, 0, tzinfo=UTC)


def of(event: type[Message], **fields: Any) -> Message:
    """Return an event of the case with no more fields than are given."""
    return event.model_construct(case_number=NUMBER, **fields)


def clock(name: str, change: Any = "start", at: datetime = AT, **fields: Any) -> Message:
    """Return a change of a clock of the case."""
    known: dict[str, Any] = {"variant": None, "days": None, "served": None, "reason": None, "due_at": None, **fields}
    return ClockChanged(
        case_number=NUMBER, name=name, clock=name, jurisdiction="ca-workers-comp", change=change, at=at, items=(), **known
    )


def told(*events: Message, now: datetime = AT) -> list[str]:
    """Return the steps of a case in lines."""
    return [each.told(ZONE, now) for each in next_steps(NUMBER, events, ZONE, load_jurisdiction, None)]


def service(kind: type[Message], **fields: Any) -> Message:
    """Return an event of the first service on the worker."""
    return of(kind, party="worker", method="mail", service_id=f"{NUMBER}.1.worker.1", **fields)


REQUESTED = of(RecordsRequested, records_due_on=date(2026, 5, 14))
OVERDUE = of(RecordsOverdue, records_due_on=date(2026, 5, 14))
ASKED = of(InformationRequested, asked=("Notes of March", "The MRI report"))
PAPERS = "the worker or the requesting physician sends papers on which a review can rest, "
SERVED = service(LetterServed, appeal_until=date(2026, 6, 5))


@pytest.mark.parametrize(
    ("events", "step"),
    [
        ([RECEIVED], None),
        (
            [of(ApplicationDeferred)],
            f"a party tells that the dispute about liability has ended (`imr case resolve {NUMBER} --outcome OUTCOME --on DAY --reason REASON`)",
        ),
        (
            [REQUESTED, clock("records-due")],
            f"the claims administrator sends its medical records, by 2026-05-14 23:59 PDT (`imr case records {NUMBER} --sent-by SENDER --reason REASON`)",
        ),
        (
            [REQUESTED, clock("records-due"), OVERDUE],
            PAPERS + f"or the claims administrator its late ones (`imr case records {NUMBER} --sent-by SENDER --reason REASON`)",
        ),
        ([READY, of(NoReviewerFound)], "staff enrol a qualified reviewer without a conflict (`imr reviewer import FILE`)"),
        (
            [READY, ASSIGNED, clock("determination-due")],
            f"the reviewer decides and signs, by 2026-05-29 23:59 PDT (`imr decision sign {NUMBER} --reviewer REVIEWER`)",
        ),
        (
            [READY, ASSIGNED, clock("determination-due"), ASKED, clock("further-records-due")],
            f"a party answers the reviewer's request, by 2026-05-06 23:59 PDT: Notes of March, The MRI report (`imr case answer {NUMBER} --sent-by SENDER --reason REASON`)",
        ),
        (
            [READY, of(SecondSignatureAwaited)],
            f"a second person signs or declines (`imr decision countersign {NUMBER} --reviewer REVIEWER`)",
        ),
        (
            [READY, SIGNED, of(LetterHeld)],
            f"staff release the held letter, or have the determination corrected (`imr letter release {NUMBER} --reason REASON`)",
        ),
        (
            [READY, SIGNED, SERVED],
            f"a party may petition against this end of the case, by 2026-06-05 23:59 PDT (`imr case appeal {NUMBER} --on DAY --by PARTY --ground GROUND --reason REASON`)",
        ),
        (
            [of(CaseTerminated)],
            f"a party may petition against this end of the case (`imr case appeal {NUMBER} --on DAY --by PARTY --ground GROUND --reason REASON`)",
        ),
        (
            [READY, SIGNED, APPEALED],
            f"the appeals board decides on the petition (`imr case affirm {NUMBER} --on DAY --reason REASON` or `imr case remand {NUMBER} --on DAY --ground GROUND --facts FACTS --reason REASON`)",
        ),
        (
            [READY, SIGNED, APPEALED, REMANDED, READY],
            f"the new reviewer decides and signs (`imr decision sign {NUMBER} --reviewer REVIEWER`)",
        ),
    ],
)
def test_a_case_names_its_next_step(events: list[Message], step: str | None) -> None:
    """Of one that is being screened the next follows at once."""
    assert ([] if step is None else [step]) == told(*events)


def test_an_overturned_denial_is_implemented_first() -> None:
    """Five working days from the service on the claims administrator (8 CCR 9792.10.7(a)(2))."""
    events = [READY, SIGNED, clock("authorization-due"), SERVED]
    step = f"the claims administrator authorises the overturned treatment, by 2026-05-06 23:59 PDT (`imr case implement {NUMBER} --on DAY --reason REASON`)"

    assert step == told(*events)[0]
    assert 2 == len(told(*events))
    assert 1 == len(told(*events, clock("authorization-due", "stop", reason="it is implemented")))


def test_a_tolled_clock_gives_its_time_back() -> None:
    """The end is counted from the ledger, never one that an event told before."""
    ledger = [clock("determination-due"), clock("determination-due", "toll", AT + timedelta(days=1), reason="deferred")]
    resumed = clock("determination-due", "resume", AT + timedelta(days=11))

    assert [f"the reviewer decides and signs (`imr decision sign {NUMBER} --reviewer REVIEWER`)"] == told(READY, *ledger)
    assert "by 2026-06-08 23:59 PDT" in told(READY, *ledger, resumed)[0]


def test_a_step_whose_time_has_passed_is_overdue() -> None:
    """A late petition is no step any more, although the court may take one."""
    after = datetime(2026, 7, 1, tzinfo=UTC)

    assert ", overdue since 2026-05-14 23:59 PDT (" in told(REQUESTED, clock("records-due"), now=after)[0]
    assert ["nothing more; the last day to petition was 2026-06-05"] == told(READY, SIGNED, SERVED, now=after)


def test_held_notices_and_unproven_services_wait_too() -> None:
    """Each with its command; the newest word about a service counts."""
    steps = told(READY, ASSIGNED, of(NoticeHeld, notice="assignment", kind="assignment"), service(LetterSent))
    assert [
        f"staff release the held notice (`imr letter release {NUMBER} --notice assignment --reason REASON`)",
        f"staff confirm the proof of service: {NUMBER}.1.worker.1 (`imr letter confirm {NUMBER}.1.worker.1 --on DAY --proof PROOF`)",
    ] == steps[1:]
    back = told(READY, ASSIGNED, service(LetterSent), service(LetterReturned))
    assert [
        f"staff serve the party again, at another address: {NUMBER}.1.worker.1 (`imr letter reissue {NUMBER} --reason REASON`)"
    ] == back[1:]
    assert 1 == len(told(READY, ASSIGNED, service(LetterSent), SERVED))
    failed = told(READY, ASSIGNED, service(ServiceFailed, reason="No such number."))
    assert [f"staff serve the party again: {NUMBER}.1.worker.1 (`imr letter reissue {NUMBER} --reason REASON`)"] == failed[1:]
    waits = told(READY, ASSIGNED, service(ServiceFailed, reason=NO_ADDRESS))
    address = "staff give the address of the party, which is not served without one"
    assert [
        f"{address}: {NUMBER}.1.worker.1 (`imr case change-address {NUMBER} --party PARTY --address ADDRESS --reason REASON`)"
    ] == waits[1:]


def test_a_letter_of_a_consolidated_case_is_served_again_with_an_address() -> None:
    """Such a case takes no other address; the case that goes on does."""
    waits = told(READY, ASSIGNED, service(ServiceFailed, reason=NO_ADDRESS), of(CaseConsolidated, into="CM26-4170024"))
    assert f"staff serve the party again: {NUMBER}.1.worker.1 (`imr letter reissue {NUMBER} --reason REASON`)" in waits


def test_a_consolidated_case_points_to_the_case_that_goes_on() -> None:
    """No petition is advised before there is a determination, which is of that case."""
    steps = told(READY, of(CaseConsolidated, into="CM26-4170024"))

    assert ["staff follow the case that goes on, which has its determination (`imr case show CM26-4170024`)"] == steps


VALUES = {
    "DAY": "2026-05-01",
    "PARTY": "worker",
    "GROUND": "bias",
    "SENDER": "employee",
    "OUTCOME": "liable",
    "FILE": str(ROOT / "examples/reviewers.yaml"),
}
COMMANDS = sorted({command for step in (*NEXT_STEPS.values(), *STEPS) for command in step.commands})


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_can_be_typed_as_it_is_told(command: str) -> None:
    """The parser takes it, once its placeholders are filled in."""
    typed = [VALUES.get(each, each) for each in with_options(command, NUMBER).split()[1:]]
    with typer.main.get_command(app).make_context("imr", typed) as context:
        parsed = _parsed(context)

    assert command.split()[1:] == parsed


def _parsed(context: typer.Context) -> list[str]:
    """Return the names of the commands that parse the rest of *context*."""
    group, names = context.command, []
    while hasattr(group, "resolve_command"):
        name, group, left = group.resolve_command(context, [*context._protected_args, *context.args])
        names.append(name)
        context = group.make_context(name, left, parent=context)
    return names
