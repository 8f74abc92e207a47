"""Reissue: given an issued letter, when staff serve it again, then each party is served."""

from collections.abc import Sequence
from typing import Any

import pytest

from schemas.message import Event
from schemas.messages.letters import LetterIssued, LetterRequestRefused, ReissueLetter, ServiceIntended
from services.letters.domain.service_status import Status
from services.letters.handlers.issuing.reissue import on_reissue_letter
from services.letters.handlers.serving.channel import Consignment
from tests.services.letters.cases import CASE, PARTIES, service_id, signed
from tests.services.letters.context import FINDING, Recorder
from tests.services.letters.events import AT
from tests.services.letters.sample import LETTER

NEW_ADDRESS = "2 Example Lane, Exampleville"


def reissue(**changes: Any) -> ReissueLetter:
    """Return the command to serve the same letter on all parties again, with *changes*."""
    command = {"new_version": False, "parties": (), "method": None, "address": None, **changes}
    return ReissueLetter(notice=None, case_number=CASE, actor="Example Clerk", reason="It was lost.", **command)


async def settled(status: Status = "served") -> Recorder:
    """Return a context whose letter was issued and whose services all have *status*."""
    recorder = await signed()
    for key, service in list(recorder.services.items()):
        recorder.services[key] = service.model_copy(update={"status": status})
    return recorder


def code_of(events: Sequence[Event]) -> str:
    """Return the code of the refusal that is the only event."""
    (refused,) = events
    assert isinstance(refused, LetterRequestRefused)
    return refused.code


async def test_the_same_letter_is_served_on_every_party_again() -> None:
    """Each service has the next number, the same copy and the reason; nothing is printed."""
    recorder = await settled()
    copies = {service.party: service.sha256 for service in recorder.services.values()}

    events = await on_reissue_letter(reissue(), AT, context=recorder.context)

    assert [(service_id(party, 2), copies[party], "It was lost.") for party in PARTIES] == [
        (each.service_id, each.sha256, each.reason) for each in events if isinstance(each, ServiceIntended)
    ]
    assert len(PARTIES) == len(events)
    assert [LETTER] == recorder.letters


async def test_named_parties_alone_are_served() -> None:
    """Other parties are not served, and every cover still lists all recipients."""
    recorder = await settled()
    before = len(recorder.effects)

    events = await on_reissue_letter(reissue(parties=("employer",)), AT, context=recorder.context)

    assert ["employer"] == [each.party for each in events if isinstance(each, ServiceIntended)]
    assert before + 1 == len(recorder.effects)
    assert len(PARTIES) == len(recorder.covers[-1].recipients)


async def test_the_command_s_method_replaces_the_party_s() -> None:
    """A letter that cannot be mailed can be faxed."""
    recorder = await settled("failed")

    (event,) = await on_reissue_letter(reissue(parties=("provider",), method="fax"), AT, context=recorder.context)

    assert isinstance(event, ServiceIntended)
    assert "fax" == event.method


async def test_a_new_address_is_used_and_kept() -> None:
    """The consignment and every later one of this party go to the address of the command."""
    recorder = await settled("returned")
    await on_reissue_letter(reissue(parties=("worker",), address=NEW_ADDRESS), AT, context=recorder.context)
    recorder.services[service_id("worker", 2)] = recorder.services[service_id("worker")]
    await on_reissue_letter(reissue(parties=("worker",)), AT, context=recorder.context)

    addresses = [Consignment.model_validate_json(recorder.effects[service_id("worker", each)].data).address for each in (2, 3)]
    assert [NEW_ADDRESS, NEW_ADDRESS] == addresses


async def test_a_new_version_is_another_letter_of_the_same_determination() -> None:
    """It is printed anew with its reason and version, and its services start at number one."""
    recorder = await settled()

    issued, *services = await on_reissue_letter(reissue(new_version=True), AT, context=recorder.context)

    assert isinstance(issued, LetterIssued)
    assert (1, 2, "It was lost.", None) == (
        issued.determination_version,
        issued.letter_version,
        issued.reissue_reason,
        issued.release,
    )
    assert [service_id(party, letter_version=2) for party in PARTIES] == [
        each.service_id for each in services if isinstance(each, ServiceIntended)
    ]
    assert [1, 2] == [letter.letter_version for letter in recorder.case_files[CASE].letters]
    assert [LETTER, LETTER] == recorder.letters


async def test_a_new_version_for_one_party_has_a_copy_for_each() -> None:
    """The letter of a case is always printed whole, so that a later service finds its copy."""
    recorder = await settled()

    await on_reissue_letter(reissue(new_version=True, parties=("worker",)), AT, context=recorder.context)

    assert [PARTIES, PARTIES] == recorder.printed_for


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"parties": ("attorney",)}, "NO_SUCH_PARTY"),
        ({"parties": ("worker", "attorney")}, "NO_SUCH_PARTY"),
        ({"address": NEW_ADDRESS}, "WHOSE_ADDRESS"),
        ({"address": NEW_ADDRESS, "parties": ("worker", "employer")}, "WHOSE_ADDRESS"),
    ],
    ids=["no such party", "one of two", "address of all", "address of two"],
)
async def test_a_command_that_names_parties_wrongly_is_refused(changes: dict[str, Any], code: str) -> None:
    """A party must be on file, and an address belongs to exactly one; nothing changes."""
    recorder = await settled()
    before = (dict(recorder.services), dict(recorder.effects), dict(recorder.parties))

    assert code == code_of(await on_reissue_letter(reissue(**changes), AT, context=recorder.context))
    assert before == (recorder.services, recorder.effects, recorder.parties)


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        ("intended", True),
        ("attempted", True),
        ("sent", False),
        ("served", False),
        ("failed", False),
        ("unsure", False),
        ("returned", False),
    ],
)
async def test_a_party_whose_service_is_under_way_is_not_served_twice(status: Status, *, refused: bool) -> None:
    """Until the channel has answered, the same letter is not sent to the party again."""
    recorder = await settled()
    recorder.services[service_id("worker")] = recorder.services[service_id("worker")].model_copy(update={"status": status})

    events = await on_reissue_letter(reissue(parties=("worker",)), AT, context=recorder.context)

    assert refused == isinstance(events[0], LetterRequestRefused)
    if refused:
        assert "UNDER_WAY" == code_of(events)


async def test_service_under_way_on_another_party_is_no_obstacle() -> None:
    """Only the parties to serve are looked at; a new version never waits for an old one."""
    recorder = await signed()
    worker = service_id("worker")
    recorder.services[worker] = recorder.services[worker].model_copy(update={"status": "served"})

    one = await on_reissue_letter(reissue(parties=("worker",)), AT, context=recorder.context)
    anew = await on_reissue_letter(reissue(new_version=True), AT, context=recorder.context)

    assert [ServiceIntended] == [type(event) for event in one]
    assert isinstance(anew[0], LetterIssued)


async def test_a_case_without_an_issued_letter_has_none_to_serve() -> None:
    """An unknown case and a case whose letter is held are refused alike."""
    for recorder in (Recorder(), await signed([FINDING])):
        assert "NOTHING_ISSUED" == code_of(await on_reissue_letter(reissue(), AT, context=recorder.context))


async def test_a_draft_is_not_served() -> None:
    """A draft decides nothing, even if staff want it sent."""
    recorder = await signed(signature="automatic")

    assert "DRAFT" == code_of(await on_reissue_letter(reissue(new_version=True), AT, context=recorder.context))


async def test_a_letter_that_a_court_set_aside_is_not_served() -> None:
    """Neither as it was nor printed anew; the next determination's letter is (LC 4610.6(i))."""
    recorder = await settled()
    held = recorder.context.case_files[CASE]
    for version, expected in ((held.newest, "SET_ASIDE"), (held.newest - 1, None)):
        recorder.context.case_files[CASE] = held.model_copy(update={"set_aside": version})
        for new_version in (False, True):
            events = await on_reissue_letter(reissue(new_version=new_version), AT, context=recorder.context)
            assert expected == (code_of(events) if isinstance(events[0], LetterRequestRefused) else None)
            if expected is None:
                break
