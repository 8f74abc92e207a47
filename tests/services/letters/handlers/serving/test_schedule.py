"""Scheduled service: the parties, their cover letters, and an effect for each."""

from datetime import date, datetime

import pytest

from jurisdictions.files import load_jurisdiction
from runtime.state.state import Effect
from schemas.messages.letters import NO_ADDRESS, ServiceFailed, ServiceIntended
from services.letters.domain.parties import Method, Party, PartyToServe
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
    waits_for_address,
)
from services.letters.letter import Letter
from services.letters.state import IssuedLetter
from tests.services.letters.context import Recorder, file_for
from tests.services.letters.events import APPLICATION, AT
from tests.services.letters.sample import BARE, LETTER

CASE, DECIDED_ON = "CM26-4170023", date(2026, 4, 29)
PARTIES = ("worker", "claims-administrator", "employer", "provider", "agency")
RULES = load_jurisdiction("ca-workers-comp")
WORKER = PartyToServe(Party("worker", "Pat Example", None, None, "1 Example Street\n\nExample City"), "mail")
PROVIDER = PartyToServe(Party("provider", "Dr. Robin Example", "Example Spine Clinic", None, None), "mail")


def known() -> Recorder:
    """Return a context that knows the case's parties."""
    return Recorder(parties={CASE: parties_of(APPLICATION)})


def of(letter: Letter, at: str = "2026-04-29T09:00") -> Sending:
    """Return *letter*, to be sent to worker and provider when a Californian wall shows *at*."""
    sent_at = datetime.fromisoformat(at).replace(tzinfo=RULES.zone)
    decided_on = min(DECIDED_ON, sent_at.date())
    issued = IssuedLetter(
        letter_version=1, determination_version=1, layout="ca-workers-comp-2014@1", draft=False, decided_on=decided_on, files=()
    )
    return Sending(issued, letter, "ca-workers-comp", [WORKER, PROVIDER], sent_at, None)


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


async def test_a_party_without_an_address_waits_for_one() -> None:
    """Nothing is sent and no cover is printed; what is handed over needs no address."""
    recorder = known()
    recorder.parties[CASE] = parties_of(APPLICATION.model_copy(update={"service_addresses": ()}))
    planned = sending(recorder)
    worker, *_ = planned.parties
    events = await schedule(CASE, planned, [worker, PartyToServe(worker.party, "hand")], recorder.context)

    assert [ServiceIntended, ServiceFailed, ServiceIntended] == [type(each) for each in events]
    assert [NO_ADDRESS] == [each.reason for each in events if isinstance(each, ServiceFailed)]
    assert ["unaddressed", "intended"] == [each.status for each in services_on(CASE, 1, "worker", recorder.context)]
    assert [f"{CASE}.1.worker.2"] == list(recorder.effects)
    assert 1 == len(recorder.covers)
    assert not waits_for_address(CASE, 1, "worker", recorder.context)


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
    cover = cover_letter(of(LETTER, "2026-04-30T09:00"), WORKER, RULES)

    assert (LETTER.case_number, date(2026, 4, 30)) == (cover.case_number, cover.dated_on)
    assert ["upheld", "overturned"] == [each.outcome for each in cover.items]
    assert "trial" not in cover.model_dump_json()
    assert cover.addressee is not None
    assert ("1 Example Street", "Example City") == cover.addressee.address


def test_a_cover_lists_all_recipients_by_name_and_role() -> None:
    """An organization is named beside its person."""
    cover = cover_letter(of(LETTER), WORKER, RULES)

    assert (
        "Pat Example, employee",
        "Dr. Robin Example, Example Spine Clinic, requesting physician",
    ) == cover.recipients


def test_a_letter_without_a_case_number_has_no_cover() -> None:
    """A letter of the past without a case number cannot be mailed again."""
    with pytest.raises(AssertionError, match="case number"):
        cover_letter(of(BARE), WORKER, RULES)


@pytest.mark.parametrize(
    ("at", "method", "appeal_until"),
    [
        ("2015-04-17T09:00", "mail", date(2015, 5, 22)),
        ("2015-04-17T09:00", "electronic", date(2015, 5, 22)),
        ("2014-11-06T09:00", "mail", date(2014, 12, 11)),  # Matute
        ("2024-05-24T23:59", "mail", date(2024, 6, 28)),
    ],
)
def test_a_cover_names_the_addressees_last_day_to_appeal(at: str, method: Method, appeal_until: date) -> None:
    """From the day it is sent, with the days for service, carried off weekends and holidays."""
    cover = cover_letter(of(LETTER, at), PartyToServe(WORKER.party, method), RULES)

    assert (appeal_until, None) == (cover.appeal_until, cover.appeal_days)


def test_a_cover_to_be_handed_over_names_the_days() -> None:
    """The day on which it is handed over is not known when it is printed."""
    cover = cover_letter(of(LETTER, "2015-04-17T09:00"), PartyToServe(WORKER.party, "hand"), RULES)

    assert (None, 30) == (cover.appeal_until, cover.appeal_days)


@pytest.mark.parametrize("method", ["mail", "hand"])
def test_a_cover_to_a_party_without_an_appeal_names_no_day(method: Method) -> None:
    """The provider is served and has no appeal (LC 4610.6(h))."""
    cover = cover_letter(of(LETTER, "2015-04-17T09:00"), PartyToServe(PROVIDER.party, method), RULES)

    assert (None, None) == (cover.appeal_until, cover.appeal_days)


def test_an_address_of_any_length_can_be_printed() -> None:
    """A line longer than a name may be goes on in the next; so does a list of copies."""
    party = Party("claims-administrator", "N" * 300, "O" * 300, "mail", f"{'x' * 650}\n\n  Exampleville ")
    to = PartyToServe(party, "mail")

    assert ("x" * 300, "x" * 300, "x" * 50, "Exampleville") == addressee(to).address
    assert "O" * 300 == addressee(to).organization
    named = named_recipient(to, RULES.words_on(date(2015, 4, 17)))
    assert (300, ", claims administrator") == (len(named), named[-22:])
