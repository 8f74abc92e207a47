"""The event of a clock has the entry of its ledger."""

import pytest
from pydantic import ValidationError

from schemas.messages.ledgers.clocks import ClockChanged
from schemas.wire.codec import read
from tests.examples import ROOT

EXAMPLE = (ROOT / "schemas/examples/imr.intake.clock-changed/1.json").read_bytes()


def test_a_start_tells_clock_variant_and_end() -> None:
    """Readers need no rules to know the end by the rules of then."""
    changed = read(ClockChanged, 1, EXAMPLE)

    assert isinstance(changed, ClockChanged)
    assert ("determination-due", "start", "standard", (1, 2)) == (changed.clock, changed.change, changed.variant, changed.items)
    assert changed.may_be_ignored


def test_an_extension_has_days() -> None:
    """None would be no extension."""
    changed = read(ClockChanged, 1, EXAMPLE)

    with pytest.raises(ValidationError, match="days"):
        ClockChanged.model_validate({**changed.model_dump(), "change": "extend", "days": 0})
