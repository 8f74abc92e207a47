"""The messages of a correction."""

import pytest
from pydantic import ValidationError

from schemas.messages.acts.amendment import AmendApplication, ApplicationAmended
from schemas.wire.codec import read
from tests.examples import ROOT


def test_a_correction_may_not_be_ignored() -> None:
    """A service that does not know it would print the misspelt name."""
    assert not ApplicationAmended.may_be_ignored


def test_a_correction_names_a_field() -> None:
    """A command without one is none."""
    command = read(AmendApplication, 1, (ROOT / "schemas/examples/imr.intake.amend-application/1.json").read_bytes())

    with pytest.raises(ValidationError):
        AmendApplication(**{**dict(command), "changes": ()})
