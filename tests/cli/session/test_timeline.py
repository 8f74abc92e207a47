"""Events and stages of cases are told in words."""

from datetime import timedelta

import pytest

from cli.session.timeline import EVENT_TOPICS, cases, tell
from runtime.outside.follow import Seen
from schemas.catalogue import MESSAGES
from schemas.message import Event, Message
from schemas.messages.intake import ApplicationReceived
from schemas.wire.codec import read
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT

EVENTS = [kind for kind in MESSAGES.values() if issubclass(kind, Event) and kind.topic in EVENT_TOPICS]


def _example(kind: type[Message]) -> Message:
    return read(kind, kind.version, (ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_bytes())


def _seen(kind: type[Message], minutes: int) -> Seen:
    """Return the example of *kind*, published *minutes* after the receipt."""
    envelope = Envelope(f"id-{minutes}", "/imr/test", kind.type, 1, RECEIVED_AT + timedelta(minutes=minutes), CASE_NUMBER, "id")
    return Seen(envelope, _example(kind), "topic", 0, minutes)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.type)
def test_every_event_of_a_case_is_told(kind: type[Message]) -> None:
    """One line of words, without the type and without a person's name."""
    told = tell(_example(kind))

    assert "\n" not in told
    assert "Exampleworker" not in told
    assert kind.type in {"imr.intake.submission-refused", "imr.intake.duplicate-found"} or kind.type != told


def test_a_case_is_at_the_stage_it_reached_last() -> None:
    """The order in which events are read does not matter."""
    order = [kind for kind in EVENTS if kind.type.endswith(("application-received", "case-ready-for-review", "letter-issued"))]
    events = [_seen(kind, minutes) for minutes, kind in enumerate(order)]

    assert ["letter issued"] == [case.stage for case in cases(events).values()]
    assert ["letter issued"] == [case.stage for case in cases(reversed(events)).values()]
    assert ["received"] == [case.stage for case in cases([_seen(ApplicationReceived, 0)]).values()]
