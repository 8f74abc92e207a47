"""Another address or way of service for a party."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.message import Event
from schemas.messages.acts.addresses import ChangeAddress, PartyAddressChanged, PartyAddressUnchanged
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.letters import LetterRequestRefused, ServiceIntended
from schemas.messages.notices import NoticeIssued
from services.letters.handlers.change_address import on_change_address
from services.letters.notices import IneligibilityNotice
from tests.services.letters.context import FINDING, Recorder
from tests.services.letters.events import APPLICATION, AT
from tests.services.letters.handlers.notifying.notified import CASE, INELIGIBLE, received, tell

UNADDRESSED = APPLICATION.model_copy(update={"service_addresses": ()})
ADDRESS = "7 Example Road\nExampletown, CA 90000"


async def change(recorder: Recorder, party: Any = "worker", **changes: Any) -> Event:
    """Return the answer to a change of *party*'s address or of other fields."""
    fields: dict[str, Any] = {"address": None, "method": None, "place": None, **(changes or {"address": "7 Example Road"})}
    command = ChangeAddress(case_number=CASE, party=party, actor="Example Clerk", reason="Moved.", **fields)
    answer, *served = await on_change_address(command, AT, context=recorder.context)
    assert not served
    return answer


async def test_a_party_is_moved_once() -> None:
    """The place of the new address is not known; the same again changes nothing."""
    recorder = received()
    await change(recorder, place="abroad")
    answer = await change(recorder)

    assert isinstance(answer, PartyAddressChanged)
    assert ("address", "place") == answer.changed
    moved = next(each for each in recorder.parties[CASE].parties if each.kind == "worker")
    assert ("7 Example Road", None) == (moved.address, moved.place)
    assert isinstance(await change(recorder), PartyAddressUnchanged)


async def test_a_notice_that_waited_for_the_address_is_served_then() -> None:
    """Its time to appeal runs from that day; a second change serves it no more."""
    recorder = received(UNADDRESSED)
    await tell(recorder, INELIGIBLE)
    first = recorder.notice_copies[0]["worker"]
    assert isinstance(first, IneligibilityNotice)
    assert first.appeal_until is None

    command = ChangeAddress(
        case_number=CASE, party="worker", address=ADDRESS, method=None, place=None, actor="Example Clerk", reason="They called."
    )
    events = await on_change_address(command, AT + timedelta(days=30), context=recorder.context)
    again = recorder.notice_copies[1]["worker"]

    assert [PartyAddressChanged, NoticeIssued, ServiceIntended] == [type(each) for each in events]
    assert isinstance(again, IneligibilityNotice)
    assert first.dated_on + timedelta(days=30) == again.dated_on
    assert again.appeal_until is not None
    assert again.addressee is not None
    assert tuple(ADDRESS.splitlines()) == again.addressee.address
    assert [f"{CASE}.ineligibility.worker.2"] == list(recorder.effects)
    assert isinstance(await change(recorder), PartyAddressChanged)


async def test_a_notice_waits_until_it_can_go_somewhere() -> None:
    """The place of an address that is not known serves nothing; handing over needs none."""
    recorder = received(UNADDRESSED)
    await tell(recorder, INELIGIBLE)
    await change(recorder, place="abroad")
    command = ChangeAddress(
        case_number=CASE, party="worker", address=None, method="hand", place=None, actor="Example Clerk", reason="They come."
    )

    assert 3 == len(await on_change_address(command, AT, context=recorder.context))


async def test_a_way_of_service_is_changed_alone() -> None:
    """The address stays."""
    recorder = received()
    answer = await change(recorder, "provider", method="fax")

    assert isinstance(answer, PartyAddressChanged)
    assert ("method",) == answer.changed


async def test_the_agency_is_a_party_of_every_case() -> None:
    """No application names it."""
    assert isinstance(await change(received(), "agency"), PartyAddressChanged)


async def test_a_party_that_the_case_does_not_have_is_refused() -> None:
    """The refusal names those that there are."""
    for recorder, told in ((received(), "claims-administrator"), (Recorder(), "none of its parties are known")):
        answer = await change(recorder, "attorney")
        assert isinstance(answer, LetterRequestRefused)
        assert "NO_SUCH_PARTY" == answer.code
        assert told in answer.text


@pytest.mark.parametrize("party", ["worker", "attorney"])
async def test_after_an_end_without_review_the_copies_name_the_parties(party: Any) -> None:
    """Letters keeps no parties of such a case."""
    recorder = received()
    await tell(recorder, INELIGIBLE)
    assert CASE not in recorder.parties
    answer = await change(recorder, party)

    assert (party == "worker") == isinstance(answer, PartyAddressChanged)


@pytest.mark.parametrize("is_held", [False, True])
async def test_a_consolidated_case_names_the_case_that_goes_on(*, is_held: bool) -> None:
    """Whether its notice is out or held: an address here would reach no later letter."""
    recorder = received(findings=(FINDING,) if is_held else ())
    ended = CaseConsolidated(
        case_number=CASE,
        into="CM26-4170024",
        into_denied_on=date(2026, 3, 20),
        items={1: 2},
        state="ready",
        at_reviewer=False,
        actor="Example Clerk",
        reason="One reviewer.",
        acted_at=AT,
    )
    await tell(recorder, ended)
    answer = await change(recorder)

    assert isinstance(answer, LetterRequestRefused)
    assert "CONSOLIDATED" == answer.code
    assert "CM26-4170024" in answer.text
