"""The home of a message, for any number of partitions."""

from dataclasses import replace
from typing import Any

import pytest

from runtime.record import Found
from runtime.repartition.messages import home_of, new_partition
from runtime.state.homes import Home, of_subject
from schemas.message import Message
from schemas.messages.intake import ScreenApplication
from schemas.messages.triage import ReleaseReviewer
from schemas.wire.codec import seal
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT, case_ready, submission

OLD = 4
SUBMITTED = submission()
SCREENED = ScreenApplication.model_validate(dict(SUBMITTED))
RELEASED = ReleaseReviewer(pool="ca-workers-comp", case_number=CASE_NUMBER)
EACH = pytest.mark.parametrize("message", [SUBMITTED, SCREENED, RELEASED, case_ready()], ids=lambda each: type(each).__name__)


def found(message: Message, partitions: int = OLD, **changes: Any) -> Found:
    """Return the record of *message* as it is found."""
    envelope = Envelope("id", "/imr/test", message.type, message.version, RECEIVED_AT, message.subject, "id")
    sealed = seal(message, envelope, partitions)
    record = Found(sealed.topic, sealed.partition, 0, 0, sealed.key, sealed.value, sealed.headers)
    return replace(record, **changes)


@EACH
@pytest.mark.parametrize("old", range(1, 9))
def test_a_message_goes_where_it_is_published_by_the_new_number(message: Message, old: int) -> None:
    """For every pair of numbers, also where the partition fits the key by chance."""
    assert [message.partition(new) for new in range(1, 20)] == [
        new_partition(found(message, old), old, new) for new in range(1, 20)
    ]


@EACH
def test_without_its_data_it_stays_with_its_case(message: Message) -> None:
    """The key or the subject that explains where it is tells it."""
    broken = found(message, value=b"{")

    if message is not SCREENED:
        assert message.partition(7) == new_partition(broken, OLD, 7)
    assert home_of(broken, OLD) is not None


def test_an_unknown_type_goes_by_the_subject_if_its_key_is_wrong() -> None:
    """Later messages of the case wait behind it, so it has to stay with them."""
    at = of_subject(CASE_NUMBER).partition(OLD)
    key = next(f"wrong-{number}" for number in range(100) if Home(f"wrong-{number}").partition(OLD) != at)
    record = found(case_ready(), key=key.encode(), headers=(("ce_type", b"unknown"), ("ce_subject", CASE_NUMBER.encode())))

    assert of_subject(CASE_NUMBER) == home_of(record, OLD)


@pytest.mark.parametrize("key", [None, b"\xff"])
def test_without_key_and_subject_any_partition_is_right(key: bytes | None) -> None:
    """It is one that the copy has, and the same for all of a partition."""
    record = found(case_ready(), key=key, value=b"", headers=(), partition=3)

    assert home_of(record, OLD) is None
    assert [0, 1, 0, 3] == [new_partition(record, OLD, new) for new in (1, 2, 3, 4)]


def test_one_in_a_foreign_partition_comes_home() -> None:
    """Its data tell; a service would have forwarded it."""
    home = case_ready().partition(OLD)
    record = found(case_ready(), key=b"wrong", partition=(home + 1) % OLD)

    assert case_ready().partition(7) == new_partition(record, OLD, 7)
