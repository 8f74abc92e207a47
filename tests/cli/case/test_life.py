"""The state of a case from its events; tests/flow compares it with intake's in every flow."""

import pytest

from cli.case.life import state_of
from schemas.message import Message
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.implementation import DeterminationImplemented
from schemas.messages.acts.remand import CaseRemanded
from schemas.wire.codec import read
from tests.examples import ROOT
from tests.services.letters.verification.case_events import READY, RECEIVED, SIGNED


def example(kind: type[Message]) -> Message:
    """Return the example of *kind* in its newest version."""
    return read(kind, kind.version, (ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_bytes())


APPEALED, AFFIRMED, REMANDED = example(CaseAppealed), example(CaseAffirmed), example(CaseRemanded)
AFFIRMED_IN_PART = AFFIRMED.model_copy(update={"pending": ("employer",)})
OVERTURNED = SIGNED.model_copy(
    update={"decisions": tuple(each.model_copy(update={"outcome": "overturned"}) for each in SIGNED.decisions)}
)
IMPLEMENTED = DeterminationImplemented.model_validate(
    example(DeterminationImplemented).model_dump() | {"items": tuple(each.item for each in SIGNED.decisions)}
)
AGAIN = SIGNED.model_copy(update={"determination_version": 2})


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], None),
        ([RECEIVED], "received"),
        ([RECEIVED, READY], "ready"),
        ([SIGNED, RECEIVED, READY], "determined"),
        ([RECEIVED, READY, SIGNED, APPEALED], "appealed"),
        ([RECEIVED, READY, SIGNED, APPEALED, AFFIRMED], "determined"),
        ([RECEIVED, READY, SIGNED, APPEALED, APPEALED, AFFIRMED_IN_PART], "appealed"),
        ([RECEIVED, READY, SIGNED, APPEALED, APPEALED, AFFIRMED_IN_PART, AFFIRMED], "determined"),
        ([RECEIVED, READY, IMPLEMENTED, OVERTURNED], "implemented"),
        ([RECEIVED, READY, OVERTURNED, APPEALED, IMPLEMENTED], "appealed"),
        ([RECEIVED, READY, OVERTURNED, APPEALED, IMPLEMENTED, AFFIRMED], "implemented"),
        ([RECEIVED, READY, SIGNED, APPEALED, REMANDED, READY], "remanded"),
        ([RECEIVED, READY, SIGNED, APPEALED, REMANDED, READY, AGAIN], "determined"),
    ],
)
def test_the_events_tell_the_state(events: list[Message], state: str | None) -> None:
    """A determination counts wherever it stands, unless the court set it aside."""
    assert state == state_of(events)
