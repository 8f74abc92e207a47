"""Staff's commands on a notice."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.messages.letters import LetterRequestRefused, ReissueLetter, ReleaseLetter, ServiceIntended
from schemas.messages.notices import NoticeIssued, NoticeReleased
from services.letters.handlers.issuing.reissue import on_reissue_letter
from services.letters.handlers.issuing.release import on_release_letter
from tests.services.letters.context import FINDING, Recorder
from tests.services.letters.events import AT
from tests.services.letters.handlers.notifying.notified import CASE, INELIGIBLE, received, tell


def release(*findings: str, notice: str = "ineligibility") -> ReleaseLetter:
    """Return the command to release the notice."""
    return ReleaseLetter(case_number=CASE, notice=notice, actor="Example Clerk", reason="It is right.", findings=findings)


def reissue(**changes: Any) -> ReissueLetter:
    """Return the command to serve the notice again."""
    asked = {"new_version": False, "parties": (), "method": None, "address": None, **changes}
    return ReissueLetter(case_number=CASE, notice="ineligibility", actor="Example Clerk", reason="It was lost.", **asked)


async def held() -> Recorder:
    """Return a context whose notice is held."""
    recorder = received(findings=(FINDING,))
    await tell(recorder, INELIGIBLE)
    return recorder


async def issued() -> Recorder:
    """Return a context whose notice was issued, and every party served."""
    recorder = received()
    await tell(recorder, INELIGIBLE)
    for key, service in recorder.services.items():
        recorder.services[key] = service.model_copy(update={"status": "served", "place": "abroad"})
    return recorder


async def test_a_release_issues_the_notice_as_it_was_written() -> None:
    """Every finding is accepted by its id; then parties and facts are forgotten."""
    recorder = await held()
    released, event, *services = await on_release_letter(release(FINDING.id), AT, context=recorder.context)

    assert isinstance(released, NoticeReleased)
    assert isinstance(event, NoticeIssued)
    assert (released.release, "Example Clerk") == (event.release, released.release.actor)
    assert 4 == len(services)
    assert ({}, ()) == (recorder.parties, recorder.notices[CASE].held)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (release("x.1"), "NO_SUCH_FINDING"),
        (release(FINDING.id, "x.1"), "NO_SUCH_FINDING"),
        (release(FINDING.id, notice="assignment"), "NOTHING_HELD"),
    ],
)
async def test_a_release_that_fits_no_held_notice_is_refused(command: ReleaseLetter, code: str) -> None:
    """An unknown finding, or another notice."""
    recorder = await held()
    (refused,) = await on_release_letter(command, AT, context=recorder.context)

    assert isinstance(refused, LetterRequestRefused)
    assert code == refused.code


async def test_a_notice_without_facts_cannot_be_released() -> None:
    """A case of before has nothing to print."""
    recorder = Recorder()
    await tell(recorder, INELIGIBLE)
    (refused,) = await on_release_letter(release("application.1"), AT, context=recorder.context)

    assert isinstance(refused, LetterRequestRefused)
    assert "NOTHING_TO_PRINT" == refused.code


async def test_a_notice_is_served_again_with_the_day_and_a_new_time_to_appeal() -> None:
    """The copy is that of the store, dated anew, under the next number."""
    recorder = await issued()
    event, service = await on_reissue_letter(
        reissue(parties=("worker",), method="fax"), AT + timedelta(days=3), context=recorder.context
    )

    assert isinstance(event, NoticeIssued)
    assert isinstance(service, ServiceIntended)
    assert (2, f"{CASE}.ineligibility.worker.2", "fax") == (event.letter_version, service.service_id, service.method)
    first, second = (copies["worker"] for copies in recorder.notice_copies)
    assert timedelta(days=3) == second.dated_on - first.dated_on
    assert first.addressee is not None
    assert first.addressee.model_copy(update={"way": "fax"}) == second.addressee
    assert {"abroad"} == {each.place for each in recorder.services.values()}
    told = {file.recipient for file in recorder.notices[CASE].issued[0].files}
    assert {"worker", "claims-administrator", "employer", "provider"} == told


async def test_a_notice_that_is_under_way_is_not_served_again() -> None:
    """Two letters would cross."""
    recorder = received()
    await tell(recorder, INELIGIBLE)
    (refused,) = await on_reissue_letter(reissue(), AT, context=recorder.context)

    assert isinstance(refused, LetterRequestRefused)
    assert "UNDER_WAY" == refused.code


async def test_the_place_of_a_new_address_is_not_known() -> None:
    """The days that service adds to the time to appeal are those of California then."""
    recorder = await issued()
    await on_reissue_letter(reissue(parties=("worker",), address="7 Example Road"), AT, context=recorder.context)

    assert recorder.services[f"{CASE}.ineligibility.worker.2"].place is None
