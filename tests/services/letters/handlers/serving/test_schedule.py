"""Scheduled service: the parties, their cover letters, and an effect for each."""

from datetime import date

import pytest

from jurisdictions.files import load_jurisdiction
from runtime.state.state import Effect
from services.letters.domain.parties import Party, PartyToServe
from services.letters.handlers.serving.channel import Consignment
from services.letters.handlers.serving.parties import parties_of
from services.letters.handlers.serving.schedule import (
    SERVE_LETTER,
    Sending,
    addressee,
    cover_letter,
    named_recipient,
    parties_to_serve,
    schedule,
    services_on,
)
from services.letters.state import IssuedLetter
from tests.services.letters.context import Recorder, file_for
from tests.services.letters.events import APPLICATION, AT
from tests.services.letters.sample import BARE, LETTER

CASE, DECIDED_ON = "CM26-4170023", date(2026, 4, 29)
PARTIES = ("worker", "claims-administrator", "employer", "provider", "agency")
RULES = load_jurisdiction("ca-workers-comp").serving(DECIDED_ON)
WORKER = PartyToServe(Party("worker", "Pat Example", None, None, "1 Example Street\n\nExample City"), "mail")
PROVIDER = PartyToServe(Party("provider", "Dr. Robin Example", "Example Spine Clinic", None, None), "mail")


def known() -> Recorder:
    """Return a context that knows the case's parties."""
    return Recorder(parties={CASE: parties_of(APPLICATION)})


def sending(recorder: Recorder) -> Sending:
    """Return the first letter of the case, to be served on every party."""
    parties = parties_to_serve(CASE, "ca-workers-comp", DECIDED_ON, recorder.context)
    issued = IssuedLetter(
        letter_version=1,
        determination_version=1,
        layout="ca-workers-comp-2014@1",
        draft=False,
        decided_on=DECIDED_ON,
        files=tuple(file_for(each.party.kind) for each in parties),
    )
    return Sending(issued, LETTER, "ca-workers-comp", parties, AT, None)


def test_every_party_on_file_is_served_and_the_agency_always() -> None:
    """The agency is served also in a case whose parties are unknown."""
    assert list(PARTIES) == [each.party.kind for each in parties_to_serve(CASE, "ca-workers-comp", DECIDED_ON, known().context)]
    assert ["agency"] == [each.party.kind for each in parties_to_serve(CASE, "ca-workers-comp", DECIDED_ON, Recorder().context)]


async def test_each_party_gets_an_event_an_effect_and_a_cover() -> None:
    """Event, effect and stored service share one id; the effect holds the consignment."""
    recorder = known()
    planned = sending(recorder)

    events = await schedule(CASE, planned, planned.parties, recorder.context)

    ids = [f"{CASE}.1.{party}.1" for party in PARTIES]
    assert ids == [each.service_id for each in events] == list(recorder.effects) == list(recorder.services)
    assert {"intended"} == {each.status for each in recorder.services.values()}
    first: Effect = recorder.effects[ids[0]]
    consignment = Consignment.model_validate_json(first.data)
    assert (SERVE_LETTER, CASE) == (first.kind, first.subject)
    assert (events[0].sha256, events[0].cover_sha256) == (consignment.sha256, consignment.cover_sha256)


async def test_a_second_service_has_the_next_number() -> None:
    """PartyToServe a party again adds a service; the first keeps its id and status."""
    recorder = known()
    planned = sending(recorder)
    await schedule(CASE, planned, planned.parties, recorder.context)

    (again,) = await schedule(CASE, planned, planned.parties[:1], recorder.context)

    assert f"{CASE}.1.worker.2" == again.service_id
    assert 2 == len(services_on(CASE, 1, "worker", recorder.context))
    assert 1 == len(services_on(CASE, 1, "employer", recorder.context))


def test_a_cover_gives_the_decisions_and_no_reasons() -> None:
    """Case, dates and items are the determination's; the rationale is not in it."""
    cover = cover_letter(LETTER, WORKER, [WORKER, PROVIDER], RULES, date(2026, 4, 30))

    assert (LETTER.case_number, date(2026, 4, 30)) == (cover.case_number, cover.dated_on)
    assert ["upheld", "overturned"] == [each.outcome for each in cover.items]
    assert "trial" not in cover.model_dump_json()
    assert cover.addressee is not None
    assert ("1 Example Street", "Example City") == cover.addressee.address


def test_a_cover_lists_all_recipients_by_name_and_role() -> None:
    """An organization is named beside its person."""
    cover = cover_letter(LETTER, WORKER, [WORKER, PROVIDER], RULES, DECIDED_ON)

    assert (
        "Pat Example, employee",
        "Dr. Robin Example, Example Spine Clinic, requesting physician",
    ) == cover.recipients


def test_a_letter_without_a_case_number_has_no_cover() -> None:
    """A letter of the past without a case number cannot be mailed again."""
    with pytest.raises(AssertionError, match="case number"):
        cover_letter(BARE, WORKER, [WORKER], RULES, DECIDED_ON)


def test_an_address_of_any_length_can_be_printed() -> None:
    """A line longer than a name may be goes on in the next; so does a list of copies."""
    party = Party("claims-administrator", "N" * 300, "O" * 300, "mail", f"{'x' * 650}\n\n  Exampleville ")
    to = PartyToServe(party, "mail")

    assert ("x" * 300, "x" * 300, "x" * 50, "Exampleville") == addressee(to).address
    assert "O" * 300 == addressee(to).organization
    assert (300, ", claims administrator") == (len(named_recipient(to)), named_recipient(to)[-22:])
