"""The event of an ended transaction."""

import pytest
from pydantic import ValidationError

from schemas.topics import AUDIT_EVENTS
from schemas.wire.transactions import TransactionEnded

ENDED = {
    "place": "imr.intake.events/2",
    "offset": 17,
    "transactional_id": "imr-intake-2",
    "outcome": "committed",
    "actor": "Example Operator",
}


def test_it_is_audited_by_its_place() -> None:
    """The key is topic, partition and offset."""
    event = TransactionEnded.model_validate(ENDED)

    assert (AUDIT_EVENTS, "imr.intake.events/2/17") == (event.topic, event.key)


@pytest.mark.parametrize("changes", [{"outcome": "lost"}, {"offset": -1}])
def test_it_ended_one_way_or_the_other(changes: dict[str, object]) -> None:
    """A transaction was committed or aborted, at an offset of 0 or more."""
    with pytest.raises(ValidationError):
        TransactionEnded.model_validate({**ENDED, **changes})
