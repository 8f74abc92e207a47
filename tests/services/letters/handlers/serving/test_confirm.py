"""Reports on a service: given its status, when a person reports, then it changes."""

from datetime import date, timedelta
from typing import get_args

import pytest

from schemas.messages.letters import ConfirmService, LetterRequestRefused, LetterReturned, LetterServed, ReportReturnedMail
from services.letters.domain.service_status import Status
from services.letters.handlers.serving.confirm import on_confirm_service, on_report_returned_mail
from services.letters.state import CaseState, IssuedLetter, ServiceOnParty
from tests.services.letters.cases import CASE, service_id
from tests.services.letters.context import Recorder
from tests.services.letters.events import AT

WORKER = service_id("worker")
STATUSES: tuple[Status, ...] = get_args(Status)
LATER = AT + timedelta(days=7)


def known(status: Status, party: str = "worker") -> Recorder:
    """Return a context with one service on *party*, by hand."""
    service = ServiceOnParty.model_validate(
        {
            "case_number": CASE,
            "letter_version": 1,
            "party": party,
            "method": "hand",
            "sha256": "0" * 64,
            "jurisdiction": "ca-workers-comp",
            "status": status,
        }
    )
    return Recorder(services={service_id(party): service})


def confirm(service: str = WORKER, case_number: str = CASE) -> ConfirmService:
    """Return a clerk's proof that *service* was done on the last day of April."""
    return ConfirmService(
        case_number=case_number, service_id=service, actor="Example Clerk", served_on=date(2026, 4, 30), proof="Signed for."
    )


def returned(service: str = WORKER, case_number: str = CASE) -> ReportReturnedMail:
    """Return a clerk's report that the letter of *service* came back."""
    return ReportReturnedMail(
        case_number=case_number, service_id=service, actor="Example Clerk", returned_on=date(2026, 5, 4), reason="Unknown."
    )


@pytest.mark.parametrize(
    ("party", "appeal_until"), [("worker", date(2026, 6, 1)), ("employer", date(2026, 6, 1)), ("provider", None)]
)
def test_a_confirmation_serves_the_party_on_its_day(party: str, appeal_until: date | None) -> None:
    """The event names the proof and the person; the time to appeal runs from that day."""
    recorder = known("sent", party)

    events = on_confirm_service(confirm(service_id(party)), LATER, context=recorder.context)

    expected = {
        "case_number": CASE,
        "service_id": service_id(party),
        "party": party,
        "method": "hand",
        "served_on": date(2026, 4, 30),
        "proof": "Signed for.",
        "confirmed_by": "Example Clerk",
        "appeal_until": appeal_until,
    }
    assert [LetterServed.model_validate(expected)] == events
    assert "served" == recorder.services[service_id(party)].status


@pytest.mark.parametrize("status", STATUSES)
def test_a_service_that_may_have_been_sent_can_be_confirmed(status: Status) -> None:
    """In any other status the command is refused with that status, which stays."""
    recorder = known(status)

    (event,) = on_confirm_service(confirm(), LATER, context=recorder.context)

    if status in {"attempted", "sent", "unsure"}:
        assert isinstance(event, LetterServed)
    else:
        assert isinstance(event, LetterRequestRefused)
        assert ("confirm-service", "NOTHING_TO_CONFIRM") == (event.request, event.code)
        assert status in event.text
        assert status == recorder.services[WORKER].status


def test_returned_mail_is_reported_with_its_reason() -> None:
    """The event has the day and the reason; no time to appeal is given."""
    recorder = known("served")

    events = on_report_returned_mail(returned(), LATER, context=recorder.context)

    assert [
        LetterReturned(
            case_number=CASE,
            service_id=WORKER,
            party="worker",
            method="hand",
            returned_on=date(2026, 5, 4),
            reason="Unknown.",
        )
    ] == events
    assert "returned" == recorder.services[WORKER].status


@pytest.mark.parametrize("status", STATUSES)
def test_a_letter_that_may_have_been_sent_can_come_back(status: Status) -> None:
    """A letter that never left, or that came back before, is refused with its status."""
    recorder = known(status)

    (event,) = on_report_returned_mail(returned(), LATER, context=recorder.context)

    if status in {"attempted", "sent", "served", "unsure"}:
        assert isinstance(event, LetterReturned)
    else:
        assert isinstance(event, LetterRequestRefused)
        assert ("report-returned-mail", "NOTHING_TO_RETURN") == (event.request, event.code)
        assert status == recorder.services[WORKER].status


@pytest.mark.parametrize(
    ("service", "case_number"),
    [(service_id("attorney"), CASE), (service_id("worker", 2), CASE), (WORKER, "CM26-4170024")],
    ids=["another party", "another number", "another case"],
)
def test_a_report_must_be_about_a_service_of_its_case(service: str, case_number: str) -> None:
    """An unknown id and another case's id are refused alike, and the service stays as it was."""
    recorder = known("sent")
    before = dict(recorder.services)

    (confirmed,) = on_confirm_service(confirm(service, case_number), LATER, context=recorder.context)
    (reported,) = on_report_returned_mail(returned(service, case_number), LATER, context=recorder.context)

    assert isinstance(confirmed, LetterRequestRefused)
    assert isinstance(reported, LetterRequestRefused)
    assert {"NO_SUCH_SERVICE"} == {confirmed.code, reported.code}
    assert before == recorder.services


@pytest.mark.parametrize("day", [LATER.date() + timedelta(days=1), date(1999, 1, 1), date(2026, 4, 28)])
def test_a_report_about_an_impossible_day_is_refused(day: date) -> None:
    """It is in the future, or before the letter's determination; the service stays as it was."""
    recorder = known("sent")
    letter = IssuedLetter(
        letter_version=1, determination_version=1, layout="ca-workers-comp-2014@1", draft=False, decided_on=AT.date(), files=()
    )
    recorder.case_files[CASE] = CaseState(letters=(letter,))

    (confirmed,) = on_confirm_service(confirm().model_copy(update={"served_on": day}), LATER, context=recorder.context)
    (reported,) = on_report_returned_mail(returned().model_copy(update={"returned_on": day}), LATER, context=recorder.context)

    for event in (confirmed, reported):
        assert isinstance(event, LetterRequestRefused)
        assert ("IMPOSSIBLE_DAY", True) == (event.code, str(day) in event.text)
    assert "sent" == recorder.services[WORKER].status
