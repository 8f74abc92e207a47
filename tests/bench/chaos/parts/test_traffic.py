"""Traffic is the same for the same number."""

import json
from typing import Any

import confluent_kafka
import pytest

from bench.chaos.parts.traffic import Writer, application, reviewers, sealed_submission, submission
from bench.checker.facts import Position


def test_an_application_depends_on_its_number_alone() -> None:
    """Two numbers are two workers with two days of injury."""
    one, other = application(1), application(2)

    assert application(1) == one
    assert (one.employee.name, one.injured_on) != (other.employee.name, other.injured_on)


def test_an_incomplete_application_holds_the_decision_alone() -> None:
    """A case without papers waits for its medical records."""
    bare = application(1, documents="none")

    assert ["ur-decision"] == [each.kind for each in bare.documents]
    assert {()} == {item.facts for item in bare.items}


def test_a_key_of_its_own_makes_another_submission() -> None:
    """The submission's id follows from client and key; the body stays."""
    one, other = submission(1), submission(1, "another key")

    assert one.submission_id != other.submission_id
    assert one.body_digest == other.body_digest


def test_a_retry_has_the_id_of_the_first_attempt() -> None:
    """The services recognise it as a repeat."""
    first, second = (dict(sealed_submission(submission(7), 4).headers)["ce_id"] for _ in range(2))

    assert first == second


def test_copies_of_reviewers_have_names_and_ids_of_their_own() -> None:
    """Each has the room that was asked for."""
    made = list(reviewers(room=3, copies=2))

    assert len(made) == len({each.reviewer_id for each in made}) == len({each.name for each in made})
    assert len(made) == 2 * len(list(reviewers(room=3)))
    assert {3} == {each.qualifications.open_cases_max for each in made}


class _FakeProducer:
    """Confirms each message at once, or with an error."""

    def __init__(self, error: Any = None) -> None:
        self.error, self.produced = error, list[dict[str, Any]]()

    def produce(self, topic: str, **more: Any) -> None:
        place = Position(topic, more["partition"], len(self.produced))
        self.produced.append(more)
        message = type("FakeMessage", (), {name: lambda _, value=value: value for name, value in place._asdict().items()})
        more["on_delivery"](self.error, message())

    def poll(self, _timeout: float) -> None:
        """Confirm nothing later."""

    def flush(self, _timeout: float) -> None:
        """Confirm nothing later."""


def test_a_writer_returns_where_the_messages_are() -> None:
    """BodySites come in the order of the messages."""
    writer: Any = Writer("127.0.0.1:1")
    writer._producer = _FakeProducer()
    messages = [sealed_submission(submission(number), 4) for number in (1, 2)]

    assert [Position(each.topic, each.partition, offset) for offset, each in enumerate(messages)] == writer.write(messages)
    assert ["1", "2"] == [json.loads(each["value"])["idempotency_key"] for each in writer._producer.produced]


def test_a_message_that_was_not_confirmed_is_an_error() -> None:
    """The caller writes it again under the same id."""
    writer: Any = Writer("127.0.0.1:1")
    writer._producer = _FakeProducer(confluent_kafka.KafkaError(confluent_kafka.KafkaError._MSG_TIMED_OUT))

    with pytest.raises(confluent_kafka.KafkaException):
        writer.write([sealed_submission(submission(1), 4)])
