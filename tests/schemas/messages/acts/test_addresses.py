"""The command that changes how a party is served."""

from typing import Any

import pytest
from pydantic import ValidationError

from schemas.messages.acts.addresses import ChangeAddress, PartyAddressChanged
from tests.examples import CASE_NUMBER

FIELDS: dict[str, Any] = {"case_number": CASE_NUMBER, "party": "worker", "actor": "Example Clerk", "reason": "Moved."}
NOTHING: dict[str, Any] = {"address": None, "method": None, "place": None}


def test_a_change_of_nothing_is_refused() -> None:
    """The sentence says what can be changed."""
    with pytest.raises(ValidationError, match="an address, a method or a place"):
        ChangeAddress(**FIELDS, **NOTHING)


@pytest.mark.parametrize("change", [{"address": "7 Example Road"}, {"method": "mail"}, {"place": "abroad"}])
def test_one_field_suffices(change: dict[str, Any]) -> None:
    """The others stay."""
    assert change.items() <= ChangeAddress(**FIELDS, **{**NOTHING, **change}).model_dump().items()


def test_the_event_has_no_address() -> None:
    """It is read by more people than the command."""
    assert "address" not in PartyAddressChanged.model_fields
