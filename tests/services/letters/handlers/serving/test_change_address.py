"""Another address or way of service for a party."""

from typing import Any

import pytest

from schemas.message import Event
from schemas.messages.acts.addresses import ChangeAddress, PartyAddressChanged, PartyAddressUnchanged
from schemas.messages.letters import LetterRequestRefused
from services.letters.handlers.serving.change_address import on_change_address
from tests.services.letters.context import Recorder
from tests.services.letters.events import AT
from tests.services.letters.handlers.notifying.notified import CASE, INELIGIBLE, received, tell


async def change(recorder: Recorder, party: Any = "worker", **changes: Any) -> Event:
    """Return the answer to a change of *party*'s address or of other fields."""
    fields: dict[str, Any] = {"address": None, "method": None, "place": None, **(changes or {"address": "7 Example Road"})}
    command = ChangeAddress(case_number=CASE, party=party, actor="Example Clerk", reason="Moved.", **fields)
    (answer,) = await on_change_address(command, AT, context=recorder.context)
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
