"""The events of a case's life are told in one line each."""

from zoneinfo import ZoneInfo

import pytest

from cli.session.told import tell_of_life
from schemas.message import Event, Message
from schemas.messages import lifecycle
from schemas.messages.acts import appeals, consolidation, conversion, implementation, remand
from schemas.messages.acts.extensions import DeadlineExtended
from schemas.messages.intake import DeterminationOverdue
from schemas.messages.ledgers import clocks, fees
from schemas.wire.codec import read
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT

ZONE = ZoneInfo("America/Los_Angeles")
EVENTS = [
    each
    for each in (
        *vars(lifecycle).values(),
        *vars(appeals).values(),
        *vars(remand).values(),
        *vars(conversion).values(),
        *vars(consolidation).values(),
        *vars(implementation).values(),
        *vars(fees).values(),
        *vars(clocks).values(),
        DeadlineExtended,
    )
    if isinstance(each, type) and issubclass(each, Event) and "type" in vars(each) and each is not lifecycle.CaseRequestRefused
]


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.type)
def test_every_event_of_a_life_is_told(kind: type[Message]) -> None:
    """Without the actor's name."""
    told = tell_of_life(read(kind, 1, (ROOT / f"schemas/examples/{kind.type}/1.json").read_bytes()), ZONE)

    assert told
    assert "Example Operator" not in told


def test_other_events_are_left_to_others() -> None:
    """The screen has words of its own for them."""
    assert tell_of_life(DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=RECEIVED_AT), ZONE) is None


@pytest.mark.parametrize(("outcome", "then"), [("liable", "goes on where it stood"), ("not-liable", "ends")])
def test_the_end_of_a_dispute_about_liability_says_how_the_case_goes_on(outcome: str, then: str) -> None:
    """An application that waited is checked again; a review needs no new check."""
    resolved = lifecycle.LiabilityResolved.model_construct(outcome=outcome, notified_on=RECEIVED_AT.date())  # type: ignore[call-arg]
    told = str(tell_of_life(resolved, ZoneInfo("America/Los_Angeles")))

    assert told.endswith(f"an application is checked for eligibility again, a review {then}")
