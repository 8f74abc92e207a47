"""Items that leave a review because their dispute ended."""

import json

from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.lifecycle import WithdrawApplication
from schemas.wire.codec import read
from tests.examples import ROOT


def test_a_withdrawal_of_an_earlier_version_is_of_the_whole() -> None:
    """It could name no item."""
    example = (ROOT / "schemas/examples/imr.intake.withdraw-application/1.json").read_bytes()

    assert "items" not in json.loads(example)
    assert () == read(WithdrawApplication, 1, example).items


def test_the_event_may_be_ignored() -> None:
    """The file that follows says it all to the reviewer."""
    assert ItemsWithdrawn.may_be_ignored
