"""The state that a closed case leaves in each service.

It is a marker of ids and versions, by which repeats are recognised.
"""

from datetime import timedelta
from typing import Any

import pytest

from jurisdictions.dated import in_force
from jurisdictions.files import load_jurisdiction
from runtime.settings import Settings
from runtime.state.state import State
from runtime.testing import MemoryStream
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import ApplicationFoundIneligible, CaseReadyForReview
from schemas.messages.letters import LetterIssued
from schemas.messages.triage import ReviewerAssigned
from schemas.wire.dead_letters import MessageParked
from services.letters.app import create_store
from services.letters.state import Remainder
from services.triage.handlers.registry import read_registry_file
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, application, signature, submission

HOME = 133 % 4
SAID = (CaseAssessed, ReviewerAssigned, DeterminationSigned, LetterIssued)


async def _signed(stream: MemoryStream) -> DeterminationSigned:
    """Take the example from application to letter; return its determination."""
    stream.publish(submission())
    return await _to_letter(stream)


async def _to_letter(stream: MemoryStream) -> DeterminationSigned:
    await stream.settle()
    (assessed,) = stream.messages(CaseAssessed)
    stream.publish(signature(assessed.reviewer_id, signed_at=RECEIVED_AT))
    await stream.settle()
    (signed,) = stream.messages(DeterminationSigned)
    return signed


def _kept(state: State) -> dict[str, dict[str, Any]]:
    """Return the state by table and key, without default values."""
    return {
        name: {key: record.model_dump(mode="json", exclude_defaults=True) for key, record in table.items()}
        for name, table in state._tables.items()
    }


def _bytes(stream: MemoryStream, service: str) -> int:
    """Return the bytes of *service*'s state, keys and values, without those of several cases.

    Those are reviewers and pools, and the list and the timer of a day.
    """
    return sum(
        len(f"{table.name}/{key}") + len(content)
        for state in stream.states(service)
        for table in state._tables.values()
        for key, content in table._committed.items()
        if table.name not in {"reviewers", "pools", "loads", "lots", "retention", "timers"}
    )


def _of_the_case(stream: MemoryStream, service: str) -> dict[str, dict[str, Any]]:
    """Return *service*'s state whose key holds the case number, by table.

    The state may be in any partition.
    """
    found: dict[str, dict[str, Any]] = {}
    for state in stream.states(service):
        for name, records in _kept(state).items():
            of_the_case = [record for key, record in records.items() if CASE_NUMBER in key]
            if of_the_case:
                (found[name],) = of_the_case
    return found


BOUNDS = {"intake": 800, "triage": 200, "decision": 200, "letters": 235}
"""Bytes by service, with the ids that a pool keeps of a case."""


@pytest.mark.parametrize("service", BOUNDS)
async def test_a_closed_case_takes_few_bytes(stream: MemoryStream, service: str) -> None:
    """The case has two items, five parties and a claim number, so both keys of a dispute."""
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    before = _bytes(stream, service)
    administrator = application().claims_administrator.model_copy(update={"claim_number": "NEC-2015-EXAMPLE"})
    stream.publish(submission(claims_administrator=administrator))
    await _to_letter(stream)

    assert _bytes(stream, service) - before <= BOUNDS[service]


async def test_intake_keeps_the_stage(staffed: MemoryStream) -> None:
    """Intake keeps the stage, and of the dispute digests, codes and the date of birth.

    Case file and timers are deleted.
    """
    await _signed(staffed)
    kept = _of_the_case(staffed, "intake")
    handled = kept.pop("handled")

    filed = kept.pop("filed")
    assert {"cases": {"stage": "determined"}, "fees": {"lines": 1, "cents": 42000}} == kept
    assert {"ids"} == handled.keys()
    assert [{"case_numbers": [CASE_NUMBER]}] == list(_kept(staffed.states("intake")[HOME])["filed-under"].values())
    assert {"filing", "received_at", "determined_on", "outcomes"} == filed.keys()
    assert "chiropractic" not in str(filed).casefold()


async def test_intake_keeps_the_stage_of_what_cannot_be_reviewed(staffed: MemoryStream) -> None:
    """Of an ineligible application intake keeps stage and time of the end, and no dispute."""
    staffed.publish(submission(signature=None))
    await staffed.settle()

    assert 1 == len(staffed.messages(ApplicationFoundIneligible))
    fees = {"lines": 1, "cents": None}
    kept = _of_the_case(staffed, "intake")
    assert {"cases", "fees"} == kept.keys()
    assert {"stage", "ended_at"} == kept["cases"].keys()
    assert ("ineligible", fees) == (kept["cases"]["stage"], kept["fees"])
    assert {} == _kept(staffed.states("intake")[HOME])["disputes"]


async def test_triage_keeps_the_pool_and_that_it_is_over(staffed: MemoryStream) -> None:
    """Triage keeps the pool and the end of the case.

    Search, parties and load are deleted.
    """
    await _signed(staffed)
    kept = _of_the_case(staffed, "triage")

    assert {"handled", "cases", "pool-cases"} == kept.keys()
    assert {"pool", "determined"} == kept["cases"].keys()
    assert "released" == kept["pool-cases"]["stage"]
    assert {"stage"} == kept["pool-cases"].keys()


async def test_decision_keeps_who_signed_what(staffed: MemoryStream) -> None:
    """Decision keeps the data that a correction is compared with.

    Those are ids, version, digest and the item that each item belongs to. Case file and draft are
    deleted.
    """
    signed = await _signed(staffed)
    kept = _of_the_case(staffed, "decision")

    assert {"handled", "signed-cases"} == kept.keys()
    assert kept["signed-cases"].keys() <= {"assessment_id", "reviewer_id", "version", "digest", "signers", "parents"}
    assert signed.reviewer_id == kept["signed-cases"]["reviewer_id"]


async def test_letters_keeps_the_status_of_services(staffed: MemoryStream, settings: Settings) -> None:
    """Letters keeps the status of each service, and the hash of the rest in the letter store.

    The rest is for another letter: facts, credentials, parties and issued letters.
    """
    signed = await _signed(staffed)
    kept = _of_the_case(staffed, "letters")

    assert {"handled", "closed-cases"} == kept.keys()
    assert {"served"} == set(kept["closed-cases"]["services"].values())
    remainder = Remainder.model_validate_json(create_store(settings).get(kept["closed-cases"]["remainder"]))
    assert (signed.determination_version,) == remainder.file.issued
    assert ((), None) == (remainder.file.waiting, remainder.file.held)


@pytest.mark.parametrize("service", ["intake", "triage", "decision", "letters"])
async def test_nothing_that_was_said_of_the_patient_is_left(staffed: MemoryStream, service: str) -> None:
    """No service keeps the summary, a rationale or the patient's name."""
    signed = await _signed(staffed)
    words = [signed.clinical_summary, *(each.rationale for each in signed.decisions)]
    words.append(application().employee.name)

    kept = "\n".join(
        record.model_dump_json()
        for state in staffed.states(service)
        for table in state._tables.values()
        for record in table.values()
    )

    assert [] == [word for word in words if word in kept]


@pytest.mark.parametrize("kind", [CaseReadyForReview, ReviewerAssigned, DeterminationSigned])
async def test_a_closed_case_knows_repeats(staffed: MemoryStream, kind: type[Any]) -> None:
    """A message of a closed case has no effect when it is repeated under another id.

    A source that lost its state would do so.
    """
    await _signed(staffed)
    before = [len(staffed.messages(each)) for each in SAID]
    (again,) = staffed.messages(kind)

    staffed.publish(again, message_id="said again")
    await staffed.settle()

    now = [len(staffed.messages(each)) for each in SAID]
    assert [number + (each is kind) for number, each in zip(before, SAID, strict=True)] == now


async def test_the_dispute_of_a_closed_case_is_still_known(staffed: MemoryStream) -> None:
    """The dispute of a closed case is a duplicate under another key and not decided twice."""
    await _signed(staffed)

    staffed.publish(submission(key="another"))
    await staffed.settle()

    assert [CASE_NUMBER] == [duplicate.duplicate_of for duplicate in staffed.messages(DuplicateFound)]


async def test_a_closed_case_is_dropped_when_its_time_is_over(staffed: MemoryStream) -> None:
    """Intake keeps the digests by which the dispute is known; a pool keeps that it is over."""
    await _signed(staffed)
    years = in_force(load_jurisdiction("ca-workers-comp").retention, RECEIVED_AT.date()).closed_years

    await staffed.pass_time(timedelta(days=365 * years - 1))
    assert all(_of_the_case(staffed, service) for service in BOUNDS)
    await staffed.pass_time(timedelta(days=5))

    assert [{}, {}] == [_of_the_case(staffed, service) for service in ("decision", "letters")]
    assert {"handled", "pool-cases"} == _of_the_case(staffed, "triage").keys()  # of the pool, which is elsewhere
    assert {"cases", "fees", "handled", "filed"} == _of_the_case(staffed, "intake").keys()


@pytest.mark.parametrize("kind", [CaseReadyForReview, ReviewerAssigned, DeterminationSigned])
async def test_a_dropped_case_is_not_reviewed_again(staffed: MemoryStream, kind: type[Any]) -> None:
    """A message of it is parked by each service that reads it, and the dispute is still known."""
    await _signed(staffed)
    await staffed.pass_time(timedelta(days=365 * 8))
    before = [len(staffed.messages(each)) for each in SAID]
    (again,) = staffed.messages(kind)

    staffed.publish(again, message_id="said again")
    staffed.publish(submission(key="another"))
    await staffed.settle()

    now = [len(staffed.messages(each)) for each in SAID]
    assert [number + (each is kind) for number, each in zip(before, SAID, strict=True)] == now
    assert {"CaseDropped"} == {message.parked.error.partition(":")[0] for message in staffed.messages(MessageParked)}
    assert [CASE_NUMBER] == [duplicate.duplicate_of for duplicate in staffed.messages(DuplicateFound)]
