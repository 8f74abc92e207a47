"""The data folder of the start benchmark: copies that are cases of their own."""

from pathlib import Path

import pytest
from aiokafka import TopicPartition

from bench.start import PARTITIONS, Copier, state_sizes, template
from runtime.record import Found
from schemas.lots import lot_of_case
from tests.examples import CASE_NUMBER

UUID = "335c1fa3-c767-56f7-9b08-eb48ae736625"


def record(key: str, value: str) -> Found:
    """Return a record of the example case."""
    return Found("imr.intake.events", 1, 7, 0, key.encode(), value.encode(), [("ce_id", UUID.encode())])


@pytest.mark.parametrize("number", [0, 1, 999, 1_000, 99_999])
def test_a_copy_is_in_the_partition_of_its_case(number: int) -> None:
    """Key, value and partition are those of the new case number."""
    place, key, value, _ = Copier(record(CASE_NUMBER, f'{{"case_number":"{CASE_NUMBER}","share":"5%"}}')).copy(number)

    assert TopicPartition("imr.intake.events", lot_of_case(key.decode()) % PARTITIONS) == place
    assert f'{{"case_number":"{key.decode()}","share":"5%"}}'.encode() == value


def test_copies_share_no_number_and_no_id() -> None:
    """Each case has case number and ids of its own."""
    copies = [Copier(record(CASE_NUMBER, UUID)).copy(number) for number in range(3_000)]

    assert len(copies) == len({key for _, key, _, _ in copies}) == len({value for _, _, value, _ in copies})
    assert len(copies) == len({headers[0] for _, _, _, headers in copies})


@pytest.mark.parametrize(("signed", "last"), [(True, "imr.letters.events"), (False, "imr.decision.events")])
async def test_a_template_has_messages_and_state(tmp_path: Path, *, signed: bool, last: str) -> None:
    """A closed case reaches its letter, an open one its assessment; state has each key once."""
    records = await template(tmp_path, signed=signed)
    state = [(each.topic, each.partition, each.key) for each in records if each.topic.endswith(".changelog")]

    assert last in {each.topic for each in records}
    assert signed == (b"imr.letters.letter-issued" in {value for each in records for _, value in each.headers})
    assert len(state) == len(set(state)) > 0


async def test_the_state_of_a_closed_case_is_about_a_kilobyte(tmp_path: Path) -> None:
    """As the bench prints it, with three lists that other cases of the day would share."""
    found = state_sizes(await template(tmp_path, signed=True))

    assert {"intake", "triage", "decision", "letters"} == {service for service, _ in found}
    assert sum(found.values()) <= 1_550
